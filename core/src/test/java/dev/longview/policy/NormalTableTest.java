package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NormalTableTest {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    @Test
    void below_betweenAllPoints_isTheLibrarysToTenDigits() {
        for (double z = -9; z < 9; z += 0.00317) {
            assertThat(NormalTable.below(z)).isCloseTo(NORMAL.cumulativeProbability(z), within(3e-10));
            assertThat(NormalTable.above(z)).isCloseTo(NORMAL.survivalProbability(z), within(3e-10));
        }
    }

    @Test
    void below_farOut_isSmallAndNeverNegative() {
        double before = 0;
        for (double z = -9; z < -4; z += 0.001) {
            double below = NormalTable.below(z);
            assertThat(below).isGreaterThanOrEqualTo(before);
            if (z > -8) {
                assertThat(below / NORMAL.cumulativeProbability(z)).isCloseTo(1, within(1e-4));
            }
            before = below;
        }
        assertThat(NormalTable.below(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(NormalTable.below(9)).isEqualTo(1);
    }
}
