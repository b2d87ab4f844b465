package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlateMarginalsTest {
    static List<SlowPolicy> policies() {
        return Explored.all(4);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void all_asFarAsExact_equalEnumerationOfAllSlates(SlowPolicy policy) {
        SlateMarginals marginals = SlateMarginals.of(SlateSampler.of(policy.exploration(), 4));
        double[][] truth = policy.marginals();
        for (int positions = 1; positions <= 4; positions++) {
            if (marginals.isExact(positions, policy.most() > 0)) {
                double[][] out = new double[positions][7];
                marginals.all(policy.scores(), 7, policy.restrictions(), 0, out);
                same(out, truth, 1e-9);
            }
        }
    }

    @Test
    void all_fewerCandidatesThanPositions_equalEnumeration() {
        for (SlowPolicy policy : exactAtTwo(2)) {
            double[][] two = Arrays.stream(policy.scores())
                    .map(model -> Arrays.copyOf(model, 2))
                    .toArray(double[][]::new);
            double[][] out = new double[2][2];
            SlateMarginals.of(SlateSampler.of(policy.exploration(), 2)).all(two, 2, Restrictions.none(), 0, out);
            same(out, SlowPolicy.of(policy.exploration(), 2, two).marginals(), 1e-12);
        }
    }

    /** Weights that differ by up to 1e6: the score gap is ln of it at temperature 1, the floor as good as none. */
    @Test
    void all_veryUnequalWeights_keepNineDigitsOfEnumeration() {
        double[][] scores = {{0, Math.log(1e-4), Math.log(1e-4), Math.log(1e-2), Math.log(1e-6), Math.log(0.5)}};
        for (int positions : new int[] {2, 6}) {
            Exploration softmax = new Exploration.Softmax(1, 1e-9);
            double[][] out = new double[positions][6];
            SlateMarginals.of(SlateSampler.of(softmax, positions)).all(scores, 6, Restrictions.none(), 0, out);
            same(out, SlowPolicy.of(softmax, positions, scores).marginals(), 1e-9);
        }
    }

    /** One item takes all but 1e-17, by which the second position is still split evenly. */
    @Test
    void all_floorBelowTheRoundingOfOne_splitsTheSecondPositionByIt() {
        Exploration softmax = new Exploration.Softmax(0.001, 1e-17);
        double[][] out = new double[2][3];
        SlateMarginals.of(SlateSampler.of(softmax, 2))
                .all(new double[][] {{1, 0.5, 0}}, 3, Restrictions.none(), 0, out);
        assertThat(out[1][1]).isCloseTo(0.5, within(1e-12));
        assertThat(out[1][2]).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void all_deepPositionsOfManyCandidates_sumToOne() {
        double[][] scores = {new SplittableRandom(5).doubles(300, -4, 4).toArray()};
        double[][] out = new double[40][300];
        for (Exploration exploration : List.of(new Exploration.Softmax(1, 0.01), Explored.GREEDY)) {
            SlateMarginals.of(SlateSampler.of(exploration, 40)).all(scores, 300, Restrictions.none(), 0, out);
            for (double[] position : out) {
                assertThat(Arrays.stream(position).sum()).isCloseTo(1, within(1e-10));
            }
        }
    }

    /** 4,000 draws: of 784 differences at most a handful are beyond 4 errors; an estimate that misses a case is beyond 5. */
    @ParameterizedTest
    @MethodSource("policies")
    void all_sampled_areTheEnumerationWithinTheirError(SlowPolicy policy) {
        SlateMarginals marginals =
                SlateMarginals.of(SlateSampler.of(policy.exploration(), 4)).withDraws(4000);
        double[][] out = new double[4][7];
        marginals.all(policy.scores(), 7, policy.restrictions(), 12, out);
        double[][] truth = policy.marginals();
        for (int position = 0; position < 4; position++) {
            for (int item = 0; item < 7; item++) {
                double p = truth[position][item];
                // Averages of probabilities vary less than draws of them.
                assertThat(out[position][item]).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / 4000) + 1e-9));
            }
            double reached = Arrays.stream(truth[position]).sum();
            assertThat(Arrays.stream(out[position]).sum()).isCloseTo(reached, within(0.05));
        }
    }

    /** One item stands first as good as always, so that all draws agree on what comes below: which is an estimate all the same. */
    @Test
    void ofSlate_drawsThatAllAgree_areAnEstimateWithAnError() {
        SlateSampler sampler = SlateSampler.of(new Exploration.SquareCb(1e9, 1e-9), 3);
        double[][] scores = {{1, 0.5, 0.2, 0.1}};
        Slate slate = new Slate(3);
        sampler.draw(scores, 4, Restrictions.none(), 1, slate);
        Marginal[] marginals =
                SlateMarginals.of(sampler).withDraws(16).ofSlate(scores, 4, Restrictions.none(), slate, 1);
        assertThat(marginals[0].isExact()).isTrue();
        assertThat(marginals[2].isExact()).isFalse();
        assertThat(marginals[2].error()).isCloseTo(1.0 / 16, within(1e-6));
    }

    /** Of the worst of 20 items at the third position most comes from slates that leave out one of the best, which 16 draws seldom meet. */
    @Test
    void ofSlate_drawsSeldomMeetWhatMatters_tellAnErrorThatCoversTheTruth() {
        SlateSampler sampler = SlateSampler.of(new Exploration.SquareCb(300, 0.1), 3);
        double[][] scores = {IntStream.range(0, 20).mapToDouble(i -> -0.02 * i).toArray()};
        double truth = SlowPolicy.of(sampler.exploration(), 3, scores).marginals()[2][19];
        Slate slate = new Slate(3);
        long drawn = 0;
        do {
            sampler.draw(scores, 20, Restrictions.none(), drawn++, slate);
        } while (slate.item(2) != 19);
        SlateMarginals marginals = SlateMarginals.of(sampler).withDraws(16);
        int missed = 0;
        for (int seed = 0; seed < 200; seed++) {
            Marginal third = marginals.ofSlate(scores, 20, Restrictions.none(), slate, seed)[2];
            double off = Math.abs(third.probability() - truth);
            assertThat(off).isLessThan(2 * third.error());
            missed += off > 3 * spread(third, 16) ? 1 : 0;
        }
        assertThat(missed).isGreaterThan(100);
    }

    /** What the draws varied by alone. */
    private static double spread(Marginal estimate, int draws) {
        double unseen = Math.max(estimate.probability(), 1 - estimate.probability()) / draws;
        return Math.sqrt(Math.max(0, estimate.error() * estimate.error() - unseen * unseen));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void ofSlate_anyDraw_isTheEnumerationExactlyOrWithinTheErrorThatItTells(SlowPolicy policy) {
        SlateSampler sampler = SlateSampler.of(policy.exploration(), 4);
        SlateMarginals exact = SlateMarginals.of(sampler);
        SlateMarginals drawn = exact.withDraws(2000);
        double[][] truth = policy.marginals();
        Slate slate = new Slate(4);
        int known = 0;
        for (int seed = 0; seed < 20; seed++) {
            sampler.draw(policy.scores(), 7, policy.restrictions(), seed, slate);
            Marginal[] sure = exact.ofSlate(policy.scores(), 7, policy.restrictions(), slate, seed);
            Marginal[] all = drawn.ofSlate(policy.scores(), 7, policy.restrictions(), slate, seed);
            for (int position = 0; position < slate.size(); position++) {
                double p = truth[position][slate.item(position)];
                if (sure[position].known()) {
                    assertThat(sure[position].probability()).isCloseTo(p, within(1e-9));
                    assertThat(sure[position].isExact()).isTrue();
                    assertThat(all[position]).isEqualTo(sure[position]);
                    known++;
                } else {
                    Marginal estimate = all[position];
                    assertThat(estimate.probability()).isCloseTo(p, within(5 * estimate.error() + 1e-9));
                    assertThat(estimate.error()).isLessThanOrEqualTo(Math.sqrt(0.25 / 2000) * 1.01);
                }
            }
        }
        assertThat(known).isGreaterThanOrEqualTo(20);
    }

    /** The error is what estimates from other seeds vary by, beside what none may have met: 400 estimates tell a standard deviation to 3.5%. */
    @Test
    void ofSlate_sampled_errorIsTheSpreadOverSeeds() {
        SlowPolicy policy = Explored.free(4).get(2);
        SlateSampler sampler = SlateSampler.of(policy.exploration(), 4);
        SlateMarginals marginals = SlateMarginals.of(sampler).withDraws(100);
        Slate slate = new Slate(4);
        sampler.draw(policy.scores(), 7, Restrictions.none(), 1, slate);
        double sum = 0;
        double squares = 0;
        double variances = 0;
        for (int seed = 0; seed < 400; seed++) {
            Marginal third = marginals.ofSlate(policy.scores(), 7, Restrictions.none(), slate, seed)[2];
            sum += third.probability();
            squares += third.probability() * third.probability();
            variances += spread(third, 100) * spread(third, 100);
        }
        double spread = Math.sqrt((squares - sum * sum / 400) / 399);
        assertThat(Math.sqrt(variances / 400)).isCloseTo(spread, within(0.15 * spread));
    }

    @Test
    void withDraws_impossibleNumber_isRefused() {
        SlateMarginals marginals = SlateMarginals.of(SlateSampler.of(Explored.SQUARE_CB, 4));
        for (int draws : new int[] {-1, 1, 2_000_000}) {
            assertThatIllegalArgumentException().isThrownBy(() -> marginals.withDraws(draws));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        marginals.all(new double[][] {Explored.SCORES}, 7, Restrictions.none(), 0, new double[3][7]))
                .withMessageContaining("need draws");
    }

    @Test
    void all_pinnedItems_standWithProbabilityOne() {
        for (SlowPolicy policy : exactAtTwo(4)) {
            SlowPolicy pinned = policy.withPins(Map.of(0, 6, 1, 2));
            double[][] out = new double[2][7];
            SlateMarginals.of(SlateSampler.of(policy.exploration(), 4))
                    .all(policy.scores(), 7, pinned.restrictions(), 0, out);
            assertThat(out[0][6]).isEqualTo(1);
            assertThat(out[1][2]).isEqualTo(1);
        }
    }

    /** All but those whose second position has no exact form. */
    private static List<SlowPolicy> exactAtTwo(int slateSize) {
        return Explored.free(slateSize).stream()
                .filter(policy -> !Explored.usesBeliefs(policy.exploration()))
                .toList();
    }

    private static void same(double[][] out, double[][] truth, double relative) {
        for (int position = 0; position < out.length; position++) {
            for (int item = 0; item < out[position].length; item++) {
                double expected = truth[position][item];
                assertThat(out[position][item]).isCloseTo(expected, within(relative * expected + 1e-15));
            }
        }
    }
}
