package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What batches and the last steps leave in a model, beside what all rows together say. */
class SweepTest {
    /** A fiftieth of the noise: least squares has it to a third, and what is learned is to be near least squares. */
    @Test
    void train_effectSmallAgainstTheNoise_isThatOfAllRowsAndNotOfTheLast() {
        int n = 20_000;
        int logs = 8;
        double squares = 0;
        for (int log = 0; log < logs; log++) {
            SplittableRandom random = new SplittableRandom(log);
            double[] y = random.doubles(n, -1.7, 1.7).toArray();
            double[] reward =
                    Arrays.stream(y).map(x -> 0.02 * x + random.nextGaussian()).toArray();
            FactorisedModel model = train(Map.of("item.y", y), reward, 0.1, 3).model();
            double learned = score(model, "item.y", 1) - score(model, "item.y", 0);
            squares += Math.pow(learned - slope(y, reward), 2) / logs;
        }
        // A constant rate leaves some 0.014; least squares itself errs by 0.007.
        assertThat(Math.sqrt(squares)).isLessThan(0.005);
    }

    /** Every row has the same thirty features but one: what one row corrects, all others of its batch have corrected too. */
    @Test
    void train_rowsAlike_doNotOvershootTogether() {
        int n = 20_000;
        SplittableRandom random = new SplittableRandom(1);
        Map<String, double[]> features = new LinkedHashMap<>();
        double[] reward = new double[n];
        for (int f = 0; f < 30; f++) {
            features.put("item.y" + f, new double[n]);
        }
        for (int row = 0; row < n; row++) {
            double common = random.nextGaussian();
            for (double[] feature : features.values()) {
                feature[row] = common + 0.3 * random.nextGaussian();
            }
            reward[row] = common + 0.1 * random.nextGaussian();
        }
        Learner.Trained trained = train(features, reward, 0.3, 3);
        // Of what is left to the best line, 0.013, and of the first rows.
        assertThat(trained.progressiveLoss()).isLessThan(0.03);
    }

    private static Learner.Trained train(Map<String, double[]> features, double[] reward, double rate, int epochs) {
        List<FeatureDefinition> declared = features.keySet().stream()
                .map(name -> new FeatureDefinition(name, FeatureDefinition.Kind.NUMERIC))
                .toList();
        PolicyDefinition policy = new PolicyDefinition(
                "p", "r", List.copyOf(features.keySet()), 1, rate, 0, epochs, new Exploration.EpsilonGreedy(0.1), 1);
        double[] ones = new double[reward.length];
        Arrays.fill(ones, 1);
        TrainingRows rows = TrainingRows.builder(FeatureSpace.of(policy, declared), new Weighting.Uniform())
                .add(items(features, reward.length), reward, ones)
                .build();
        return Learner.of(policy).withRidge(0).train(rows);
    }

    private static Batch items(Map<String, double[]> features, int n) {
        int[] unknown = new int[n];
        Arrays.fill(unknown, -1);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.ITEM, new Column.Texts(unknown, new String[0]));
        columns.put(Assembled.POSITION, new Column.Longs(new long[n], new boolean[0]));
        features.forEach((name, values) -> columns.put(name, new Column.Doubles(values)));
        return Batch.of(n, columns);
    }

    private static double score(FactorisedModel model, String feature, double value) {
        double[] item = new double[model.vectorLength()];
        model.items(items(Map.of(feature, new double[] {value}), 1)).read(0, item);
        return model.score(new double[model.vectorLength()], item);
    }

    private static double slope(double[] x, double[] y) {
        double mx = Arrays.stream(x).average().orElseThrow();
        double my = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - mx) * (y[i] - my);
            squares += (x[i] - mx) * (x[i] - mx);
        }
        return products / squares;
    }
}
