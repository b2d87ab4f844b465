package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two kinds of visit, six items of known worth in each, logged unevenly. */
class PolicyValueTest {
    private static final int ITEMS = 6;
    private static final double[][] WORTH = {{0.9, 0.7, 0.2, 0.1, 0.1, 0.1}, {0.1, 0.1, 0.2, 0.3, 0.8, 0.6}};
    private static final double[] LOGGED = {0.05, 0.1, 0.4, 0.3, 0.1, 0.05};
    private static final FeatureDefinition KIND =
            new FeatureDefinition("context.kind", FeatureDefinition.Kind.CATEGORICAL);
    private static final FeatureDefinition GENRE =
            new FeatureDefinition("item.genre", FeatureDefinition.Kind.CATEGORICAL);
    private static final List<FeatureDefinition> FEATURES = List.of(KIND, GENRE);

    @Test
    void step_firstRow_followsTheGradientByFiniteDifferences() {
        for (boolean doublyRobust : new boolean[] {false, true}) {
            PolicyDefinition policy = policy(new Objective.PolicyValue(3, doublyRobust), 3, 2, 1e-3, 1);
            double[] precisions = ones(40);
            precisions[7] = 0.4;
            TrainingRows rows = rows(log(40, new SplittableRandom(1)), policy, precisions);
            Optional<FactorisedModel> regression = doublyRobust
                    ? Optional.of(Learner.of(policy(new Objective.Regression(), 3, 1, 0.1, 1))
                            .train(rows)
                            .model())
                    : Optional.empty();
            PolicyDescent before = descent(rows, policy, regression);
            PolicyDescent after = descent(rows, policy, regression);
            int row = 7;
            double[] frozen = before.policy(row);
            double[] slopes = slopes(before, after, row);
            assertThat(Arrays.stream(slopes).filter(slope -> slope != 0).count())
                    .isGreaterThan(20);
            for (int p = 0; p < slopes.length; p++) {
                double value = before.theta[p];
                before.theta[p] = value + 1e-5;
                double up = objective(before, rows, row, frozen, regression);
                before.theta[p] = value - 1e-5;
                double down = objective(before, rows, row, frozen, regression);
                before.theta[p] = value;
                assertThat(slopes[p]).isCloseTo((up - down) / 2e-5, within(1e-6));
            }
        }
    }

    /** The first step tells the slope: Δ = rate · g/√(1 + g²). */
    private static double[] slopes(PolicyDescent before, PolicyDescent after, int row) {
        after.step(row, 1);
        double[] slopes = new double[before.theta.length];
        for (int p = 0; p < slopes.length; p++) {
            double share = (after.theta[p] - before.theta[p]) / before.rate();
            slopes[p] = share / Math.sqrt(1 - share * share);
        }
        return slopes;
    }

    /**
     * w (½ Σ (1 − (1 − π)²) (q − b) + min(cap, π₀/p) (1 − π₀) (r − q₀) log π), weights held as they were, in deviations of the reward; w is
     * the row's precision.
     */
    private static double objective(
            PolicyDescent descent, TrainingRows rows, int row, double[] frozen, Optional<FactorisedModel> regression) {
        double[] pi = descent.policy(row);
        double weight = Math.min(3, frozen[0] / rows.propensity[row]) * (1 - frozen[0]);
        double mean = 0;
        for (int i = 0; i < rows.size(); i++) {
            mean += rows.weight[i] * rows.target[i] / Arrays.stream(rows.weight).sum();
        }
        double value = 0;
        double expected = mean;
        if (regression.isPresent()) {
            int chosen = rows.choices.orElseThrow().chosen[row];
            double[] q = expected(regression.get(), rows, row);
            expected = q[chosen];
            value += (1 - Math.pow(1 - pi[0], 2)) / 2 * (q[chosen] - mean);
            for (int item = 0, at = 1; item < ITEMS; item++) {
                if (item != chosen) {
                    value += (1 - Math.pow(1 - pi[at++], 2)) / 2 * (q[item] - mean);
                }
            }
        }
        value += weight * (rows.target[row] - expected) * Math.log(pi[0]);
        double variance = 0;
        for (int i = 0; i < rows.size(); i++) {
            variance += rows.weight[i] * Math.pow(rows.target[i] - mean, 2) / rows.size();
        }
        return rows.weight[row] * value / Math.sqrt(variance);
    }

