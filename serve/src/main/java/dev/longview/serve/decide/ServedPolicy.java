package dev.longview.serve.decide;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.loop.TrainedPolicy;
import dev.longview.policy.Scorer;
import java.util.List;

/**
 * A version of a policy, ready to draw from a catalogue.
 *
 * @param since when it came into service, in microseconds
 */
public record ServedPolicy(TrainedPolicy trained, Scorer scorer, long since) {

    public static ServedPolicy of(TrainedPolicy trained, Batch catalogue, long since) {
        return new ServedPolicy(trained, Scorer.of(trained.model(), catalogue), since);
    }

    /** The same from another catalogue. */
    public ServedPolicy over(Batch catalogue) {
        return of(trained, catalogue, since);
    }

    public String name() {
        return trained.artifact().name();
    }

    /** The features that a visit must speak of, those of the member's history among them. */
    public List<String> needed() {
        return trained.model().space().features().stream()
                .filter(feature -> !feature.ofItem())
                .map(FeatureDefinition::name)
                .toList();
    }
}
