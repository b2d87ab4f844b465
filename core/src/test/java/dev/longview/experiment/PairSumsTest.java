package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairSumsTest {
    /** Two passes in decimal arithmetic know the truth, whatever the offset and however the parts are merged. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1e4, 1e8})
    void merge_randomPartsAtAnOffset_equalsTwoPassesInDecimals(double offset) {
        var random = new SplittableRandom(7);
        for (int trial = 0; trial < 30; trial++) {
            int n = 2 + random.nextInt(200);
            double[] x = random.doubles(n, offset, offset + 3).toArray();
            double[] y = new double[n];
            for (int i = 0; i < n; i++) {
                y[i] = 0.5 * (x[i] - offset) + offset + random.nextGaussian();
            }
            PairSums merged = PairSums.NONE;
            int from = 0;
            while (from < n) {
                int to = Math.min(n, from + random.nextInt(1 + n / 2));
                var part = new PairSums.Accumulator();
                for (int i = from; i < to; i++) {
                    part.add(x[i], y[i]);
                }
                merged = random.nextBoolean()
                        ? merged.merge(part.sums())
                        : part.sums().merge(merged);
                from = to;
            }
            assertThat(merged.count()).isEqualTo(n);
            assertThat(merged.mean()).isCloseTo(mean(x).doubleValue(), within(1e-15 * (Math.abs(offset) + 3) * 8));
            near(merged.squares(), centred(x, x), n, offset);
            near(merged.otherSquares(), centred(y, y), n, offset);
            near(merged.products(), centred(x, y), n, offset);
        }
    }

    /** An error of a unit in the last place of the mean shifts a centred moment by its own size times √n. */
    private static void near(double actual, double expected, int n, double offset) {
        double ulp = Math.ulp(Math.abs(offset) + 3);
        assertThat(actual).isCloseTo(expected, within(1e-12 * n + 40 * ulp * n));
    }

    private static BigDecimal mean(double[] x) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double v : x) {
            sum = sum.add(new BigDecimal(v));
        }
        return sum.divide(BigDecimal.valueOf(x.length), new MathContext(50));
    }

    private static double centred(double[] x, double[] y) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal mx = mean(x);
        BigDecimal my = mean(y);
        for (int i = 0; i < x.length; i++) {
            sum = sum.add(new BigDecimal(x[i]).subtract(mx).multiply(new BigDecimal(y[i]).subtract(my)));
        }
        return sum.doubleValue();
    }
}
