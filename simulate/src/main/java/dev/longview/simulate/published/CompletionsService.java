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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link Completions} as a service: each decision shows one title of a hundred to a new member, who plays it. The log has a title's
 * length as the category item.length; {@code play} at once, {@code episode} at the end of each episode, {@code complete} with the last.
 * All that happens on day d of a play lies between d − 1 and d days after the decision, so that an age of d days knows day d.
 */
public final class CompletionsService implements Service {
    private static final List<FeatureDefinition> FEATURES =
            List.of(new FeatureDefinition("item.length", Kind.CATEGORICAL));
    private static final int TITLES = 100;
    private static final int PLAY = 11;
    private static final int DECISION = 12;
    private static final int HOUR = 13;
    private static final long SITTING = 18 * 60 * LogBlock.MINUTE;
    private static final long EPISODE = 45 * LogBlock.MINUTE;

    private final int decisionsPerDay;
    private final long seed;
    private final long start;
    private final int day;
    private final Truth truth;
    private final int[] lengths = titles();

    /** Told what is hidden, for judging alone. */
    @FunctionalInterface
    public interface Truth {
        /**
         * One decision that was played.
         *
         * @param watched episodes by the end of each day; read it at once, it is used again
         */
        void play(String decisionId, Completions.Type type, int length, int[] watched);
    }

    private CompletionsService(int decisionsPerDay, long seed, long start, int day, Truth truth) {
        this.decisionsPerDay = decisionsPerDay;
        this.seed = seed;
        this.start = start;
        this.day = day;
        this.truth = truth;
    }

    /**
     * 1,000 decisions a day, truth untold.
     *
     * @param startMicros the midnight at which it begins
     */
    public static CompletionsService of(long seed, long startMicros) {
        return new CompletionsService(1000, seed, startMicros, 0, (id, type, length, watched) -> {});
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    public CompletionsService withDecisionsPerDay(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("decisions per day must be at least 1: " + count);
        }
        return new CompletionsService(count, seed, start, day, truth);
    }

    public CompletionsService withTruth(Truth sink) {
        return new CompletionsService(decisionsPerDay, seed, start, day, sink);
    }

    @Override
    public String name() {
        return "completions, %d titles, %d decisions a day".formatted(TITLES, decisionsPerDay);
    }

    @Override
    public List<FeatureDefinition> features() {
        return FEATURES;
    }

    @Override
    public List<FeedbackKind> feedback() {
        return List.of(
                new FeedbackKind("play", false),
                new FeedbackKind("episode", false),
                new FeedbackKind("complete", false));
    }

    @Override
    public long timeMicros() {
        return start + day * LogBlock.DAY;
    }

    @Override
    public CompletionsService run(int days, Assigner assigner, LogSink log, Progress progress) {
        Slate slate = new Slate(1);
        LogBlock rows = new LogBlock(FEATURES);
        Candidates candidates = candidates();
        int[] watched = new int[Completions.HORIZON + 1];
        if (day == 0) {
            rows.items(candidates, 0, TITLES, start);
            rows.candidates(candidates, start);
        }
        for (int d = day; d < day + days; d++) {
            for (int i = 0; i < decisionsPerDay; i++) {
                decide(d, i, candidates, assigner, slate, watched, rows);
            }
            rows.drainTo(log);
            progress.day(d - day + 1, days, (d - day + 1L) * decisionsPerDay);
        }
        return new CompletionsService(decisionsPerDay, seed, start, day + days, truth);
    }

    private void decide(
            int d, int i, Candidates candidates, Assigner assigner, Slate slate, int[] watched, LogBlock rows) {
        long key = Draws.key(seed, i, d);
        String who = d + "-" + i;
        var visit = new GivenVisit(
                "d" + who,
                "a" + who,
                "m" + who,
                start + d * LogBlock.DAY + i * LogBlock.DAY / decisionsPerDay,
                candidates,
                Draws.bits(key, DECISION, 0),
                new double[1],
                new String[1]);
        Assigner.Assignment assignment = assigner.assign(visit.account());
        slate.clear();
        assignment.recommender().recommend(visit, slate);
        rows.decision(visit, assignment.cells(), slate);
        if (slate.size() == 0) {
            return;
        }
        int length = lengths[slate.candidate(0)];
        // A play is the member's own, whatever the title: the same luck with a longer one.
        Completions.Type type = Completions.play(Draws.bits(key, PLAY, 0), length, watched);
        truth.play(visit.decisionId(), type, length, watched);
        rows.feedback(visit, slate, 0, "play", "", visit.timeMicros() + 5 * LogBlock.SECOND, Double.NaN);
        for (int t = 1; t <= Completions.HORIZON; t++) {
            long begins = visit.timeMicros()
                    + (t - 1) * LogBlock.DAY
                    + (t == 1 ? LogBlock.MINUTE : (long) (SITTING * Draws.uniform(key, HOUR, t)));
            for (int e = watched[t - 1]; e < watched[t]; e++) {
                long ends = begins + (e - watched[t - 1] + 1) * EPISODE;
                rows.feedback(visit, slate, 0, "episode", "-" + e, ends, Double.NaN);
                if (e + 1 == length) {
                    rows.feedback(visit, slate, 0, "complete", "", ends, Double.NaN);
                }
            }
        }
    }

    private Candidates candidates() {
        String[] names =
                Arrays.stream(Completions.lengths()).mapToObj(Integer::toString).toArray(String[]::new);
        int[] codes = Arrays.stream(lengths)
                .map(length -> Arrays.asList(names).indexOf(Integer.toString(length)))
                .toArray();
        return Candidates.of(
                IntStream.range(0, TITLES).mapToObj("t%02d"::formatted).toList(),
                Batch.of(TITLES, Map.of("item.length", new Column.Texts(codes, names))),
                new double[TITLES]);
    }

    /** As many titles of each length as its share. */
    private static int[] titles() {
        int[] lengths = new int[TITLES];
        double upTo = 0;
        int title = 0;
        for (int k = 0; k < Completions.lengths().length; k++) {
            upTo += Completions.lengthShares()[k];
            while (title < Math.round(TITLES * upTo)) {
                lengths[title++] = Completions.lengths()[k];
            }
        }
        return lengths;
    }
}