    private static double[] expected(FactorisedModel model, TrainingRows rows, int row) {
        Batch contexts = Batch.of(2, Map.of("context.kind", new Column.Texts(new int[] {0, 1}, kinds())));
        double[] context = new double[model.vectorLength()];
        double[] other = new double[model.vectorLength()];
        model.contexts(contexts).read(0, context);
        model.contexts(contexts).read(1, other);
        double[] q = new double[ITEMS];
        Vectors items = model.items(catalogue());
        double[] item = new double[model.vectorLength()];
        int slot = rows.slots[rows.features[rows.starts[2 * row] + 1]];
        boolean first = slot == rows.space.slot("context.kind", kinds()[0]);
        for (int i = 0; i < ITEMS; i++) {
            items.read(i, item);
            q[i] = model.score(first ? context : other, item);
        }
        return q;
    }

    /** The reward of a slate of K draws is the sum over the items on it: its exact gradient, over all 6³ slates. */
    @Test
    void topKCorrection_ofAllSlates_givesTheGradientOfTheSlatesReward() {
        double[] scores = {0.3, -0.2, 1.1, 0, -1, 0.6};
        double[] reward = WORTH[0];
        int k = 3;
        for (int c = 0; c < ITEMS; c++) {
            double[] up = scores.clone();
            double[] down = scores.clone();
            up[c] += 1e-5;
            down[c] -= 1e-5;
            double exact = (slateReward(up, reward) - slateReward(down, reward)) / 2e-5;
            double[] pi = softmax(scores);
            double corrected = 0;
            double plain = 0;
            for (int a = 0; a < ITEMS; a++) {
                // A row of item a comes with probability LOGGED[a]: its weight π/p undoes that.
                double term = LOGGED[a] * pi[a] / LOGGED[a] * reward[a] * ((c == a ? 1 : 0) - pi[c]);
                corrected += k * PolicyDescent.topKCorrection(pi[a], k) * term;
                plain += k * term;
            }
            assertThat(corrected).isCloseTo(exact, within(1e-8));
            assertThat(Math.abs(plain - exact)).isGreaterThan(1e-3);
        }
    }

    private static double slateReward(double[] scores, double[] reward) {
        double[] pi = softmax(scores);
        double sum = 0;
        for (int a = 0; a < ITEMS; a++) {
            for (int b = 0; b < ITEMS; b++) {
                for (int c = 0; c < ITEMS; c++) {
                    double shown = IntStream.of(a, b, c)
                            .distinct()
                            .mapToDouble(item -> reward[item])
                            .sum();
                    sum += pi[a] * pi[b] * pi[c] * shown;
                }
            }
        }
        return sum;
    }

    @Test
    void train_policysValue_reachesTheBestOfEachContext() {
        for (boolean doublyRobust : new boolean[] {false, true}) {
            PolicyDefinition policy = policy(new Objective.PolicyValue(20, doublyRobust), 4, 1, 0.1, 4);
            FactorisedModel model = Learner.of(policy)
                    .train(rows(log(10_000, new SplittableRandom(2)), policy))
                    .model();
            for (int kind = 0; kind < 2; kind++) {
                double[] pi = softmax(scores(model, kind));
                double value = 0;
                for (int item = 0; item < ITEMS; item++) {
                    value += pi[item] * WORTH[kind][item];
                }
                // The optimum is .9 and .8; uniform is .35.
                assertThat(value)
                        .isGreaterThan(0.93 * Arrays.stream(WORTH[kind]).max().orElseThrow());
            }
        }
    }

