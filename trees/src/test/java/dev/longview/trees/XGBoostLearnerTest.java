package dev.longview.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.delay.TreeModel;
import dev.longview.delay.TreeRows;
import dev.longview.delay.TreeSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class XGBoostLearnerTest {
    private static final int COLUMNS = 3;
    private final XGBoostLearner learner = new XGBoostLearner();

    private static TreeSettings settings(int threads) {
        return new TreeSettings(60, 4, 0.15, 1, 5, 0.8, 7, threads);
    }

    private static double truth(float a, float b) {
        return 1 / (1 + Math.exp(-(1.5 * a - (b > 0 ? 2 : 0))));
    }

    /** Two columns tell, one of them is missing at times and then counts as not above 0; the third is noise. */
    private static TreeRows rows(int n, long seed, boolean soft) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[n * COLUMNS];
        float[] labels = new float[n];
        float[] weights = new float[n];
        Arrays.fill(weights, 1);
        for (int i = 0; i < n; i++) {
            float a = (float) (2 * random.nextDouble() - 1);
            float b = random.nextInt(4) == 0 ? Float.NaN : (float) (2 * random.nextDouble() - 1);
            features[i * COLUMNS] = a;
            features[i * COLUMNS + 1] = b;
            features[i * COLUMNS + 2] = (float) random.nextDouble();
            labels[i] = soft ? (float) truth(a, b) : random.nextDouble() < truth(a, b) ? 1 : 0;
        }
        return new TreeRows(COLUMNS, features, labels, weights, new float[n]);
    }

    private static double meanError(TreeModel model, TreeRows rows) {
        float[] margins = new float[rows.size()];
        model.margins(rows.features(), rows.base(), margins);
        double error = 0;
        for (int i = 0; i < margins.length; i++) {
            double p = truth(rows.features()[i * COLUMNS], rows.features()[i * COLUMNS + 1]);
            error += Math.abs(1 / (1 + Math.exp(-margins[i])) - p) / margins.length;
        }
        return error;
    }

    @Test
    void fit_labelsOfKnownProbability_findsIt() {
        TreeRows future = rows(5_000, 2, true);
        assertThat(meanError(learner.fit(rows(20_000, 1, false), settings(2)), future))
                .isLessThan(0.03);
        assertThat(meanError(learner.fit(rows(20_000, 1, true), settings(2)), future))
                .isLessThan(0.01);
    }

    @Test
    void fit_again_onOneOrTwoThreads_givesTheSameBytes() {
        TreeRows rows = rows(5_000, 3, false);
        byte[] bytes = learner.fit(rows, settings(2)).bytes();
        assertThat(learner.fit(rows, settings(2)).bytes()).isEqualTo(bytes);
        float[] one = new float[rows.size()];
        float[] two = new float[rows.size()];
        learner.fit(rows, settings(1)).margins(rows.features(), rows.base(), one);
        learner.read(bytes).margins(rows.features(), rows.base(), two);
        assertThat(one).isEqualTo(two);
    }

    @Test
    void fit_baseThatKnowsAll_addsLittle() {
        TreeRows rows = rows(20_000, 4, false);
        float[] base = new float[rows.size()];
        for (int i = 0; i < base.length; i++) {
            double p = truth(rows.features()[i * COLUMNS], rows.features()[i * COLUMNS + 1]);
            base[i] = (float) Math.log(p / (1 - p));
        }
        TreeRows known = new TreeRows(COLUMNS, rows.features(), rows.labels(), rows.weights(), base);
        TreeSettings few = new TreeSettings(20, 3, 0.1, 1, 20, 1, 1, 2);
        assertThat(meanError(learner.fit(known, few), known)).isLessThan(0.01);
        assertThat(meanError(learner.fit(rows, few), rows)).isGreaterThan(0.03);
    }

    /** One split, by hand: of all cuts the one of most gain G²/(H + λ), and Newton's step −G/(H + λ) in its leaves. */
    @Test
    void fit_oneStump_isTheBestSplitByHand() {
        int n = 200;
        SplittableRandom random = new SplittableRandom(5);
        float[] x = new float[n];
        float[] y = new float[n];
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextInt(20);
            y[i] = random.nextDouble() < (x[i] < 7 ? 0.2 : 0.7) ? 1 : 0;
            weights[i] = 1 + random.nextInt(3);
        }
        double best = -1;
        double[] leaves = new double[2];
        float cut = 0;
        for (int c = 1; c < 20; c++) {
            double[] g = new double[2];
            double[] h = new double[2];
            for (int i = 0; i < n; i++) {
                int side = x[i] < c ? 0 : 1;
                g[side] += weights[i] * (0.5 - y[i]);
                h[side] += weights[i] * 0.25;
            }
            double gain = g[0] * g[0] / (h[0] + 2) + g[1] * g[1] / (h[1] + 2);
            if (gain > best) {
                best = gain;
                cut = c;
                leaves = new double[] {-g[0] / (h[0] + 2), -g[1] / (h[1] + 2)};
            }
        }
        TreeModel stump =
                learner.fit(new TreeRows(1, x, y, weights, new float[n]), new TreeSettings(1, 1, 1, 2, 0, 1, 1, 1));
        float[] margins = new float[n];
        stump.margins(x, new float[n], margins);
        for (int i = 0; i < n; i++) {
            assertThat((double) margins[i]).isCloseTo(leaves[x[i] < cut ? 0 : 1], within(1e-5));
        }
    }

    @Test
    void importance_columns_isOfThoseThatTell() {
        double[] gain = learner.fit(rows(10_000, 6, false), settings(2)).importance();
        assertThat(gain[0]).isGreaterThan(3 * gain[2]);
        assertThat(gain[1]).isGreaterThan(3 * gain[2]);
    }

    @Test
    void read_bytesThatAreNoModel_says() {
        assertThatIllegalArgumentException().isThrownBy(() -> learner.read(new byte[] {1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> learner.read(new byte[100]));
    }

    @Test
    void fit_oneLabelOnly_staysFinite() {
        TreeRows rows = rows(500, 8, false);
        float[] ones = new float[500];
        Arrays.fill(ones, 1);
        TreeModel model =
                learner.fit(new TreeRows(COLUMNS, rows.features(), ones, rows.weights(), rows.base()), settings(1));
        float[] margins = new float[500];
        model.margins(rows.features(), rows.base(), margins);
        for (float margin : margins) {
            assertThat(margin).isFinite().isPositive();
        }
    }

    @Test
    void margins_askedByFourThreads_areThoseOfOne() throws Exception {
        TreeRows rows = rows(20_000, 9, false);
        TreeModel model = learner.fit(rows, settings(2));
        float[] alone = new float[rows.size()];
        model.margins(rows.features(), rows.base(), alone);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> asked = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                asked.add(threads.submit(() -> {
                    float[] margins = new float[rows.size()];
                    model.margins(rows.features(), rows.base(), margins);
                    return margins;
                }));
            }
            for (Future<float[]> margins : asked) {
                assertThat(margins.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void margins_missingValues_goWithThoseThatTheyWereLikeInTraining() {
        TreeModel model = learner.fit(rows(20_000, 10, false), settings(2));
        float[] margins = new float[3];
        model.margins(new float[] {0, Float.NaN, 0.5f, 0, -0.5f, 0.5f, 0, 0.5f, 0.5f}, new float[3], margins);
        // The truth is 0, 0 and −2.
        assertThat(margins[0]).isCloseTo(0, within(0.25f));
        assertThat(margins[1]).isCloseTo(0, within(0.25f));
        assertThat(margins[2]).isCloseTo(-2, within(0.4f));
    }
}
