package dev.longview.simulate.streaming;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.FeedbackKind;
import java.util.List;

/** What a workspace for a simulated log declares. */
public final class SimulatedLog {
    public static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("context.hour", Kind.NUMERIC),
            new FeatureDefinition("member.tenure_days", Kind.NUMERIC),
            new FeatureDefinition("member.favourite", Kind.CATEGORICAL),
            new FeatureDefinition("item.genre", Kind.CATEGORICAL),
            new FeatureDefinition("item.kind", Kind.CATEGORICAL),
            new FeatureDefinition("item.runtime", Kind.NUMERIC));

    /** The place of each of the visit's own among {@link #FEATURES}. */
    static final int DEVICE = 0;

    static final int HOUR = 1;
    static final int TENURE_DAYS = 2;
    static final int FAVOURITE = 3;

    /** Play and complete have no value; watch has minutes; thumb has the label up or down. */
    public static final List<FeedbackKind> FEEDBACK = List.of(
            new FeedbackKind("play", false),
            new FeedbackKind("watch", false),
            new FeedbackKind("complete", false),
            new FeedbackKind("thumb", true));

    private SimulatedLog() {}
}
