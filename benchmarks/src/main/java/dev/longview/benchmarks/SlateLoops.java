package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A catalogue of 10,000 items in 32 dimensions: scored, and scored with a slate of 100 drawn from it, propensities included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SlateLoops {
    static final int ITEMS = 10_000;
    static final int DIMENSIONS = 32;
    static final int POSITIONS = 100;

    /** The explorations that are drawn by; those of one model. */
    @Param({"epsilon-greedy", "softmax", "square-cb"})
    String exploration = "softmax";

    private double[] context = new double[0];
    private double[] scores = new double[ITEMS];
    private final Slate slate = new Slate(POSITIONS);
    private long seed;
    private Scorer scorer = model();
    private SlateSampler sampler = SlateSampler.of(new Exploration.EpsilonGreedy(0.1), POSITIONS);

    /** A member, and an exploration in units of how much the scores differ. */
    @Setup
    public void member() {
        context = new SplittableRandom(3).doubles(DIMENSIONS + 1, -1, 1).toArray();
        scorer.score(context, scores);
        double mean = Arrays.stream(scores).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElseThrow());
        sampler = SlateSampler.of(
                switch (exploration) {
                    case "epsilon-greedy" -> new Exploration.EpsilonGreedy(0.1);
                    case "softmax" -> new Exploration.Softmax(0.2 * spread, 0.1);
                    default -> new Exploration.SquareCb(ITEMS / spread, 0.1);
                },
                POSITIONS);
    }

    private static Scorer model() {
        List<FeatureDefinition> features = List.of(new FeatureDefinition("context.kind", Kind.CATEGORICAL));
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(Assembled.ITEM, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        types.put(Assembled.CONDITIONAL, ColumnType.DOUBLE);
        types.put("context.kind", ColumnType.TEXT);
        BatchBuilder rows = new BatchBuilder(types);
        SplittableRandom random = new SplittableRandom(1);
        double[] rewards = new double[2 * ITEMS];
        for (int i = 0; i < rewards.length; i++) {
            rows.set(Assembled.ITEM, "i" + i % ITEMS)
                    .set(Assembled.POSITION, 0L)
                    .set(Assembled.CONDITIONAL, 0.01)
                    .set("context.kind", "k" + random.nextInt(5))
                    .endRow();
            rewards[i] = random.nextGaussian();
        }
        double[] ones = new double[rewards.length];
        Arrays.fill(ones, 1);
        PolicyDefinition policy = new PolicyDefinition(
                "slates",
                "reward",
                List.of("context.kind"),
                DIMENSIONS,
                0.1,
                0,
                1,
                new Exploration.EpsilonGreedy(1),
                1);
        TrainingRows training = TrainingRows.builder(FeatureSpace.of(policy, features), new Weighting.Uniform())
                .add(rows.build(), rewards, ones)
                .build();
        FactorisedModel model = Learner.of(policy).withRidge(0).train(training).model();
        SequencedMap<String, ColumnType> ofItems = new LinkedHashMap<>();
        ofItems.put(Assembled.ITEM, ColumnType.TEXT);
        BatchBuilder items = new BatchBuilder(ofItems);
        for (int i = 0; i < ITEMS; i++) {
            items.set(Assembled.ITEM, "i" + i).endRow();
        }
        Batch catalogue = items.build();
        return Scorer.of(model, catalogue);
    }

    @Benchmark
    public double score() {
        scorer.score(context, scores);
        return scores[0];
    }

    @Benchmark
    public double scoreAndDraw() {
        scorer.score(context, scores);
        sampler.draw(scores, ITEMS, seed++, slate);
        return slate.conditional(0);
    }
}