    /** With one place all goes to the best; with two the second best keeps its share. */
    @Test
    void train_slateOfTwo_keepsTheSecondBestWhereOneDoesNot() {
        double[] second = new double[2];
        for (int slate = 1; slate <= 2; slate++) {
            PolicyDefinition policy = policy(new Objective.PolicyValue(20, true), 4, slate, 0.1, 6);
            FactorisedModel model = Learner.of(policy)
                    .train(rows(log(10_000, new SplittableRandom(3)), policy))
                    .model();
            second[slate - 1] = softmax(scores(model, 0))[1];
        }
        assertThat(second[0]).isLessThan(0.1);
        assertThat(second[1]).isGreaterThan(0.2);
    }

    @Test
    void rows_whoseChoiceIsNotKnown_areRefused() {
        Batch log = log(10, new SplittableRandom(4));
        PolicyDefinition policy = policy(new Objective.PolicyValue(20, true), 2, 1, 0.1, 1);
        TrainingRows rows = TrainingRows.builder(FeatureSpace.of(policy, FEATURES), new Weighting.Uniform())
                .choosingFrom(new Offers() {
                    @Override
                    public Batch catalogue() {
                        return PolicyValueTest.catalogue();
                    }

                    @Override
                    public Optional<int[]> candidates(Batch batch, int row) {
                        return row == 0 ? Optional.empty() : Optional.of(row == 1 ? new int[0] : ALL);
                    }

                    @Override
                    public double count(Batch batch, int row) {
                        return ITEMS;
                    }
                })
                .add(log, log.doubles("reward"), ones(10))
                .build();
        assertThat(rows.refused()).isEqualTo(2);
        assertThat(rows.size()).isEqualTo(8);
        TrainingRows without = TrainingRows.builder(FeatureSpace.of(policy, FEATURES), new Weighting.Uniform())
                .add(log, log.doubles("reward"), ones(10))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Learner.of(policy).train(without))
                .withMessageContaining("chose from");
    }

    /**
     * Of two hundred a step weighs fifty: always what was shown, which takes as many steps as it has rows and more. A context that is seen
     * five times takes five, however many others there are.
     */
    @Test
    void ridge_ofManyCandidates_isSpreadOverTheRowsThatStep() {
        int many = 200;
        int n = 1_000;
        int[] all = IntStream.range(0, many).toArray();
        String[] names = IntStream.of(all).mapToObj(i -> "i" + i).toArray(String[]::new);
        int[] shown = IntStream.range(0, n)
                .map(row -> row % 10 == 0 ? 0 : 1 + row % 2)
                .toArray();
        Map<String, Column> columns = new LinkedHashMap<>();
        double[] chance = ones(n);
        Arrays.fill(chance, 1.0 / many);
        columns.put(Assembled.ITEM, new Column.Texts(shown, names));
        int[] kind = new int[n];
        Arrays.fill(kind, 0, 5, 2);
        columns.put("context.kind", new Column.Texts(kind, kinds()));
        columns.put("item.genre", new Column.Texts(new int[n], genres()));
        columns.put(Assembled.POSITION, new Column.Longs(new long[n], new boolean[0]));
        columns.put(Assembled.CONDITIONAL, new Column.Doubles(chance));
        PolicyDefinition policy = policy(new Objective.PolicyValue(20, false), 1, 1, 0.1, 1);
        TrainingRows rows = TrainingRows.builder(FeatureSpace.of(policy, FEATURES), new Weighting.Uniform())
                .choosingFrom(offers(
                        Batch.of(
                                many,
                                Map.of(
                                        Assembled.ITEM,
                                        new Column.Texts(all, names),
                                        "item.genre",
                                        new Column.Texts(new int[many], genres()))),
                        all))
                .add(Batch.of(n, columns), ones(n), ones(n))
                .build();
        PolicyDescent descent =
                new PolicyDescent(rows, (Objective.PolicyValue) policy.objective(), policy, 1, 1, Optional.empty());
        double drawn = 1 - Math.pow(1 - 1.0 / (many - 1), 49);
        for (int item : new int[] {0, 199}) {
            int own = item == 0 ? n / 10 : 0;
            int feature = rows.features[rows.itemStarts[item]];
            assertThat(1 / descent.shrinkage[feature]).isCloseTo(own + (n - own) * drawn, within(1e-6));
        }
        int rare = rows.space.slot("context.kind", kinds()[2]);
        assertThat(1 / descent.shrinkage[Arrays.binarySearch(rows.slots, rare)]).isCloseTo(5, within(1e-9));
    }

    private static Offers offers(Batch catalogue, int[] candidates) {
        return new Offers() {
            @Override
            public Batch catalogue() {
                return catalogue;
            }

            @Override
            public Optional<int[]> candidates(Batch batch, int row) {
                return Optional.of(candidates);
            }

            @Override
            public double count(Batch batch, int row) {
                return candidates.length;
            }
        };
    }

    private static final int[] ALL = IntStream.range(0, ITEMS).toArray();

    private static PolicyDescent descent(
            TrainingRows rows, PolicyDefinition policy, Optional<FactorisedModel> regression) {
        return new PolicyDescent(rows, (Objective.PolicyValue) policy.objective(), policy, 0, 1, regression);
    }

    private static PolicyDefinition policy(Objective objective, int dimensions, int slate, double rate, int epochs) {
        return new PolicyDefinition(
                        "p",
                        "r",
                        List.of("context.kind", "item.genre"),
                        dimensions,
                        rate,
                        0,
                        epochs,
                        new Exploration.Softmax(1, 0.01),
                        slate)
                .with(objective);
    }

    private static TrainingRows rows(Batch log, PolicyDefinition policy) {
        return rows(log, policy, ones(log.size()));
    }

    private static TrainingRows rows(Batch log, PolicyDefinition policy, double[] precisions) {
        return TrainingRows.builder(FeatureSpace.of(policy, FEATURES), new Weighting.Uniform())
                .choosingFrom(offers(catalogue(), ALL))
                .add(log, log.doubles("reward"), precisions)
                .build();
    }

    private static Batch log(int rows, SplittableRandom random) {
        int[] kind = new int[rows];
        int[] item = new int[rows];
        double[] propensity = new double[rows];
        double[] reward = new double[rows];
        for (int row = 0; row < rows; row++) {
            kind[row] = random.nextInt(2);
            double at = random.nextDouble();
            while (at >= LOGGED[item[row]]) {
                at -= LOGGED[item[row]++];
            }
            propensity[row] = LOGGED[item[row]];
            reward[row] = random.nextDouble() < WORTH[kind[row]][item[row]] ? 1 : 0;
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("context.kind", new Column.Texts(kind, kinds()));
        columns.put(Assembled.ITEM, new Column.Texts(item, items()));
        columns.put(
                "item.genre",
                new Column.Texts(IntStream.of(item).map(i -> i % 2).toArray(), genres()));
        columns.put(Assembled.POSITION, new Column.Longs(new long[rows], new boolean[0]));
        columns.put(Assembled.CONDITIONAL, new Column.Doubles(propensity));
        columns.put("reward", new Column.Doubles(reward));
        return Batch.of(rows, columns);
    }

    private static Batch catalogue() {
        return Batch.of(
                ITEMS,
                Map.of(
                        Assembled.ITEM,
                        new Column.Texts(ALL, items()),
                        "item.genre",
                        new Column.Texts(IntStream.of(ALL).map(i -> i % 2).toArray(), genres())));
    }

    private static String[] genres() {
        return new String[] {"even", "odd"};
    }

    private static String[] kinds() {
        return new String[] {"evening", "morning", "rare"};
    }

    private static String[] items() {
        return IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toArray(String[]::new);
    }

    private static double[] scores(FactorisedModel model, int kind) {
        Batch visit = Batch.of(1, Map.of("context.kind", new Column.Texts(new int[] {kind}, kinds())));
        double[] context = new double[model.vectorLength()];
        model.contexts(visit).read(0, context);
        double[] scores = new double[ITEMS];
        Scorer.of(model, catalogue()).score(context, scores);
        return scores;
    }

    private static double[] softmax(double[] scores) {
        double sum = Arrays.stream(scores).map(Math::exp).sum();
        return Arrays.stream(scores).map(score -> Math.exp(score) / sum).toArray();
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
