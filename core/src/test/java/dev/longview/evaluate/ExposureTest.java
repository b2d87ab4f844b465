package dev.longview.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExposureTest {
    /** By hand: Σ(2i − n − 1)x₍ᵢ₎ / nΣx of 0, 0, 1, 3 is (1·1 + 3·3)/16. */
    @Test
    void summary_fourItems_isWhatAHandComesTo() {
        Exposure exposure = new Exposure(4);
        for (int decision = 0; decision < 3; decision++) {
            exposure.add(2, 1, decision == 0);
            if (decision == 1) {
                exposure.add(0, 1, false);
            }
            exposure.endDecision();
        }
        Exposure.Summary summary = exposure.summary();
        assertThat(summary.decisions()).isEqualTo(3);
        assertThat(summary.shown()).isEqualTo(4);
        assertThat(summary.gini()).isCloseTo(10.0 / 16, within(1e-15));
        assertThat(summary.coverage()).isEqualTo(0.5);
        assertThat(summary.topTenth()).isEqualTo(0.75);
        assertThat(summary.newcomers()).isEqualTo(0.25);
    }

    /** An item that is shown with 1/2 on each of two decisions is shown at least once with 3/4. */
    @Test
    void coverage_ofProbabilities_isTheExpectedShareShownAtLeastOnce() {
        Exposure exposure = new Exposure(2);
        for (int decision = 0; decision < 2; decision++) {
            exposure.add(0, 0.5, false);
            exposure.add(1, 0.1, false);
            exposure.endDecision();
        }
        assertThat(exposure.summary().coverage()).isCloseTo((0.75 + 0.19) / 2, within(1e-15));
    }

    /** The mean absolute difference over twice the mean, pair by pair. */
    @Test
    void gini_randomExposures_isThatOfAllPairs() {
        SplittableRandom random = new SplittableRandom(2);
        double[] x = new double[57];
        Exposure exposure = new Exposure(x.length);
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 5 == 0 ? 0 : random.nextDouble();
            exposure.add(i, x[i], false);
        }
        double differences = 0;
        double sum = 0;
        for (double a : x) {
            sum += a;
            for (double b : x) {
                differences += Math.abs(a - b);
            }
        }
        assertThat(exposure.summary().gini()).isCloseTo(differences / (2 * x.length * sum), within(1e-12));
    }

    @Test
    void summary_allAlikeOrOneAlone_isTheEndsOfTheScale() {
        Exposure alike = new Exposure(20);
        Exposure alone = new Exposure(20);
        for (int item = 0; item < 20; item++) {
            alike.add(item, 0.25, true);
        }
        alone.add(7, 1, false);
        assertThat(alike.summary().gini()).isCloseTo(0, within(1e-15));
        assertThat(alike.summary().topTenth()).isCloseTo(0.1, within(1e-15));
        assertThat(alike.summary().newcomers()).isEqualTo(1);
        assertThat(alone.summary().gini()).isCloseTo(0.95, within(1e-15));
        assertThat(alone.summary().topTenth()).isEqualTo(1);
        assertThat(new Exposure(3).summary().coverage()).isNaN();
    }

    @Test
    void add_noProbability_isRefused() {
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Exposure(1).add(0, wrong, false));
        }
    }
}
