package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LearnerTest {
    private final SyntheticBandit world = new SyntheticBandit(200, -2, 10, 7);
    private final FeatureSpace space = FeatureSpace.of(world.policy(1), world.features());

    @Test
    void train_factorisedWorld_reachesMostOfTheOptimum() {
        Learner.Trained trained = Learner.of(world.policy(2)).train(rows(world.log(40_000)));
        assertThat(world.share(trained.model(), 3_000)).isGreaterThan(0.85);
        assertThat(trained.progressiveLoss()).isLessThan(0.85 * trained.constantLoss());
    }

    /** A click rate of a few percent, and a reward of which a click is worth a hundredth. */
    @Test
    void train_rareAndSmallReward_stillRanksAndIsCalibrated() {
        SyntheticBandit rare = new SyntheticBandit(200, -9, 10, 7);
        Batch log = rare.log(60_000);
        double[] reward =
                Arrays.stream(log.doubles("reward")).map(r -> 0.01 * r).toArray();
        double mean = Arrays.stream(reward).average().orElseThrow();
        TrainingRows rows = TrainingRows.builder(
                        FeatureSpace.of(rare.policy(2), rare.features()), new Weighting.Uniform())
                .add(log, reward, ones(log))
                .build();
        Learner.Trained trained = Learner.of(rare.policy(2)).train(rows);
        assertThat(rare.share(trained.model(), 3_000)).isGreaterThan(0.6);
        assertThat(meanScore(trained.model(), log)).isCloseTo(mean, within(0.1 * mean));
    }

    @Test
    void train_sameSeed_sameBytes_otherSeed_other() {
        Batch log = world.log(500);
        byte[] first =
                ModelBytes.write(Learner.of(world.policy(2)).train(rows(log)).model());
        byte[] again =
                ModelBytes.write(Learner.of(world.policy(2)).train(rows(log)).model());
        byte[] other = ModelBytes.write(
                Learner.of(world.policy(2)).withSeed(1).train(rows(log)).model());
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void train_severalThreads_sameBytesAsOne() {
        TrainingRows rows = rows(world.log(Sweep.STRETCH + 1_000));
        byte[] one = ModelBytes.write(
                Learner.of(world.policy(2)).withThreads(1).train(rows).model());
        for (int threads : new int[] {2, 3, 7}) {
            Learner.Trained trained =
                    Learner.of(world.policy(2)).withThreads(threads).train(rows);
            assertThat(ModelBytes.write(trained.model())).isEqualTo(one);
        }
        // Stretches by two threads and by one, in turn.
        AtomicLong time = new AtomicLong();
        Learner.Trained alternating = Learner.of(world.policy(2))
                .withThreads(2)
                .withClock(() -> time.addAndGet(1))
                .train(rows);
        assertThat(ModelBytes.write(alternating.model())).isEqualTo(one);
    }

    @Test
    void train_hostileRows_areCountedAndChangeNothing() {
        Batch log = world.log(600);
        double[] target = log.doubles("reward").clone();
        double[] weight = ones(log);
        double[] propensity = log.doubles(Assembled.CONDITIONAL).clone();
        double[] bad = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300};
        for (int i = 0; i < 4; i++) {
            target[500 + i] = bad[i];
            weight[510 + i] = bad[i];
            propensity[520 + i] = i == 0 ? 0 : bad[i];
        }
        weight[530] = -1;
        weight[531] = 0;
        Batch hostile = log.with(Assembled.CONDITIONAL, new Column.Doubles(propensity));
        TrainingRows rows = TrainingRows.builder(space, AmongMany.cappedAt(10))
                .add(hostile, target, weight)
                .build();
        assertThat(rows.refused()).isEqualTo(13);
        assertThat(rows.withheld()).isEqualTo(1);
        assertThat(rows.size()).isEqualTo(586);

        boolean[] kept = new boolean[600];
        Arrays.fill(kept, true);
        for (int i : new int[] {500, 501, 502, 503, 510, 511, 512, 513, 520, 521, 522, 523, 530, 531}) {
            kept[i] = false;
        }
        // The same log with the hostile rows at weight 0: the same rows are left.
        double[] zeroed = ones(log);
        for (int i = 0; i < 600; i++) {
            zeroed[i] = kept[i] ? 1 : 0;
        }
        TrainingRows clean = TrainingRows.builder(space, AmongMany.cappedAt(10))
                .add(log, log.doubles("reward"), zeroed)
                .build();
        assertThat(ModelBytes.write(Learner.of(world.policy(1)).train(rows).model()))
                .isEqualTo(ModelBytes.write(
                        Learner.of(world.policy(1)).train(clean).model()));
    }

    @Test
    void train_tenMillionFeaturesOrAnIdOfAMegabyte_areCountedAndChangeNothing() {
        int many = 10_000_000;
        List<FeatureDefinition> features =
                List.of(new FeatureDefinition("context.tags", FeatureDefinition.Kind.MULTI_VALUED));
        PolicyDefinition policy = new PolicyDefinition(
                "p", "r", List.of("context.tags"), 4, 0.1, 0, 1, new Exploration.EpsilonGreedy(0.1), 1);
        int[] offsets = {0, 1, many + 1, many + 2, many + 3};
        Batch rows = Batch.of(
                4,
                Map.of(
                        Assembled.ITEM,
                        new Column.Texts(new int[] {0, 0, 1, 0}, new String[] {"a", "b".repeat(1 << 20)}),
                        Assembled.POSITION,
                        new Column.Longs(new long[4], new boolean[0]),
                        "context.tags",
                        new Column.TextLists(offsets, new int[many + 3], new String[] {"tag"})));
        double[] targets = {1, 0, 0, 0};
        TrainingRows hostile = TrainingRows.builder(FeatureSpace.of(policy, features), new Weighting.Uniform())
                .add(rows, targets, new double[] {1, 1, 1, 1})
                .build();
        TrainingRows clean = TrainingRows.builder(FeatureSpace.of(policy, features), new Weighting.Uniform())
                .add(rows, targets, new double[] {1, 0, 0, 1})
                .build();
        assertThat(hostile.refused()).isEqualTo(2);
        assertThat(hostile.size()).isEqualTo(2);
        assertThat(hostile.features.length).isEqualTo(clean.features.length);
        assertThat(ModelBytes.write(Learner.of(policy).train(hostile).model()))
                .isEqualTo(ModelBytes.write(Learner.of(policy).train(clean).model()));
    }

    @Test
    void train_noRows_saysSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learner.of(world.policy(1))
                        .train(TrainingRows.builder(space, new Weighting.Uniform())
                                .build()))
                .withMessageContaining("no row");
    }

    @Test
    void weights_ofRowsAmongNine_areThePropensitiesInvertedCappedAndOfMeanOne() {
        Batch log = world.log(3).with(Assembled.CONDITIONAL, new Column.Doubles(new double[] {1, 0.5, 0.01}));
        TrainingRows rows = TrainingRows.builder(space, AmongMany.cappedAt(9))
                .add(log, new double[3], ones(log))
                .build();
        assertThat(rows.weight).containsExactly(new double[] {0.25, 0.5, 2.25}, within(1e-12));
    }

    /** So that the ridge pulls on what is not final yet as on fewer rows. */
    @Test
    void weights_precisions_areNotScaledToMeanOne() {
        Batch log = world.log(3).with(Assembled.CONDITIONAL, new Column.Doubles(new double[] {1, 0.5, 0.01}));
        TrainingRows rows = TrainingRows.builder(space, AmongMany.cappedAt(9))
                .add(log, new double[3], new double[] {0.1, 0.2, 1})
                .build();
        assertThat(rows.weight).containsExactly(new double[] {0.025, 0.1, 2.25}, within(1e-12));
    }

    /** The first step tells the gradient. It must be that of ½ · weight · residual² by finite differences. */
    @Test
    void step_firstRow_followsTheGradientByFiniteDifferences() {
        Batch log = world.log(50).with(Assembled.POSITION, new Column.Longs(new long[50], new boolean[0]));
        log.longs(Assembled.POSITION)[3] = 2;
        double[] weights = ones(log);
        weights[3] = 1.7;
        TrainingRows rows = TrainingRows.builder(space, new Weighting.Uniform())
                .add(log, log.doubles("reward"), weights)
                .build();
        double rate = 1e-3;
        Descent before = new Descent(rows, 4, rate, 0, 0, 1);
        Descent after = new Descent(rows, 4, rate, 0, 0, 1);
        double[] sides = new double[8];
        double residual = after.predict(3, sides, 0) - after.target(3);
        after.learn(3, rows.weight[3] * residual, sides, 0, 1, after.owners(1), 0);
        int moved = 0;
        int embeddings = before.theta.length - 4 * rows.slots.length;
        for (int p = 0; p < before.theta.length; p++) {
            int first = p < embeddings ? p : p - (p - embeddings) % 4;
            int count = p < embeddings ? 1 : 4;
            // Δ = −rate · g/√(1 + G), where G is the mean of g² over the embedding.
            double squares = 0;
            for (int each = first; each < first + count; each++) {
                squares += square((after.theta[each] - before.theta[each]) / before.rate(each)) / count;
            }
            double gradient = -(after.theta[p] - before.theta[p]) / before.rate(p) / Math.sqrt(1 - squares);
            double value = before.theta[p];
            before.theta[p] = value + 1e-5;
            double up = loss(before, rows, 3);
            before.theta[p] = value - 1e-5;
            double down = loss(before, rows, 3);
            before.theta[p] = value;
            assertThat(gradient).isCloseTo((up - down) / 2e-5, within(1e-6));
            moved += gradient == 0 ? 0 : 1;
        }
        // Bias, position, and linear term and 4 dimensions of each active feature (1 + 10 + 10 and 1 + 4 + 5).
        assertThat(moved).isEqualTo(2 + 31 * 5);
    }

    @Test
    void train_positionsDiffer_theirTermIsLearnedAndLeftOutOfScores() {
        Batch log = world.log(20_000);
        long[] position = new long[log.size()];
        double[] reward = new double[log.size()];
        for (int i = 0; i < position.length; i++) {
            position[i] = i % 3;
            reward[i] = 1 - 0.3 * position[i];
        }
        Batch placed = log.with(Assembled.POSITION, new Column.Longs(position, new boolean[0]));
        TrainingRows rows = TrainingRows.builder(space, new Weighting.Uniform())
                .add(placed, reward, ones(log))
                .build();
        FactorisedModel model = Learner.of(world.policy(2)).train(rows).model();
        assertThat(model.positionTerm(0)).isZero();
        assertThat(model.positionTerm(1)).isCloseTo(-0.3, within(0.03));
        assertThat(model.positionTerm(2)).isCloseTo(-0.6, within(0.03));
        assertThat(meanScore(model, placed)).isCloseTo(1, within(0.03));
    }

    @Test
    void explanation_ofAnyRow_addsUpToTheScore() {
        Batch log = world.log(2_000);
        FactorisedModel model = Learner.of(world.policy(1)).train(rows(log)).model();
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        for (int row = 0; row < 20; row++) {
            model.contexts(log).read(row, context);
            model.items(log).read(row, item);
            ScoreExplanation explanation = ScoreExplanation.of(model, log, row);
            assertThat(explanation.score()).isCloseTo(model.score(context, item), within(1e-9));
            // Ten tokens and ten numbers with identity, four labels and five numbers; the terms of either side alone.
            assertThat(explanation.parts()).hasSize(20 * 10 + 20 + 10);
            assertThat(explanation.parts())
                    .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b.value()), Math.abs(a.value())));
            assertThat(explanation.parts())
                    .anyMatch(part -> part.item().startsWith("item=item-")
                            && part.context().startsWith("member.x"));
        }
    }

    private static double loss(Descent descent, TrainingRows rows, int row) {
        double residual = descent.predict(row, new double[8], 0) - descent.target(row);
        return 0.5 * rows.weight[row] * residual * residual;
    }

    private static double square(double x) {
        return x * x;
    }

    private TrainingRows rows(Batch log) {
        return TrainingRows.builder(space, new Weighting.Uniform())
                .add(log, log.doubles("reward"), ones(log))
                .build();
    }

    private static double[] ones(Batch log) {
        double[] ones = new double[log.size()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double meanScore(FactorisedModel model, Batch log) {
        Vectors contexts = model.contexts(log);
        Vectors items = model.items(log);
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        double sum = 0;
        for (int row = 0; row < log.size(); row++) {
            contexts.read(row, context);
            items.read(row, item);
            sum += model.score(context, item);
        }
        return sum / log.size();
    }
}
