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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link InterestEvolution} as a service: each day some new members come, each for one session, which lasts until their time is used up.
 * The log has their interests as they are at each decision, member.u0 … u19; an item's topic and length; {@code click}, and
 * {@code watch} whose value is minutes. The budget and quality are hidden.
 *
 * <p>Items are new at each step of each day; members of a day see the same ones at the same step of their sessions, which keeps the
 * log's catalogue small and leaves expectations as they are.
 */
public final class InterestEvolutionService implements Service {
    private static final List<FeatureDefinition> FEATURES = features(InterestEvolution.TOPICS);
    private static final String[] TOPIC_NAMES = IntStream.range(0, InterestEvolution.TOPICS)
            .mapToObj("t%02d"::formatted)
            .toArray(String[]::new);
    private static final int DECISION = 11;
    /** Sessions begin between eight and noon. */
    private static final long FIRST = 8 * 60 * LogBlock.MINUTE;

    private static final long SPREAD = 4 * 60 * LogBlock.MINUTE;

    private final InterestEvolution world;
    private final int membersPerDay;
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
         * @param budget the minutes that the member had left before it
         * @param quality of each candidate; read it at once, it is used again
         * @param minutes what the member watched
         */
        void decision(String decisionId, double budget, double[] quality, double minutes);
    }

    private InterestEvolutionService(
            InterestEvolution world, int membersPerDay, long seed, long start, int day, Truth truth) {
        this.world = world;
        this.membersPerDay = membersPerDay;
        this.seed = seed;
        this.start = start;
        this.day = day;
        this.truth = truth;
    }

    /**
     * 100 new members a day, truth untold.
     *
     * @param startMicros the midnight at which it begins
     */
    public static InterestEvolutionService of(InterestEvolution world, long seed, long startMicros) {
        return new InterestEvolutionService(world, 100, seed, startMicros, 0, (id, budget, quality, minutes) -> {});
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    public InterestEvolutionService withMembersPerDay(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("members per day must be at least 1: " + count);
        }
        return new InterestEvolutionService(world, count, seed, start, day, truth);
    }

    public InterestEvolutionService withTruth(Truth sink) {
        return new InterestEvolutionService(world, membersPerDay, seed, start, day, sink);
    }

    private static List<FeatureDefinition> features(int topics) {
        List<FeatureDefinition> features = new ArrayList<>();
        for (int k = 0; k < topics; k++) {
            features.add(new FeatureDefinition("member.u" + k, Kind.NUMERIC));
        }
        features.add(new FeatureDefinition("item.topic", Kind.CATEGORICAL));
        features.add(new FeatureDefinition("item.length", Kind.NUMERIC));
        return List.copyOf(features);
    }

    @Override
    public String name() {
        return "interest evolution, %d candidates, slates of %d".formatted(world.candidates(), world.slateSize());
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
    public InterestEvolutionService run(int days, Assigner assigner, LogSink log, Progress progress) {
        long impressions = 0;
        for (int d = day; d < day + days; d++) {
            impressions += new Day(d, assigner).run(log);
            progress.day(d - day + 1, days, impressions);
        }
        return new InterestEvolutionService(world, membersPerDay, seed, start, day + days, truth);
    }

    /** The members of one day as columns, and what their sessions share. */
    private final class Day {
        private final int d;
        private final long midnight;
        private final long first;
        private final double[] interests = new double[membersPerDay * InterestEvolution.TOPICS];
        private final double[] budget = new double[membersPerDay];
        private final long[] time = new long[membersPerDay];
        private final List<Assigner.Assignment> assignments = new ArrayList<>();
        private final int[] topics = new int[world.candidates()];
        private final double[] qualities = new double[world.candidates()];
        private final int[] shown = new int[world.slateSize()];
        private final Slate slate = new Slate(world.slateSize());
        private final LogBlock rows = new LogBlock(FEATURES);

        Day(int d, Assigner assigner) {
            this.d = d;
            this.midnight = start + d * LogBlock.DAY;
            this.first = (long) d * membersPerDay;
            Arrays.fill(budget, InterestEvolution.BUDGET);
            for (int m = 0; m < membersPerDay; m++) {
                InterestEvolution.interestsAtFirst(seed, first + m, interests, m * InterestEvolution.TOPICS);
                time[m] = midnight + FIRST + m * SPREAD / membersPerDay;
                assignments.add(assigner.assign("a" + (first + m)));
            }
        }

        long run(LogSink log) {
            long impressions = 0;
            int present = membersPerDay;
            for (int step = 0; present > 0; step++) {
                // No member is −2 or less.
                InterestEvolution.offer(Draws.key(seed, -2 - d, step), topics, qualities);
                Candidates candidates = candidates(step);
                rows.items(candidates, 0, candidates.size(), midnight);
                rows.candidates(candidates, midnight);
                present = 0;
                for (int m = 0; m < membersPerDay; m++) {
                    if (budget[m] > 0) {
                        impressions += decide(m, step, candidates);
                        present += budget[m] > 0 ? 1 : 0;
                    }
                }
                rows.drainTo(log);
            }
            return impressions;
        }

        private int decide(int m, int step, Candidates candidates) {
            int at = m * InterestEvolution.TOPICS;
            long key = Draws.key(seed, first + m, step);
            var visit = new GivenVisit(
                    "d" + (first + m) + "-" + step,
                    "a" + (first + m),
                    "m" + (first + m),
                    time[m],
                    candidates,
                    Draws.bits(key, DECISION, 0),
                    Arrays.copyOf(Arrays.copyOfRange(interests, at, at + InterestEvolution.TOPICS), FEATURES.size()),
                    new String[FEATURES.size()]);
            slate.clear();
            assignments.get(m).recommender().recommend(visit, slate);
            rows.decision(visit, assignments.get(m).cells(), slate);
            for (int p = 0; p < slate.size(); p++) {
                shown[p] = slate.candidate(p);
            }
            int clicked = InterestEvolution.clicked(key, interests, at, topics, shown, slate.size());
            double before = budget[m];
            double minutes = clicked < 0 ? 0 : InterestEvolution.minutes(before);
            if (clicked < 0) {
                budget[m] = InterestEvolution.budgetAfterNone(before);
            } else {
                int document = shown[clicked];
                long seen = time[m] + 5 * LogBlock.SECOND;
                long end = seen + (long) (minutes * LogBlock.MINUTE);
                rows.feedback(visit, slate, clicked, "click", "", seen, Double.NaN);
                rows.feedback(visit, slate, clicked, "watch", "", end, minutes);
                budget[m] = InterestEvolution.budgetAfter(before, minutes, qualities[document]);
                InterestEvolution.drift(key, interests, at + topics[document]);
                time[m] = end;
            }
            truth.decision(visit.decisionId(), before, qualities, minutes);
            time[m] += LogBlock.MINUTE / 2;
            return slate.size();
        }

        private Candidates candidates(int step) {
            List<String> items = IntStream.range(0, topics.length)
                    .mapToObj(i -> "i%d-%04d-%04d".formatted(d, step, i))
                    .toList();
            double[] length = new double[topics.length];
            Arrays.fill(length, InterestEvolution.LENGTH);
            return Candidates.of(
                    items,
                    Batch.of(
                            items.size(),
                            Map.of(
                                    "item.topic",
                                    new Column.Texts(topics.clone(), TOPIC_NAMES),
                                    "item.length",
                                    new Column.Doubles(length))),
                    new double[items.size()]);
        }
    }
}
