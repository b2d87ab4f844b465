package dev.longview.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import dev.longview.policy.SlateSampler;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Weighting;
import dev.longview.simulate.Draws;
import dev.longview.simulate.published.LoggedDecisions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How fast a policy learns and scores: training by one core and by two; a catalogue of 10,000 items of 32 dimensions; a million items
 * beside a loop that only reads as many bytes; the best hundred with their propensities beside scoring alone. Each time is the median
 * of many, as other work on a machine lengthens some.
 */
final class PolicySpeed implements Benchmark {
    private static final int DIMENSIONS = 32;
    private static final int SLATE = 100;
    private static final int TRAININGS = 9;

    @Override
    public String name() {
        return "policy-speed";
    }

    @Override
    public String summary() {
        return "a policy's training by one core and two, and its scoring of a catalogue";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        training(result);
        scoring(result, 10_000, "ten_thousand", 20_000);
        scoring(result, 1_000_000, "million", 200);
        result.write(results);
    }

    private static void training(Result result) {
        LoggedDecisions world = LoggedDecisions.of(1);
        List<FeatureDefinition> features = DecisionRows.features();
        PolicyDefinition policy =
                policy(features.stream().map(FeatureDefinition::name).toList(), 16);
        double[] rewards = new double[DecisionLearning.LEARNED];
        Batch shown = new DecisionRows(world).shown(0, rewards);
        double[] ones = new double[rewards.length];
        Arrays.fill(ones, 1);
        TrainingRows rows = TrainingRows.builder(FeatureSpace.of(policy, features), new Weighting.Uniform())
                .add(shown, rewards, ones)
                .build();
        double[] one = new double[TRAININGS];
        double[] two = new double[TRAININGS];
        train(policy, rows, 1);
        train(policy, rows, 2);
        // In turn, so that what else the machine does falls on both.
        for (int i = 0; i < TRAININGS; i++) {
            one[i] = train(policy, rows, 1);
            two[i] = train(policy, rows, 2);
        }
        result.put("trained_rows", rows.size())
                .put("trained_dimensions", policy.dimensions())
                .put("training_seconds_one_core", median(one))
                .put("training_seconds_two_cores", median(two))
                .put("training_speed_up", median(one) / median(two));
    }

    private static double train(PolicyDefinition policy, TrainingRows rows, int threads) {
        long start = System.nanoTime();
        Learner.of(policy).withThreads(threads).train(rows);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void scoring(Result result, int items, String name, int times) {
        Scorer scorer = scorer(items);
        double[] context = new double[DIMENSIONS + 1];
        for (int j = 0; j < context.length; j++) {
            context[j] = Draws.uniform(Draws.key(1, j, 0), 1, 0) - 0.5;
        }
        double[] scores = new double[items];
        SlateSampler sampler = SlateSampler.of(new Exploration.Softmax(0.1, 0.01), SLATE);
        Slate slate = new Slate(SLATE);
        long[] same = new long[items * (DIMENSIONS + 1) / 2];
        Arrays.setAll(same, i -> i);
        double[] score = new double[times];
        double[] read = new double[times];
        double[] draw = new double[times];
        long sum = 0;
        for (int warm = 0; warm < 2; warm++) {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                scorer.score(context, scores);
                long scored = System.nanoTime();
                sampler.draw(scores, items, i, slate);
                long drawn = System.nanoTime();
                sum += sum(same);
                read[i] = (System.nanoTime() - drawn) / 1e3;
                draw[i] = (drawn - scored) / 1e3;
                score[i] = (scored - start) / 1e3;
            }
        }
        result.put(name + "_scoring_microseconds_p50", median(score))
                .put(name + "_scoring_microseconds_p99", quantile(score, 0.99))
                .put(name + "_reading_as_many_bytes_microseconds_p50", median(read))
                .put(name + "_scoring_to_reading", median(score) / median(read))
                .put(name + "_bytes", 8L * same.length)
                .put(name + "_top_100_drawn_microseconds_p50", median(draw))
                .put(name + "_scored_and_drawn_to_scored", (median(score) + median(draw)) / median(score))
                .put(name + "_bytes_allocated_a_call", allocated(scorer, context, scores))
                .put(name + "_checksum", sum);
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private static long allocated(Scorer scorer, double[] context, double[] scores) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
            return -1;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        int calls = 100;
        for (int i = 0; i < calls; i++) {
            scorer.score(context, scores);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
    }

    /** A model that has seen each item once. */
    private static Scorer scorer(int items) {
        PolicyDefinition policy = policy(List.of(), DIMENSIONS);
        Batch catalogue = Batch.of(
                items,
                new LinkedHashMap<>(Map.of(
                        Assembled.ITEM,
                        new Column.Texts(
                                IntStream.range(0, items).toArray(),
                                IntStream.range(0, items).mapToObj(i -> "i" + i).toArray(String[]::new)),
                        Assembled.POSITION,
                        new Column.Longs(new long[items], new boolean[0]))));
        double[] rewards = new double[items];
        double[] ones = new double[items];
        Arrays.fill(ones, 1);
        Arrays.setAll(rewards, i -> Draws.uniform(Draws.key(2, i, 0), 1, 0));
        FeatureSpace space = new FeatureSpace(List.of(), 22, 0);
        TrainingRows rows = TrainingRows.builder(space, new Weighting.Uniform())
                .add(catalogue, rewards, ones)
                .build();
        FactorisedModel model = Learner.of(policy).train(rows).model();
        return Scorer.of(model, catalogue);
    }

    private static PolicyDefinition policy(List<String> features, int dimensions) {
        return new PolicyDefinition(
                "speed", "reward", features, dimensions, 0.1, 1e-6, 1, new Exploration.EpsilonGreedy(0.1), SLATE);
    }

    private static double median(double[] of) {
        return quantile(of, 0.5);
    }

    private static double quantile(double[] of, double share) {
        double[] sorted = of.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
