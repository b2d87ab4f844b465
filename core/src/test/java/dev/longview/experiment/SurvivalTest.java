package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurvivalTest {
    /**
     * Weeks in remission under 6-mercaptopurine (Freireich et al., Blood 21, 1963), negative where censored: the example of most
     * textbooks, whose curve and Greenwood errors are those below (Kleinbaum and Klein, Survival analysis, chapter 2).
     */
    private static final int[] REMISSION = {
        6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
    };

    private static final double[][] PUBLISHED = {
        {6, 0.8571, 0.0764},
        {7, 0.8067, 0.0869},
        {10, 0.7529, 0.0963},
        {13, 0.6902, 0.1068},
        {16, 0.6275, 0.1141},
        {22, 0.5378, 0.1282},
        {23, 0.4482, 0.1346}
    };

    private static Survival remission() {
        boolean[] lapsed = new boolean[REMISSION.length];
        int[] day = new int[REMISSION.length];
        for (int i = 0; i < day.length; i++) {
            day[i] = Math.abs(REMISSION[i]);
            lapsed[i] = REMISSION[i] > 0;
        }
        return Survival.of(day, lapsed);
    }

    @Test
    void at_remissionUnderMercaptopurine_isThePublishedCurveWithItsErrors() {
        for (double[] line : PUBLISHED) {
            Survival.Point point = remission().at((int) line[0]);
            assertThat(point.survival()).isCloseTo(line[1], within(5e-5));
            assertThat(point.survival() * Math.sqrt(point.spread())).isCloseTo(line[2], within(5e-5));
        }
        assertThat(remission().at(5).survival()).isEqualTo(1);
        assertThat(remission().at(35).survival()).isEqualTo(remission().at(23).survival());
        assertThat(remission().at(36).survival()).isNaN();
    }

    /** By hand: θ = √(Σ d/(n(n−d)))/|log S| at week 10; the ends are S^exp(±1.95996 θ). */
    @Test
    void retained_week10_isTheLogLogInterval() {
        double spread = 3.0 / (21 * 18) + 1.0 / (17 * 16) + 1.0 / (15 * 14);
        double s = 18.0 / 21 * (16.0 / 17) * (14.0 / 15);
        double theta = Math.sqrt(spread) / -Math.log(s);
        Estimate estimate = remission().retained(10, 0.95);
        assertThat(estimate.value()).isCloseTo(s, within(1e-12));
        assertThat(estimate.low()).isCloseTo(Math.pow(s, Math.exp(1.959963984540054 * theta)), within(1e-12));
        assertThat(estimate.high()).isCloseTo(Math.pow(s, Math.exp(-1.959963984540054 * theta)), within(1e-12));
    }

    @Test
    void at_nobodyCensored_isTheShareStillThere() {
        var random = new SplittableRandom(4);
        int[] day = random.ints(500, 0, 40).toArray();
        boolean[] lapsed = new boolean[500];
        Arrays.fill(lapsed, true);
        Survival survival = Survival.of(day, lapsed);
        for (int d = 0; d < 40; d++) {
            int at = d;
            double share = Arrays.stream(day).filter(t -> t > at).count() / 500.0;
            assertThat(survival.at(d).survival()).isCloseTo(share, within(1e-12));
            // Without censoring Greenwood's variance is the binomial one.
            if (share > 0) {
                double variance = share * share * survival.at(d).spread();
                assertThat(variance).isCloseTo(share * (1 - share) / 500, within(1e-14));
            }
        }
        assertThat(survival.at(100).survival()).isZero();
        assertThat(survival.retained(100, 0.95).high()).isBetween(0.0, 1.0);
    }

    @Test
    void retained_nobodyHasLapsed_boundsByThoseAtRisk() {
        Survival survival = Survival.of(new int[] {3, 3, 3, 9, 9, 9, 9, 9}, new boolean[8]);
        // Five were watched to day 9: (1 − p)⁵ = 0.025 at the lower end.
        assertThat(survival.retained(9, 0.95))
                .isEqualTo(new Estimate(1, survival.retained(9, 0.95).low(), 1));
        assertThat(survival.retained(9, 0.95).low()).isCloseTo(Math.pow(0.025, 0.2), within(1e-9));
    }

    @Test
    void merge_twoHalves_isTheWhole() {
        int[] day = {1, 5, 9, 2, 2, 30, 7};
        boolean[] lapsed = {true, false, true, true, false, false, true};
        Survival half = Survival.of(Arrays.copyOf(day, 3), Arrays.copyOf(lapsed, 3));
        Survival rest = Survival.of(Arrays.copyOfRange(day, 3, 7), Arrays.copyOfRange(lapsed, 3, 7));
        Survival whole = Survival.of(day, lapsed);
        for (int d = 0; d <= 30; d++) {
            assertThat(rest.merge(half).at(d)).isEqualTo(whole.at(d));
        }
        assertThat(half.merge(rest).accounts()).isEqualTo(7);
    }

    @Test
    void of_negativeDay_isRefused() {
        assertThatThrownBy(() -> Survival.of(new int[] {-1}, new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
