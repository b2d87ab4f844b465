package dev.longview.simulate.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.longview.simulate.Draws;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PairedShareTest {
    private static final double NORMAL_975 = 1.959963984540054;

    @Test
    void share_gainsThatAreAFixedPartOfTheWhole_isThatPartWithoutDoubt() {
        PairedShare.Sums sums = new PairedShare.Sums();
        for (double whole : new double[] {3, 1, 2, 4, 2.5}) {
            sums.add(0.75 * whole, whole);
        }

        PairedShare share = sums.share().orElseThrow();

        assertThat(share.share()).isCloseTo(0.75, offset(1e-12));
        // The root of a rounding error.
        assertThat(share.low()).isCloseTo(0.75, offset(1e-6));
        assertThat(share.high()).isCloseTo(0.75, offset(1e-6));
    }

    /** The definition of the interval: at its ends, the mean of gain − share · whole is 1.96 of its standard errors from zero. */
    @Test
    void share_anyAccounts_hasEndsWhereTheDifferenceIsJustClear() {
        int n = 40;
        double[] gain = new double[n];
        double[] whole = new double[n];
        PairedShare.Sums sums = new PairedShare.Sums();
        for (int i = 0; i < n; i++) {
            whole[i] = 1 + 2 * Draws.normal(Draws.key(1, 2, 3), 0, 2L * i);
            gain[i] = 0.3 * whole[i] + Draws.normal(Draws.key(1, 2, 4), 0, 2L * i);
            sums.add(gain[i], whole[i]);
        }

        PairedShare share = sums.share().orElseThrow();

        assertThat(Math.abs(errorsFromZero(gain, whole, share.low()))).isCloseTo(NORMAL_975, offset(1e-9));
        assertThat(Math.abs(errorsFromZero(gain, whole, share.high()))).isCloseTo(NORMAL_975, offset(1e-9));
        assertThat(errorsFromZero(gain, whole, share.share())).isCloseTo(0, offset(1e-9));
        assertThat(share.low()).isLessThan(share.share());
        assertThat(share.high()).isGreaterThan(share.share());
    }

    @Test
    void share_over2000Samples_coversTheTruthAtItsNominalRate() {
        int samples = 2000;
        int covered = 0;
        for (int s = 0; s < samples; s++) {
            PairedShare.Sums sums = new PairedShare.Sums();
            long key = Draws.key(5, s, 0);
            for (int i = 0; i < 200; i++) {
                double whole = 1 + 2 * Draws.normal(key, 0, 2L * i);
                sums.add(0.6 * whole + Draws.normal(key, 1, 2L * i), whole);
            }
            PairedShare share = sums.share().orElseThrow();
            covered += share.low() <= 0.6 && 0.6 <= share.high() ? 1 : 0;
        }

        // Four binomial errors of 2,000 at 95%, which are half a percent.
        assertThat(covered / (double) samples).isCloseTo(0.95, offset(0.02));
    }

    @Test
    void share_wholeThatIsNotClearlyAboveZero_isNone() {
        PairedShare.Sums around = new PairedShare.Sums();
        PairedShare.Sums below = new PairedShare.Sums();
        for (int i = 0; i < 100; i++) {
            around.add(1, i % 2 == 0 ? 1 : -1);
            below.add(1, -1);
        }

        assertThat(around.share()).isEqualTo(Optional.empty());
        assertThat(below.share()).isEqualTo(Optional.empty());
    }

    private static double errorsFromZero(double[] gain, double[] whole, double share) {
        PairedMean.Sums sums = new PairedMean.Sums();
        for (int i = 0; i < gain.length; i++) {
            sums.add(gain[i] - share * whole[i]);
        }
        PairedMean mean = sums.mean();
        return mean.difference() / mean.standardError();
    }
}
