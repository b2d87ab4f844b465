package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlateSamplerTest {
    private static final double[] SCORES = {0.3, -1.2, 0.3, 2.0, 0.9, -0.4, 1.1};
    private static final Exploration SOFTMAX = new Exploration.Softmax(0.5, 0.1);
    private static final Exploration GREEDY = new Exploration.EpsilonGreedy(0.3);

    @Test
    void marginals_upToSevenCandidates_equalEnumerationOfAllSlates() {
        for (Exploration exploration : new Exploration[] {SOFTMAX, GREEDY}) {
            for (int n = 1; n <= 7; n++) {
                SlateSampler sampler = SlateSampler.of(exploration, n);
                double[][] marginals = new double[n][n];
                double[][] truth = enumerated(sampler, SCORES, n);
                sampler.marginals(SCORES, n, marginals);
                for (int position = 0; position < n; position++) {
                    for (int item = 0; item < n; item++) {
                        double expected = truth[position][item];
                        assertThat(marginals[position][item]).isCloseTo(expected, within(1e-9 * expected));
                        assertThat(sampler.marginalOf(SCORES, n, item, position))
                                .isCloseTo(expected, within(1e-9 * expected));
                    }
                }
            }
        }
    }

    /** Weights that differ by up to 1e6: the score gap is ln of it at temperature 1, the floor as good as none. */
    @Test
    void marginals_veryUnequalWeights_keepNineDigitsOfEnumeration() {
        double[] scores = {0, Math.log(1e-4), Math.log(1e-4), Math.log(1e-2), Math.log(1e-6), Math.log(0.5)};
        SlateSampler sampler = SlateSampler.of(new Exploration.Softmax(1, 1e-9), 6);
        double[][] truth = enumerated(sampler, scores, 6);
        double[][] marginals = new double[6][6];
        sampler.marginals(scores, 6, marginals);
        for (int position = 0; position < 6; position++) {
            for (int item = 0; item < 6; item++) {
                double expected = truth[position][item];
                assertThat(marginals[position][item]).isCloseTo(expected, within(1e-9 * expected));
            }
        }
    }

    @Test
    void marginals_deepPositionsOfManyCandidates_sumToOne() {
        SplittableRandom random = new SplittableRandom(5);
        double[] scores = random.doubles(300, -4, 4).toArray();
        double[][] marginals = new double[40][300];
        for (Exploration exploration : new Exploration[] {new Exploration.Softmax(1, 0.01), GREEDY}) {
            SlateSampler.of(exploration, 40).marginals(scores, 300, marginals);
            for (double[] position : marginals) {
                assertThat(Arrays.stream(position).sum()).isCloseTo(1, within(1e-10));
            }
        }
    }

    /** A million draws: four standard errors of a frequency are at most 4·√(p(1−p)/1e6), and 42 of them are looked at. */
    @Test
    void draw_aMillionSeeds_frequenciesAreTheMarginals() {
        int draws = 1_000_000;
        for (Exploration exploration : new Exploration[] {SOFTMAX, GREEDY}) {
            SlateSampler sampler = SlateSampler.of(exploration, 3);
            Slate slate = new Slate(3);
            long[][] count = new long[3][7];
            for (int seed = 0; seed < draws; seed++) {
                sampler.draw(SCORES, 7, seed, slate);
                for (int position = 0; position < 3; position++) {
                    count[position][slate.item(position)]++;
                }
            }
            for (int position = 0; position < 3; position++) {
                for (int item = 0; item < 7; item++) {
                    double p = sampler.marginalOf(SCORES, 7, item, position);
                    assertThat(count[position][item] / (double) draws)
                            .isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / draws)));
                }
            }
        }
    }

    @Test
    void draw_anySeed_tellsTheConditionalOfTheDistribution() {
        double[] distribution = new double[7];
        Slate workspace = new Slate(1);
        for (Exploration exploration : new Exploration[] {SOFTMAX, GREEDY}) {
            SlateSampler sampler = SlateSampler.of(exploration, 5);
            Slate slate = new Slate(5);
            for (int seed = 0; seed < 200; seed++) {
                sampler.draw(SCORES, 7, seed, slate);
                int[] prefix = new int[5];
                for (int position = 0; position < slate.size(); position++) {
                    sampler.probabilities(SCORES, 7, prefix, position, workspace, distribution);
                    assertThat(Arrays.stream(distribution).sum()).isCloseTo(1, within(1e-12));
                    int item = slate.item(position);
                    assertThat(slate.conditional(position)).isEqualTo(distribution[item]);
                    // The floor: every candidate left keeps at least floor/K, or epsilon/left.
                    for (int other = 0; other < 7; other++) {
                        int candidate = other;
                        boolean above = Arrays.stream(prefix, 0, position).anyMatch(i -> i == candidate);
                        assertThat(distribution[other] >= (above ? 0 : 0.1 / 7 * (1 - 1e-12)))
                                .isTrue();
                        assertThat(distribution[other] > 0).isEqualTo(!above);
                    }
                    prefix[position] = item;
                }
            }
        }
    }

    @Test
    void draw_sameSeed_sameSlate() {
        SlateSampler sampler = SlateSampler.of(SOFTMAX, 4);
        Slate first = new Slate(4);
        Slate second = new Slate(1);
        sampler.draw(SCORES, 7, 99, first);
        sampler.draw(SCORES, 3, 5, second);
        sampler.draw(SCORES, 7, 99, second);
        for (int position = 0; position < 4; position++) {
            assertThat(second.item(position)).isEqualTo(first.item(position));
        }
    }

    @Test
    void draw_fewerCandidatesThanPositions_fillsWhatThereIs() {
        Slate slate = new Slate(5);
        SlateSampler.of(GREEDY, 5).draw(SCORES, 2, 1, slate);
        assertThat(slate.size()).isEqualTo(2);
        assertThat(slate.conditional(1)).isEqualTo(1);
    }

    @Test
    void probabilities_tiedScores_favourTheLowerIndex() {
        double[] out = new double[3];
        SlateSampler.of(GREEDY, 1).probabilities(new double[] {1, 2, 2}, 3, new int[0], 0, new Slate(1), out);
        assertThat(out).containsExactly(new double[] {0.1, 0.8, 0.1}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void draw_scoreIsNotFinite_isRefused(double score) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SlateSampler.of(SOFTMAX, 1).draw(new double[] {0, score}, 2, 1, new Slate(1)))
                .withMessageContaining("candidate 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
    void of_parameterOutOfRange_isRefused(double share) {
        assertThatIllegalArgumentException().isThrownBy(() -> SlateSampler.of(new Exploration.EpsilonGreedy(share), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SlateSampler.of(new Exploration.Softmax(1, share), 1));
    }

    /** Truth by the product of conditionals over all ordered slates. */
    private static double[][] enumerated(SlateSampler sampler, double[] scores, int n) {
        double[][] marginals = new double[n][n];
        walk(sampler, scores, n, new int[n], 0, 1, marginals);
        return marginals;
    }

    private static void walk(
            SlateSampler sampler,
            double[] scores,
            int n,
            int[] prefix,
            int size,
            double probability,
            double[][] marginals) {
        if (size == n) {
            return;
        }
        double[] conditional = new double[n];
        sampler.probabilities(scores, n, prefix, size, new Slate(1), conditional);
        for (int item = 0; item < n; item++) {
            if (conditional[item] > 0) {
                marginals[size][item] += probability * conditional[item];
                prefix[size] = item;
                walk(sampler, scores, n, prefix, size + 1, probability * conditional[item], marginals);
            }
        }
    }
}
