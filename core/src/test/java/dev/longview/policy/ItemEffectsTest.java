package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.label.Evidence;
import dev.longview.label.Line;
import dev.longview.label.Posterior;
import dev.longview.label.Readings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ItemEffectsTest {
    private static final ItemPrior PRIOR = new ItemPrior(4.5, 0.8, 39);
    private static final double SCALE = 6;

    private record Key(String decision, int position) {}

    private record Said(String item, Evidence evidence) {}

    /** Rows are added, renewed with new evidence, settled, withdrawn; at the end only what they say last must be there. */
    @Test
    void renew_randomSequences_bytesAreThoseOfAFreshSum() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ItemEffects effects = ItemEffects.of(SCALE);
            Map<Key, Said> last = new HashMap<>();
            Map<Key, Said> settled = new HashMap<>();
            for (int step = 0; step < 400; step++) {
                Key key = new Key("d" + random.nextInt(40), random.nextInt(2));
                if (settled.containsKey(key)) {
                    continue;
                }
                Said before = last.get(key);
                String item = before == null ? "i" + random.nextInt(5) : before.item;
                int kind = random.nextInt(10);
                if (kind == 0) {
                    effects.withdraw(key.decision, key.position);
                    last.remove(key);
                } else {
                    Evidence now = kind == 1 ? Evidence.settled(random.nextInt(60)) : evidence(random);
                    Said said = new Said(item, now);
                    last.put(key, said);
                    if (kind == 1) {
                        effects.settle(key.decision, key.position, item, now.value());
                        settled.put(key, said);
                    } else {
                        effects.renew(key.decision, key.position, item, now);
                    }
                }
            }
            List<Map.Entry<Key, Said>> rows = new ArrayList<>(last.entrySet());
            Collections.shuffle(rows, new Random(seed));
            ItemEffects fresh = ItemEffects.of(SCALE);
            for (Map.Entry<Key, Said> row : rows) {
                Key key = row.getKey();
                Said said = row.getValue();
                if (settled.containsKey(key)) {
                    fresh.settle(key.decision, key.position, said.item, said.evidence.value());
                } else {
                    fresh.renew(key.decision, key.position, said.item, said.evidence);
                }
            }

            assertThat(effects.sameSums(fresh)).isTrue();
            assertThat(effects.open()).isEqualTo(last.size() - settled.size());
            for (int i = 0; i < 5; i++) {
                assertThat(effects.posterior("i" + i, PRIOR)).isEqualTo(fresh.posterior("i" + i, PRIOR));
            }
        }
    }

    @Test
    void withdraw_everythingThatWasAdded_leavesThePriorToTheByte() {
        SplittableRandom random = new SplittableRandom(1);
        ItemEffects effects = ItemEffects.of(SCALE);
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            effects.renew("d", i, "i", evidence(random));
            rows.add(i);
        }
        assertThat(effects.posterior("i", PRIOR).precision()).isGreaterThan(2 / PRIOR.variance());
        Collections.shuffle(rows, new Random(2));
        rows.forEach(row -> effects.withdraw("d", row));

        assertThat(effects.sameSums(ItemEffects.of(SCALE))).isTrue();
        assertThat(effects.posterior("i", PRIOR).mean()).isCloseTo(4.5, within(1e-12));
        assertThat(effects.posterior("i", PRIOR).precision()).isCloseTo(1 / PRIOR.variance(), within(1e-12));
    }

    /** Conditioning by one observation after the other of (θ, e), in two dimensions: another formula than that of the sums. */
    @Test
    void posterior_randomEvidence_isThatOfAKalmanFilterOverEffectAndSharedError() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ItemEffects effects = ItemEffects.of(SCALE);
            double theta = PRIOR.mean();
            double error = 0;
            double tt = PRIOR.variance();
            double te = 0;
            double ee = 1;
            for (int row = 0; row < 60; row++) {
                Evidence z = row % 7 == 0 ? Evidence.settled(random.nextInt(60)) : evidence(random);
                effects.renew("d", row, "i", z);
                if (z.precision() > 0) {
                    double r = z.shared();
                    double ht = tt + r * te;
                    double he = te + r * ee;
                    double variance = ht + r * he + PRIOR.noise() / z.precision();
                    double surprise = z.value() - theta - r * error;
                    theta += ht / variance * surprise;
                    error += he / variance * surprise;
                    tt -= ht * ht / variance;
                    te -= ht * he / variance;
                    ee -= he * he / variance;
                }
            }
            Posterior posterior = effects.posterior("i", PRIOR);

            // Sixty rows are rounded to 2⁻³⁰ each, against a prior of about 50 in those units.
            assertThat(posterior.mean()).isCloseTo(theta, within(1e-6));
            assertThat(1 / posterior.precision()).isCloseTo(tt, within(1e-6));
        }
    }

    @Test
    void posterior_manyRowsThatShareAnError_deviationStaysAtTheErrors() {
        ItemEffects shared = ItemEffects.of(SCALE);
        ItemEffects apart = ItemEffects.of(SCALE);
        for (int i = 0; i < 100_000; i++) {
            shared.renew("d", i, "i", new Evidence(5, 0.5, 0.4));
            apart.renew("d", i, "i", new Evidence(5, 0.5, 0));
        }
        double noise = PRIOR.noise() / 0.5 / 100_000;

        // 100,000 equal rows are rounded the same way, by 2⁻³¹ of a scale of 4 at most.
        assertThat(shared.posterior("i", PRIOR).precision())
                .isCloseTo(1 / PRIOR.variance() + 1 / (0.16 + noise), within(1e-4));
        assertThat(apart.posterior("i", PRIOR).deviation()).isLessThan(0.03);
    }

    /** n rows of one age: what {@link Readings#read} says of each, given that there are n, adds up to the same. */
    @Test
    void posterior_rowsOfOneAge_isThatOfTheirReadingsInTheirCohort() {
        Line line = new Line(1, 1, 4.5, new double[0], 4, new double[0], 0.4, 0, 18, 0.03, 0.8, 39);
        Readings readings = new Readings(0.1, List.of(1L, 2L), List.of(), new double[0], List.of(line), List.of());
        int rows = 300;
        SplittableRandom random = new SplittableRandom(6);
        ItemEffects effects = ItemEffects.of(SCALE);
        Posterior expected = Posterior.prior(PRIOR.mean(), PRIOR.variance());
        for (int i = 0; i < rows; i++) {
            double label = 4 + 4 * random.nextGaussian();
            effects.renew("d" + i, 0, "i", readings.evidence(OptionalInt.empty(), 1, label, new double[0]));
            expected = expected.with(readings.read(OptionalInt.empty(), 1, label, new double[0], rows), PRIOR.noise());
        }

        assertThat(effects.posterior("i", PRIOR).mean()).isCloseTo(expected.mean(), within(1e-6));
        assertThat(effects.posterior("i", PRIOR).precision()).isCloseTo(expected.precision(), within(1e-6));
        assertThat(readings.evidence(OptionalInt.empty(), 2, 7, new double[0])).isEqualTo(Evidence.settled(7));
        assertThat(readings.withFloor(0.5).evidence(OptionalInt.empty(), 1, 7, new double[0]))
                .isEqualTo(new Evidence(4.5, 0, 0));
    }

    @Test
    void posterior_itemWithoutRows_isThePriorOfItsFeatures() {
        Posterior belief = ItemEffects.of(SCALE).posterior("new", PRIOR.withMean(6));

        assertThat(belief).isEqualTo(Posterior.prior(6, PRIOR.variance()));
    }

    @Test
    void renew_sameEvidenceTwice_countsOnce() {
        ItemEffects effects = ItemEffects.of(SCALE);
        Evidence said = new Evidence(7, 0.3, 0.2);
        effects.renew("d", 0, "i", said);
        Posterior once = effects.posterior("i", PRIOR);
        effects.renew("d", 0, "i", said);

        assertThat(effects.posterior("i", PRIOR)).isEqualTo(once);
        assertThat(effects.open()).isEqualTo(1);
        effects.settle("d", 0, "i", 9);
        assertThat(effects.open()).isZero();
        assertThat(effects.settled("i")).isEqualTo(1);
    }

    @Test
    void renew_hostileEvidence_isRefusedWithACountAndChangesNothing() {
        ItemEffects effects = ItemEffects.of(SCALE);
        effects.renew("d", 0, "i", new Evidence(7, 0.3, 0.2));
        Posterior before = effects.posterior("i", PRIOR);
        List<Evidence> hostile = List.of(
                new Evidence(Double.NaN, 0.3, 0),
                new Evidence(Double.POSITIVE_INFINITY, 0.3, 0),
                new Evidence(1, Double.NaN, 0),
                new Evidence(1, -1, 0),
                new Evidence(1, 1e300, 0),
                new Evidence(1, 1, Double.NaN),
                new Evidence(1e9, 1, 0));
        for (Evidence evidence : hostile) {
            assertThat(effects.renew("d", 0, "i", evidence)).isFalse();
        }
        assertThat(effects.settle("d", 0, "i", Double.NaN)).isFalse();

        assertThat(effects.refused()).isEqualTo(hostile.size() + 1);
        assertThat(effects.posterior("i", PRIOR)).isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> ItemEffects.of(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new ItemPrior(0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ItemPrior(0, 1, Double.NaN));
    }

    @Test
    void merge_partsInAnyOrder_sameBytesAsTheWhole() {
        SplittableRandom random = new SplittableRandom(4);
        ItemEffects whole = ItemEffects.of(SCALE);
        List<ItemEffects> parts = List.of(ItemEffects.of(SCALE), ItemEffects.of(SCALE), ItemEffects.of(SCALE));
        for (int i = 0; i < 300; i++) {
            ItemEffects part = parts.get(random.nextInt(3));
            for (ItemEffects each : List.of(whole, part)) {
                Evidence said = evidence(new SplittableRandom(i));
                each.renew("d" + i, 0, "i" + i % 7, said);
                if (i % 3 == 0) {
                    each.settle("d" + i, 0, "i" + i % 7, said.value());
                }
            }
        }
        ItemEffects merged =
                ItemEffects.of(SCALE).merge(parts.get(2)).merge(parts.get(0)).merge(parts.get(1));

        assertThat(merged.sameSums(whole)).isTrue();
        assertThat(merged.estimate(item -> 0)).isEqualTo(whole.estimate(item -> 0));
        assertThatIllegalArgumentException().isThrownBy(() -> merged.merge(ItemEffects.of(0.1)));
    }

    @Test
    void estimate_simulatedItems_isRightOnAverage() {
        int worlds = 100;
        double[][] found = new double[3][worlds];
        for (int w = 0; w < worlds; w++) {
            SplittableRandom random = new SplittableRandom(w);
            ItemEffects effects = ItemEffects.of(1);
            for (int i = 0; i < 80; i++) {
                double expected = i % 2 == 0 ? 0 : 10;
                double theta = expected + 1 + 0.3 * random.nextGaussian();
                // Items differ in their rows by a factor of fifty.
                int rows = 4 + (i % 5 == 0 ? 200 : random.nextInt(20));
                for (int r = 0; r < rows; r++) {
                    effects.settle("d" + r, 0, "i" + i, theta + 1.5 * random.nextGaussian());
                }
            }
            ItemPrior prior = effects.estimate(item -> Integer.parseInt(item.substring(1)) % 2 == 0 ? 0 : 10)
                    .orElseThrow();
            found[0][w] = prior.mean();
            found[1][w] = prior.variance();
            found[2][w] = prior.noise();
        }
        double[] truth = {1, 0.09, 2.25};
        for (int k = 0; k < 3; k++) {
            double mean = 0;
            for (double value : found[k]) {
                mean += value / worlds;
            }
            double squares = 0;
            for (double value : found[k]) {
                squares += (value - mean) * (value - mean);
            }
            double error = Math.sqrt(squares / (worlds - 1) / worlds);
            // Four standard errors, and for the variance 3%: where the estimate ends at 0 it is cut.
            assertThat(mean).as("estimate %d", k).isCloseTo(truth[k], within(4 * error + (k == 1 ? 0.003 : 0)));
            assertThat(error).isLessThan(0.05 * truth[k]);
        }
    }

    @Test
    void estimate_itemsThatDoNotDiffer_isAlmostNoVariance() {
        SplittableRandom random = new SplittableRandom(5);
        ItemEffects effects = ItemEffects.of(1);
        for (int r = 0; r < 20_000; r++) {
            effects.settle("d" + r, 0, "i" + r % 20, random.nextGaussian());
        }

        // The variance of a mean of 1,000 rows is 0.001, and it is told from 20 items.
        assertThat(effects.estimate(item -> 0).orElseThrow().variance()).isLessThan(0.001);
        assertThat(ItemEffects.of(1).estimate(item -> 0)).isEmpty();
    }

    private static Evidence evidence(SplittableRandom random) {
        return new Evidence(
                60 * random.nextDouble() - 5,
                random.nextInt(8) == 0 ? 0 : 1.2 * random.nextDouble(),
                random.nextDouble());
    }
}
