package dev.longview.simulate.published;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link ChocolateKale} as a service: each day some new members come, each for one session of 60 decisions, a minute apart. Feedback is
 * a {@code click} on the top position, always, and a {@code watch} whose value is the engagement.
 *
 * <p>Items are new at each step of each day, with the feature item.clickbait; members of a day see the same ones at the same step. That
 * differs from RecSim, where each session has its own, and keeps the log's catalogue small; expectations are the same.
 */
public final class ChocolateKaleService implements Service {
    private static final List<FeatureDefinition> FEATURES =
            List.of(new FeatureDefinition("item.clickbait", Kind.NUMERIC));
    private static final int DECISION = 11;
    /** Sessions begin between eight and noon. */
    private static final long FIRST = 8 * 60 * LogBlock.MINUTE;

    private static final long SPREAD = 4 * 60 * LogBlock.MINUTE;

    private final ChocolateKale world;
    private final int membersPerDay;
    private final int positions;
    private final long seed;
    private final long start;
    private final int day;
    private final Truth truth;

    /** Told what is hidden, for judging alone. */
    @FunctionalInterface
    public interface Truth {
        /**
         * One decision.
         *
         * @param exposure the member's net positive exposure before it
         * @param satisfaction before it
         * @param engagement what the member gave
         */
        void decision(String decisionId, double exposure, double satisfaction, double engagement);
    }

    private ChocolateKaleService(
            ChocolateKale world, int membersPerDay, int positions, long seed, long start, int day, Truth truth) {
        this.world = world;
        this.membersPerDay = membersPerDay;
        this.positions = positions;
        this.seed = seed;
        this.start = start;
        this.day = day;
        this.truth = truth;
    }

    /**
     * 100 new members a day, one position, truth untold.
     *
     * @param startMicros the midnight at which it begins
     */
    public static ChocolateKaleService of(ChocolateKale world, long seed, long startMicros) {
        return new ChocolateKaleService(
                world, 100, 1, seed, startMicros, 0, (id, exposure, satisfaction, engaged) -> {});
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    public ChocolateKaleService withMembersPerDay(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("members per day must be at least 1: " + count);
        }
        return new ChocolateKaleService(world, count, positions, seed, start, day, truth);
    }

    /**
     * How many positions a slate has; only the first is ever clicked.
     *
     * @throws IllegalArgumentException when there are not as many candidates
     */
    public ChocolateKaleService withSlateSize(int count) {
        if (count < 1 || count > world.candidates()) {
            throw new IllegalArgumentException("slate size must be between 1 and " + world.candidates() + ": " + count);
        }
        return new ChocolateKaleService(world, membersPerDay, count, seed, start, day, truth);
    }

    public ChocolateKaleService withTruth(Truth sink) {
        return new ChocolateKaleService(world, membersPerDay, positions, seed, start, day, sink);
    }

    @Override
    public String name() {
        return "chocolate and kale, sensitivity %s, %d candidates".formatted(world.sensitivity(), world.candidates());
    }

    @Override
    public List<FeatureDefinition> features() {
        return FEATURES;
    }

    @Override
    public List<FeedbackKind> feedback() {
        return List.of(new FeedbackKind("click", false), new FeedbackKind("watch", false));
    }

    @Override
    public long timeMicros() {
        return start + day * LogBlock.DAY;
    }

    @Override
    public ChocolateKaleService run(int days, Assigner assigner, LogSink log, Progress progress) {
        LogBlock rows = new LogBlock(FEATURES);
        for (int d = day; d < day + days; d++) {
            day(d, assigner, rows, log);
            progress.day(d - day + 1, days, (d - day + 1L) * membersPerDay * ChocolateKale.STEPS * positions);
        }
        return new ChocolateKaleService(world, membersPerDay, positions, seed, start, day + days, truth);
    }

    private void day(int d, Assigner assigner, LogBlock rows, LogSink log) {
        long midnight = start + d * LogBlock.DAY;
        long first = (long) d * membersPerDay;
        double[] exposure = new double[membersPerDay];
        List<Assigner.Assignment> assignments = new ArrayList<>();
        for (int m = 0; m < membersPerDay; m++) {
            exposure[m] = ChocolateKale.exposureAtFirst(seed, first + m);
            assignments.add(assigner.assign("a" + (first + m)));
        }
        Slate slate = new Slate(positions);
        double[] clickbait = new double[world.candidates()];
        for (int step = 0; step < ChocolateKale.STEPS; step++) {
            // No member is −2 or less.
            ChocolateKale.offer(Draws.key(seed, -2 - d, step), clickbait);
            Candidates candidates = candidates(d, step, clickbait);
            rows.items(candidates, 0, candidates.size(), midnight);
            rows.candidates(candidates, midnight);
            for (int m = 0; m < membersPerDay; m++) {
                long key = Draws.key(seed, first + m, step);
                var visit = new GivenVisit(
                        "d" + (first + m) + "-" + step,
                        "a" + (first + m),
                        "m" + (first + m),
                        midnight + FIRST + m * SPREAD / membersPerDay + step * LogBlock.MINUTE,
                        candidates,
                        Draws.bits(key, DECISION, 0),
                        new double[FEATURES.size()],
                        new String[FEATURES.size()]);
                slate.clear();
                assignments.get(m).recommender().recommend(visit, slate);
                rows.decision(visit, assignments.get(m).cells(), slate);
                if (slate.size() > 0) {
                    double chosen = clickbait[slate.candidate(0)];
                    double engagement = world.engagement(key, chosen, exposure[m]);
                    long seen = visit.timeMicros() + 5 * LogBlock.SECOND;
                    rows.feedback(visit, slate, 0, "click", "", seen, Double.NaN);
                    rows.feedback(visit, slate, 0, "watch", "", seen + 50 * LogBlock.SECOND, engagement);
                    truth.decision(visit.decisionId(), exposure[m], world.satisfaction(exposure[m]), engagement);
                    exposure[m] = ChocolateKale.exposureAfter(key, chosen, exposure[m]);
                }
            }
            rows.drainTo(log);
        }
    }

    private static Candidates candidates(int d, int step, double[] clickbait) {
        List<String> items = IntStream.range(0, clickbait.length)
                .mapToObj(i -> "i%d-%02d-%04d".formatted(d, step, i))
                .toList();
        Batch features = Batch.of(items.size(), Map.of("item.clickbait", new Column.Doubles(clickbait.clone())));
        return Candidates.of(items, features, new double[items.size()]);
    }
}
