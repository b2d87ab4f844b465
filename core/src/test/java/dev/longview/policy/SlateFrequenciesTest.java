package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Propensities against frequencies: whole slates, whose probability is the product of what the draw tells for its positions. */
class SlateFrequenciesTest {
    static List<SlowPolicy> policies() {
        return Explored.all(3);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void draw_manySeeds_slatesComeAsOftenAsTheirPropensitiesSay(SlowPolicy policy) {
        check(policy, Explored.usesBeliefs(policy.exploration()) ? 4_000 : 60_000);
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("policies")
    void draw_moreSeeds_slatesComeAsOftenAsTheirPropensitiesSay(SlowPolicy policy) {
        check(policy, Explored.usesBeliefs(policy.exploration()) ? 200_000 : 2_000_000);
    }

    /**
     * Pearson's χ² over all slates, those expected fewer than ten times taken together. Each is below its degrees of freedom d plus
     * 4.5·√(2d) + 10, which chance exceeds with a probability below 1e-4 at any d.
     */
    private static void check(SlowPolicy policy, int draws) {
        SlateSampler sampler = SlateSampler.of(policy.exploration(), policy.slateSize());
        Restrictions rules = policy.restrictions();
        Slate slate = new Slate(3);
        int[] count = new int[1 << 12];
        Map<Integer, Double> told = new HashMap<>();
        for (int seed = 0; seed < draws; seed++) {
            sampler.draw(policy.scores(), 7, rules, seed, slate);
            int code = 0;
            for (int position = 0; position < slate.size(); position++) {
                code = code * 8 + slate.item(position) + 1;
            }
            if (count[code]++ == 0) {
                double product = 1;
                for (int position = 0; position < slate.size(); position++) {
                    product *= slate.conditional(position);
                }
                told.put(code, product);
            }
        }
        double chi = 0;
        int cells = 0;
        double restExpected = draws;
        long restSeen = draws;
        for (var each : told.entrySet()) {
            double expected = each.getValue() * draws;
            if (expected >= 10) {
                double off = count[each.getKey()] - expected;
                chi += off * off / expected;
                cells++;
                restExpected -= expected;
                restSeen -= count[each.getKey()];
            }
        }
        if (restExpected > 10) {
            chi += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
            cells++;
        } else {
            assertThat(Math.abs(restSeen - restExpected)).isLessThan(25);
        }
        int freedom = Math.max(1, cells - 1);
        assertThat(chi)
                .as("χ² on %s degrees, %s", freedom, policy)
                .isLessThan(freedom + 4.5 * Math.sqrt(2.0 * freedom) + 10);
    }
}
