package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightingTest {
    private static final double MISSING = Double.NaN;

    /** Rows of 4, 4, 1,000, 1,000, 6 and 6 candidates. */
    private static final Weighting WEIGHTING = new Weighting.AgainstUniform(
            5, new AmongMany(row -> new double[] {4, 4, 1_000, 1_000, 6, 6, 4, 4, 4}[row]));

    private static double weight(int row, long position, double marginal, double conditional) {
        double[] marginals = new double[9];
        double[] conditionals = new double[9];
        long[] positions = new long[9];
        marginals[row] = marginal;
        conditionals[row] = conditional;
        positions[row] = position;
        Batch batch = Batch.of(
                9,
                Map.of(
                        Assembled.MARGINAL, new Column.Doubles(marginals),
                        Assembled.CONDITIONAL, new Column.Doubles(conditionals),
                        Assembled.POSITION, new Column.Longs(positions, new boolean[0])));
        return WEIGHTING.weight(batch, row);
    }

    @Test
    void weight_uniformLog_isOneWhateverTheNumberOfCandidates() {
        assertThat(weight(0, 0, 0.25, MISSING)).isEqualTo(1);
        assertThat(weight(2, 0, 0.001, MISSING)).isEqualTo(1);
        // Of what is left at the third position the conditional one is a fourth; the marginal one is a sixth anywhere.
        assertThat(weight(4, 2, MISSING, 0.25)).isEqualTo(1);
        assertThat(weight(5, 2, 1.0 / 6, 0.25)).isEqualTo(1);
    }

    @Test
    void weight_rareRows_areAtMostFiveTimesUniforms() {
        assertThat(weight(1, 0, 0.1, MISSING)).isEqualTo(2.5);
        assertThat(weight(1, 0, 0.01, MISSING)).isEqualTo(5);
        assertThat(weight(3, 0, 0.0004, MISSING)).isEqualTo(2.5);
        assertThat(weight(3, 0, 1e-9, MISSING)).isEqualTo(5);
        assertThat(weight(3, 0, 0.5, MISSING)).isEqualTo(0.002);
    }

    @Test
    void weight_noUsablePropensity_isNone() {
        assertThat(weight(6, 0, MISSING, MISSING)).isNaN();
        assertThat(weight(7, 0, 0, 0.5)).isNaN();
        assertThat(weight(8, 0, 1.5, 0.5)).isNaN();
    }

    @Test
    void most_outOfRange_isRefused() {
        for (double most : new double[] {0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Weighting.AgainstUniform(most, new AmongMany(row -> 1)))
                    .withMessageContaining("at least 1");
        }
    }
}
