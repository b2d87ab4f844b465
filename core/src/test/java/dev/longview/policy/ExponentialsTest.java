package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExponentialsTest {
    /** Two units in the last place of the result, and the argument's own rounding, which a large one makes more of. */
    @Test
    void of_anyNumbers_areThoseOfMathExp() {
        int n = 20_001;
        double[] x = new SplittableRandom(1).doubles(n, -690, 690).toArray();
        for (int i = 0; i < n / 2; i++) {
            x[i] /= 690;
        }
        double[] out = new double[n];
        Exponentials.of(x, n, 0, 1, out, new double[n]);
        for (int i = 0; i < n; i++) {
            double expected = Math.exp(x[i]);
            assertThat(out[i]).isCloseTo(expected, within(4.5e-16 * expected));
            assertThat(Exponentials.of(x[i], 0, 1)).isEqualTo(out[i]);
        }
    }

    @Test
    void of_shiftedAndScaled_isTheExponentialOfThat() {
        double[] out = new double[3];
        Exponentials.of(new double[] {3, 2, 1}, 3, 3, 2, out, new double[3]);
        assertThat(out[0]).isEqualTo(1);
        assertThat(out[1]).isCloseTo(Math.exp(-2), within(1e-15));
        assertThat(out[2]).isCloseTo(Math.exp(-4), within(1e-15));
    }

    @Test
    void of_belowTheRange_isTheLeastAndNotZero() {
        double[] out = new double[2];
        Exponentials.of(new double[] {-1e300, -710}, 2, 0, 1, out, new double[2]);
        assertThat(out[0]).isBetween(1e-305, 1e-303).isEqualTo(out[1]);
    }
}
