package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int ROWS = 200_000;

    /** Standard errors at 200,000 rows: of a share 0.0011, of a mean 0.0022, of a correlation 0.0022; four of each. */
    @Test
    void countAndNormal_manyRows_arePoissonAndGaussianAndIndependent() {
        Bootstrap one = new Bootstrap(5, 0);
        Bootstrap other = new Bootstrap(5, 1);
        int[] counts = new int[30];
        double sum = 0;
        double squares = 0;
        double together = 0;
        double acrossCounts = 0;
        double acrossNormals = 0;
        for (long row = 0; row < ROWS; row++) {
            int count = one.count(row);
            double normal = one.normal(row);
            counts[count]++;
            sum += normal;
            squares += normal * normal;
            together += (count - 1) * normal;
            acrossCounts += (count - 1) * (other.count(row) - 1);
            acrossNormals += normal * other.normal(row);
        }
        double expected = Math.exp(-1);
        for (int count = 0; count < 6; count++) {
            assertThat(counts[count] / (double) ROWS).isCloseTo(expected, within(0.0045));
            expected /= count + 1;
        }
        assertThat(sum / ROWS).isCloseTo(0, within(0.009));
        assertThat(squares / ROWS).isCloseTo(1, within(0.013));
        assertThat(together / ROWS).isCloseTo(0, within(0.009));
        assertThat(acrossCounts / ROWS).isCloseTo(0, within(0.009));
        assertThat(acrossNormals / ROWS).isCloseTo(0, within(0.009));
    }

    @Test
    void count_sameRow_isTheSameInWhateverOrder() {
        Bootstrap one = new Bootstrap(5, 3);
        Bootstrap again = new Bootstrap(5, 3);
        for (long row = 0; row < 100; row++) {
            again.normal(99 - row);
            assertThat(again.count(row)).isEqualTo(one.count(row));
            assertThat(again.normal(row)).isEqualTo(one.normal(row));
        }
    }
}
