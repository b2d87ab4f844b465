package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlateSamplerTest {
    private static final double[] SCORES = Explored.SCORES;

    static List<SlowPolicy> policies() {
        return Explored.all(5);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void probabilities_afterAnyPrefixOfUpToThree_areThoseOfTheDefinition(SlowPolicy policy) {
        SlateSampler sampler = SlateSampler.of(policy.exploration(), policy.slateSize());
        everyPrefix(sampler, policy, List.of(), new Slate(1));
    }

    private static void everyPrefix(SlateSampler sampler, SlowPolicy policy, List<Integer> prefix, Slate workspace) {
        Map<Integer, Double> expected = policy.next(prefix);
        if (prefix.size() > 3 || expected.isEmpty()) {
            return;
        }
        double[] out = new double[7];
        int[] above = prefix.stream().mapToInt(i -> i).toArray();
        sampler.probabilities(policy.scores(), 7, policy.restrictions(), above, above.length, workspace, out);
        double floor = floor(policy.exploration()) / 7;
        for (int item = 0; item < 7; item++) {
            assertThat(out[item]).isCloseTo(expected.getOrDefault(item, 0.0), within(exact(policy)));
            // What may be drawn keeps the floor, at every position.
            assertThat(!expected.containsKey(item) || out[item] >= floor).isTrue();
        }
        assertThat(Arrays.stream(out).sum()).isCloseTo(1, within(exact(policy)));
        for (int item : expected.keySet()) {
            List<Integer> longer = new ArrayList<>(prefix);
            longer.add(item);
            everyPrefix(sampler, policy, longer, workspace);
        }
    }

    private static double floor(Exploration exploration) {
        return switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) -> epsilon;
            case Exploration.Softmax(double temperature, double floor) -> floor;
            case Exploration.SquareCb(double gamma, double floor) -> floor;
            case Exploration.Ensemble(int replicas, double floor) -> floor;
            case Exploration.Thompson(double floor) -> floor;
            case Exploration.Guarded(Exploration own, Exploration baseline, double share) ->
                (1 - share) * floor(own) + share * floor(baseline);
        };
    }

    @ParameterizedTest
    @MethodSource("policies")
    void draw_anySeed_tellsTheConditionalsOfTheDefinition(SlowPolicy policy) {
        SlateSampler sampler = SlateSampler.of(policy.exploration(), policy.slateSize());
        Slate slate = new Slate(5);
        for (int seed = 0; seed < 300; seed++) {
            sampler.draw(policy.scores(), 7, policy.restrictions(), seed, slate);
            List<Integer> prefix = new ArrayList<>();
            for (int position = 0; position < slate.size(); position++) {
                double expected = policy.next(prefix).getOrDefault(slate.item(position), 0.0);
                assertThat(slate.conditional(position)).isCloseTo(expected, within(exact(policy)));
                prefix.add(slate.item(position));
            }
            assertThat(policy.next(prefix)).isEmpty();
        }
    }

    /** 2,000 candidates: several blocks and sections, of which many are emptied by the cap. */
    @Test
    void draw_manyCandidates_conditionalsAreThoseOfTheDefinition() {
        int n = 2000;
        SplittableRandom random = new SplittableRandom(3);
        double[][] models = new double[4][];
        Arrays.setAll(
                models,
                m -> random.doubles(n, -1, 1)
                        .map(x -> Math.round(x * 500) / 500.0)
                        .toArray());
        List<List<Integer>> values = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            values.add(List.of(random.nextInt(30)));
        }
        for (Exploration exploration : List.of(
                new Exploration.Softmax(0.1, 0.05),
                Explored.GREEDY,
                new Exploration.SquareCb(2000, 0.05),
                new Exploration.Ensemble(4, 0.05))) {
            double[][] scores = Arrays.copyOf(models, exploration.models());
            SlowPolicy policy =
                    SlowPolicy.of(exploration, 12, scores).withCap(values, 1).withPins(Map.of(4, 77));
            Slate slate = new Slate(12);
            SlateSampler.of(exploration, 12).draw(scores, n, policy.restrictions(), 11, slate);
            List<Integer> prefix = new ArrayList<>();
            for (int position = 0; position < 12; position++) {
                double expected = position == 4 ? 1 : policy.drawn(prefix, slate.item(position));
                assertThat(slate.conditional(position)).isCloseTo(expected, within(1e-10 * expected));
                prefix.add(slate.item(position));
            }
        }
    }

    @Test
    void draw_sameSeed_sameSlateWhateverTheBuffersHeld() {
        for (SlowPolicy policy : policies()) {
            SlateSampler sampler = SlateSampler.of(policy.exploration(), 4);
            Slate first = new Slate(4);
            Slate second = new Slate(1);
            sampler.draw(policy.scores(), 7, policy.restrictions(), 99, first);
            sampler.draw(policy.scores(), 3, Restrictions.none(), 5, second);
            sampler.draw(policy.scores(), 7, policy.restrictions(), 99, second);
            for (int position = 0; position < first.size(); position++) {
                assertThat(second.item(position)).isEqualTo(first.item(position));
                assertThat(second.conditional(position)).isEqualTo(first.conditional(position));
            }
        }
    }

    @Test
    void draw_fewerCandidatesThanPositions_fillsWhatThereIs() {
        Slate slate = new Slate(5);
        SlateSampler.of(Explored.GREEDY, 5).draw(SCORES, 2, 1, slate);
        assertThat(slate.size()).isEqualTo(2);
        assertThat(slate.conditional(1)).isEqualTo(1);
    }

    /** Of a quadrature, what it says of itself. */
    private static double exact(SlowPolicy policy) {
        return Explored.usesBeliefs(policy.exploration()) ? 1e-9 : 1e-14;
    }

    @Test
    void draw_buffersAreWarm_allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // A quadrature over those that may be the best needs room of its own.
        for (SlowPolicy policy : policies().stream()
                .filter(each -> !Explored.usesBeliefs(each.exploration()))
                .toList()) {
            SlateSampler sampler = SlateSampler.of(policy.exploration(), policy.slateSize());
            Restrictions rules = policy.restrictions();
            Slate slate = new Slate(5);
            long before = 0;
            for (int seed = 0; seed < 2100; seed++) {
                if (seed == 100) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
                sampler.draw(policy.scores(), 7, rules, seed, slate);
            }
            // What the measurement itself needs, and no more: a byte for each of 2,000 draws would be told.
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes for 2,000 draws of %s", policy.exploration())
                    .isLessThan(2000);
        }
    }

    /** What a baseline would do keeps its share at every position, whatever the policy has learned. */
    @Test
    void probabilities_guarded_areAtLeastTheShareOfTheBaselines() {
        SplittableRandom random = new SplittableRandom(9);
        Exploration.Guarded guarded = new Exploration.Guarded(Explored.SQUARE_CB, Explored.SOFTMAX, 0.8);
        for (int round = 0; round < 200; round++) {
            double[][] scores = {
                random.doubles(7, -5, 5).toArray(), random.doubles(7).toArray()
            };
            int[] prefix = {random.nextInt(7)};
            int above = random.nextInt(2);
            double[] out = new double[7];
            double[] baseline = new double[7];
            SlateSampler.of(guarded, 3).probabilities(scores, 7, Restrictions.none(), prefix, above, new Slate(1), out);
            SlateSampler.of(Explored.SOFTMAX, 3).probabilities(scores[1], 7, prefix, above, new Slate(1), baseline);
            for (int item = 0; item < 7; item++) {
                assertThat(out[item]).isGreaterThanOrEqualTo(0.8 * baseline[item]);
            }
        }
    }

    @Test
    void probabilities_tiedScores_favourTheLowerIndex() {
        double[] out = new double[3];
        SlateSampler.of(Explored.GREEDY, 1).probabilities(new double[] {1, 2, 2}, 3, new int[0], 0, new Slate(1), out);
        assertThat(out).containsExactly(new double[] {0.1, 0.8, 0.1}, within(1e-12));
    }

    @Test
    void probabilities_prefixThatCannotBe_isRefused() {
        double[] out = new double[7];
        SlateSampler sampler = SlateSampler.of(Explored.GREEDY, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sampler.probabilities(SCORES, 7, new int[] {4, 4}, 2, new Slate(1), out))
                .withMessageContaining("candidate 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sampler.probabilities(SCORES, 2, new int[] {0, 1}, 2, new Slate(1), out))
                .withMessageContaining("no candidate is left");
    }

    /** γ·gap is infinite: as rare as the floor says, and no NaN. */
    @Test
    void probabilities_hugeGamma_isGreedyWithTheFloor() {
        double[] out = new double[3];
        SlateSampler.of(new Exploration.SquareCb(1e308, 0.3), 1)
                .probabilities(new double[] {1, 1e10, 0}, 3, new int[0], 0, new Slate(1), out);
        assertThat(out).containsExactly(new double[] {0.1, 0.8, 0.1}, within(1e-12));
    }

    /** Four terms are added by one division of their product, which is no number here, though what it divides is one. */
    @Test
    void probabilities_gapsWhoseProductIsInfinite_keepWhatIsAsGoodAsTheBest() {
        double[] out = new double[8];
        // One as good as the best and three others, whose product is finite without it, or is not.
        for (double gamma : new double[] {5e102, 1e200}) {
            SlateSampler.of(new Exploration.SquareCb(gamma, 0.5), 1)
                    .probabilities(new double[] {2, 1, 1, 1, 1, 1, 1, 2}, 8, new int[0], 0, new Slate(1), out);
            double low = 0.0625;
            assertThat(out).containsExactly(new double[] {0.5, low, low, low, low, low, low, 0.125}, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void draw_scoreIsNotFinite_isRefused(double score) {
        for (Exploration exploration : List.of(Explored.SOFTMAX, Explored.GREEDY, Explored.SQUARE_CB)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SlateSampler.of(exploration, 1).draw(new double[] {0, score}, 2, 1, new Slate(1)))
                    .withMessageContaining("candidate 1");
        }
    }

    @Test
    void draw_scoresOfTooFewModels_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SlateSampler.of(Explored.ENSEMBLE, 1).draw(SCORES, 7, 1, new Slate(1)))
                .withMessageContaining("scores of 1 models where the exploration needs 5");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
    void of_parameterOutOfRange_isRefused(double share) {
        for (Exploration exploration : List.of(
                new Exploration.EpsilonGreedy(share),
                new Exploration.Softmax(1, share),
                new Exploration.SquareCb(1, share),
                new Exploration.Ensemble(3, share),
                new Exploration.Thompson(share))) {
            assertThatIllegalArgumentException().isThrownBy(() -> SlateSampler.of(exploration, 1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SlateSampler.of(new Exploration.SquareCb(share > 1 ? -1 : share, 0.1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SlateSampler.of(new Exploration.Ensemble(1, 0.1), 1));
    }
}
