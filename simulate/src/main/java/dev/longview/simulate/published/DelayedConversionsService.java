package dev.longview.simulate.published;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.FeedbackKind;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Draws;
import dev.longview.simulate.GivenVisit;
import dev.longview.simulate.LogBlock;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Service;
import dev.longview.simulate.Slate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link DelayedConversions} as a service: each decision shows the one offer that there is, and a {@code conversion} comes after its
 * delay, in time and receipt. The log has the features as context.x1 … x5. After thirty days the log as of the end is a snapshot of
 * cases that are between 0 and 30 days old, evenly spread.
 */
public final class DelayedConversionsService implements Service {
    private static final List<FeatureDefinition> FEATURES = IntStream.rangeClosed(1, DelayedConversions.FEATURES)
            .mapToObj(j -> new FeatureDefinition("context.x" + j, Kind.NUMERIC))
            .toList();
    private static final Candidates OFFER = Candidates.of(List.of("offer"), Batch.of(1, Map.of()), new double[1]);
    private static final int DECISION = 11;
    /** A longer delay is beyond what the log takes for a time. */
    private static final double LATEST = 365.0 * 100;

    private final int decisionsPerDay;
    private final long seed;
    private final long start;
    private final int day;

    private DelayedConversionsService(int decisionsPerDay, long seed, long start, int day) {
        this.decisionsPerDay = decisionsPerDay;
        this.seed = seed;
        this.start = start;
        this.day = day;
    }

    /**
     * 1,000 decisions a day.
     *
     * @param startMicros the midnight at which it begins
     */
    public static DelayedConversionsService of(long seed, long startMicros) {
        return new DelayedConversionsService(1000, seed, startMicros, 0);
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    public DelayedConversionsService withDecisionsPerDay(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("decisions per day must be at least 1: " + count);
        }
        return new DelayedConversionsService(count, seed, start, day);
    }

    @Override
    public String name() {
        return "delayed conversions, %d decisions a day".formatted(decisionsPerDay);
    }

    @Override
    public List<FeatureDefinition> features() {
        return FEATURES;
    }

    @Override
    public List<FeedbackKind> feedback() {
        return List.of(new FeedbackKind("conversion", false));
    }

    @Override
    public long timeMicros() {
        return start + day * LogBlock.DAY;
    }

    @Override
    public DelayedConversionsService run(int days, Assigner assigner, LogSink log, Progress progress) {
        Slate slate = new Slate(1);
        LogBlock rows = new LogBlock(FEATURES);
        double[] x = new double[DelayedConversions.FEATURES];
        if (day == 0) {
            rows.items(OFFER, 0, 1, start);
            rows.candidates(OFFER, start);
        }
        for (int d = day; d < day + days; d++) {
            for (int i = 0; i < decisionsPerDay; i++) {
                decide(d, i, x, assigner, slate, rows);
            }
            rows.drainTo(log);
            progress.day(d - day + 1, days, (d - day + 1L) * decisionsPerDay);
        }
        return new DelayedConversionsService(decisionsPerDay, seed, start, day + days);
    }

    private void decide(int d, int i, double[] x, Assigner assigner, Slate slate, LogBlock rows) {
        long number = (long) d * decisionsPerDay + i;
        long key = Draws.key(seed, number, 0);
        DelayedConversions.x(key, x, 0);
        var visit = new GivenVisit(
                "d" + number,
                "a" + number,
                "m" + number,
                start + d * LogBlock.DAY + i * LogBlock.DAY / decisionsPerDay,
                OFFER,
                Draws.bits(key, DECISION, 0),
                x,
                new String[x.length]);
        Assigner.Assignment assignment = assigner.assign(visit.account());
        slate.clear();
        assignment.recommender().recommend(visit, slate);
        rows.decision(visit, assignment.cells(), slate);
        double delay = DelayedConversions.delay(key, x, 0);
        if (slate.size() > 0 && delay < LATEST) {
            rows.feedback(
                    visit,
                    slate,
                    0,
                    "conversion",
                    "",
                    visit.timeMicros() + LogBlock.SECOND + (long) (delay * LogBlock.DAY),
                    Double.NaN);
        }
    }
}
