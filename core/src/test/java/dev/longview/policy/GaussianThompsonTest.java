package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class GaussianThompsonTest {
    private static final double[] MEANS = {0.3, -0.2, 0.35, 0.6, -2, 0.5, 0};
    private static final double[] DEVIATIONS = {0.5, 1.5, 0.01, 0.2, 1, 0.4, 0.9};

    @Test
    void probabilities_twoCandidates_areTheClosedForm() {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            // Deviations that differ by up to 10⁸, means apart by some of the larger.
            double[] s = {Math.exp(9 * random.nextGaussian() / 2), Math.exp(9 * random.nextGaussian() / 2)};
            double both = Math.hypot(s[0], s[1]);
            double[] m = {1e3 * random.nextGaussian(), 0};
            m[1] = m[0] + 2 * both * random.nextGaussian();
            double[] p = probabilities(0, m, s);
            double expected = normal.cumulativeProbability((m[0] - m[1]) / both);

            assertThat(p[0]).isCloseTo(expected, within(1e-9));
            assertThat(p[1]).isCloseTo(1 - expected, within(1e-9));
        }
    }

    @Test
    void probabilities_equalBeliefs_areEqual() {
        for (int n : new int[] {1, 2, 3, 10, 1_000, 20_000}) {
            double[] p = probabilities(0, new double[n], filled(n, 2.5));
            assertThat(Arrays.stream(p).min().orElseThrow()).isCloseTo(1.0 / n, within(1e-12));
            assertThat(Arrays.stream(p).max().orElseThrow()).isCloseTo(1.0 / n, within(1e-12));
        }
    }

    /** What can hardly win is left out, and leaves no trace. */
    @Test
    void probabilities_oneOfThreeFarBehind_areThoseOfTheOtherTwo() {
        double[] two = probabilities(0, new double[] {0, 0.7}, new double[] {1, 0.5});
        double[] three = probabilities(0, new double[] {0, 0.7, -1e6}, new double[] {1, 0.5, 1e-3});

        assertThat(three[0]).isCloseTo(two[0], within(1e-12));
        assertThat(three[2]).isZero();
    }

    /** Four million draws: a standard error of at most 0.00025. */
    @Test
    void probabilities_unequalBeliefs_areFrequenciesOfTheLargestDraw() {
        int draws = 4_000_000;
        SplittableRandom random = new SplittableRandom(2);
        int n = MEANS.length;
        long[] count = new long[n];
        for (int d = 0; d < draws; d++) {
            int best = 0;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                double draw = MEANS[i] + DEVIATIONS[i] * random.nextGaussian();
                if (draw > largest) {
                    largest = draw;
                    best = i;
                }
            }
            count[best]++;
        }
        double[] p = probabilities(0, MEANS, DEVIATIONS);
        for (int i = 0; i < n; i++) {
            double error = Math.sqrt(p[i] * (1 - p[i]) / draws);
            assertThat((double) count[i] / draws).as("candidate %d", i).isCloseTo(p[i], within(4 * error + 1e-9));
        }
    }

    @Test
    void draw_slatesOfThree_frequenciesOfWholeSlatesAreTheToldPropensities() {
        GaussianThompson thompson = GaussianThompson.of(0.2, 3);
        int n = 4;
        int draws = 10_000;
        double[] means = {0.3, -0.2, 0.6, 0.1};
        double[] deviations = {0.5, 1, 0.3, 0.4};
        double[] told = new double[64];
        int[] count = new int[64];
        for (int seed = 0; seed < draws; seed++) {
            GaussianThompson.Drawn slate = thompson.draw(means, deviations, n, seed);
            int code = 16 * slate.items()[0] + 4 * slate.items()[1] + slate.items()[2];
            told[code] = slate.conditional()[0] * slate.conditional()[1] * slate.conditional()[2];
            count[code]++;
        }
        double total = 0;
        for (int code = 0; code < 64; code++) {
            total += told[code];
            double error = Math.sqrt(told[code] * (1 - told[code]) / draws);
            assertThat((double) count[code] / draws).isCloseTo(told[code], within(4 * error));
        }
        // All 24 slates have been drawn: the rarest has 0.2³/24.
        assertThat(total).isCloseTo(1, within(1e-9));
    }

    @Test
    void probabilities_afterAPrefix_areThoseOfTheOthersAlone() {
        double[] after = new double[4];
        boolean[] taken = {false, false, true, false};
        GaussianThompson.of(0.1, 4).probabilities(MEANS, DEVIATIONS, 4, taken, after);
        double[] alone = probabilities(0.1, new double[] {MEANS[0], MEANS[1], MEANS[3]}, new double[] {
            DEVIATIONS[0], DEVIATIONS[1], DEVIATIONS[3]
        });

        assertThat(after).containsExactly(new double[] {alone[0], alone[1], 0, alone[2]}, within(1e-12));
        assertThat(Arrays.stream(after).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void probabilities_floor_isKeptByEveryCandidate() {
        double[] means = {0, 50, 100};
        assertThat(probabilities(0.3, means, filled(3, 1)))
                .containsExactly(new double[] {0.1, 0.1, 0.8}, within(1e-12));
        assertThat(probabilities(1, means, filled(3, 1))).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    }

    @Test
    void draw_sameSeed_sameSlate() {
        GaussianThompson thompson = GaussianThompson.of(0.1, 7);
        GaussianThompson.Drawn one = thompson.draw(MEANS, DEVIATIONS, 7, 5);
        thompson.draw(MEANS, DEVIATIONS, 7, 6);
        GaussianThompson.Drawn two = thompson.draw(MEANS, DEVIATIONS, 7, 5);

        assertThat(two.items()).isEqualTo(one.items());
        assertThat(one.items()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        assertThat(one.conditional()[6]).isCloseTo(1, within(1e-12));
    }

    @Test
    void of_orDraw_badArguments_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianThompson.of(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianThompson.of(0.1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> probabilities(0, new double[] {0, 1}, new double[] {1, 0}))
                .withMessageContaining("candidate 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> probabilities(0, new double[] {Double.NaN}, new double[] {1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianThompson.of(0.1, 2)
                        .probabilities(MEANS, DEVIATIONS, 2, new boolean[] {true, true}, new double[2]));
    }

    private static double[] probabilities(double floor, double[] means, double[] deviations) {
        double[] out = new double[means.length];
        GaussianThompson.of(floor, 1).probabilities(means, deviations, means.length, new boolean[means.length], out);
        return out;
    }

    private static double[] filled(int n, double value) {
        double[] all = new double[n];
        Arrays.fill(all, value);
        return all;
    }
}
