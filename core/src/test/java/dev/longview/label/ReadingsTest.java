package dev.longview.label;

import static dev.longview.label.ShrunkLabels.AGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private static final OptionalInt POOL = OptionalInt.empty();
    private static final ShrunkLabels WORLD = new ShrunkLabels(0.4, 0.25, 0.003, 2);

    @Test
    void fit_worldsOfKnownShrinkage_estimatesAreRightOnAverage() {
        int worlds = 60;
        double[][] found = new double[7][worlds];
        double claimed = 0;
        for (int w = 0; w < worlds; w++) {
            Line line = WORLD.fit(300, new SplittableRandom(w)).pooled().getFirst();
            found[0][w] = line.slope();
            found[1][w] = line.noise();
            found[2][w] = line.shared();
            found[3][w] = line.itemVariance();
            found[4][w] = line.finalNoise();
            found[5][w] = line.effects()[0];
            found[6][w] = line.predictedEffects()[0];
            claimed += line.slopeError() / worlds;
        }
        double[] truth = {0.4, 0.25, 0.003, 0.09, 1, 2, 2};
        for (int i = 0; i < truth.length; i++) {
            // Four standard errors of the mean over worlds: one test in 2,000 fails if all is right.
            assertThat(mean(found[i])).as("estimate %d", i).isCloseTo(truth[i], within(4 * error(found[i])));
        }
        // Of items of thirty rows the slope of means is (0.4·0.09 + 0.3/30)/(0.09 + 1/30) = 0.37: the correction is
        // seen.
        assertThat(4 * error(found[0])).isLessThan(0.02);
        // A standard deviation from 60 draws has an error of 9%.
        assertThat(claimed).isCloseTo(error(found[0]) * Math.sqrt(worlds), within(0.3 * claimed));
    }

    @Test
    void read_labelsOfGoodAndBadItems_meanIsTheirEffect() {
        Readings readings = WORLD.fit(3_000, new SplittableRandom(1));
        SplittableRandom random = new SplittableRandom(2);
        for (double effect : new double[] {0.4, 1.0, 1.6}) {
            double[] z = new double[40_000];
            double plugIn = 0;
            for (int i = 0; i < z.length; i++) {
                var item = new ShrunkLabels.Item(effect, 0, 0);
                double[] row = WORLD.row(item, random);
                z[i] = readings.read(POOL, AGES.getFirst(), row[1], new double[] {row[2]}, 1)
                        .value();
                plugIn += row[1] / z.length;
            }
            // The slope of 3,000 items has an error of 0.007, of 0.4: 2% of 0.6; that of the intercept is smaller.
            assertThat(mean(z)).isCloseTo(effect, within(4 * error(z) + 0.05));
            assertThat(plugIn).isCloseTo(ShrunkLabels.PREDICTED + 0.4 * (effect - 1), within(0.02));
        }
    }

    /** One item is shown to those who like everything, its neighbour, of the same worth, to those who like nothing. */
    @Test
    void read_itemsWithOtherContextMixes_sameEffectGivesSameReading() {
        for (double contextInLabel : new double[] {2, 0.8}) {
            // The predictor knows the context wholly (2), or shrinks it as it shrinks items.
            ShrunkLabels world = new ShrunkLabels(0.4, 0.25, 0, contextInLabel);
            Readings readings = world.fit(3_000, new SplittableRandom(3));
            double heavy = net(readings, world, 0.95);
            double light = net(readings, world, 0.05);
            // Of 40,000 rows each, with a deviation of 0.5/0.4; dividing the context's effect by 0.4 would give 2.7.
            assertThat(heavy - light).isCloseTo(0, within(0.06));
            assertThat(heavy).isCloseTo(1.3, within(0.08));
        }
    }

    /** The mean reading of an item of effect 1.3, less what its contexts are worth in truth. */
    private static double net(Readings readings, ShrunkLabels world, double mix) {
        SplittableRandom random = new SplittableRandom(4);
        double sum = 0;
        int n = 40_000;
        for (int i = 0; i < n; i++) {
            double[] row = world.row(new ShrunkLabels.Item(1.3, 0, mix), random);
            Reading reading = readings.read(POOL, AGES.getFirst(), row[1], new double[] {row[2]}, 1);
            sum += reading.value() - ShrunkLabels.CONTEXT * row[2];
        }
        return sum / n;
    }

    @Test
    void posterior_ofReadingsWithCohortTerm_coversEffectsAtItsNominalRate() {
        ShrunkLabels world = new ShrunkLabels(0.4, 0.25, 0.01, 2);
        Readings readings = world.fit(3_000, new SplittableRandom(5));
        SplittableRandom random = new SplittableRandom(6);
        int items = 2_000;
        int rows = 100;
        double covered = 0;
        double withoutTerm = 0;
        for (int i = 0; i < items; i++) {
            ShrunkLabels.Item item = world.item(random);
            Line line = readings.pooled().getFirst();
            Posterior posterior = Posterior.prior(line.mean(), line.itemVariance());
            Posterior alone = posterior;
            for (int r = 0; r < rows; r++) {
                double[] row = world.row(item, random);
                double[] x = {row[2]};
                double label = row[1];
                // An effect is told at the covariates' means, as m is.
                double offset = line.effects()[0] * (row[2] - readings.means()[0]);
                Reading together = readings.read(POOL, AGES.getFirst(), label, x, rows);
                Reading apart = readings.read(POOL, AGES.getFirst(), label, x, 1);
                posterior =
                        posterior.with(new Reading(together.value() - offset, together.precision()), line.finalNoise());
                alone = alone.with(new Reading(apart.value() - offset, apart.precision()), line.finalNoise());
            }
            double truth = item.effect() + 2 * readings.means()[0];
            covered += Math.abs(posterior.mean() - truth) < 1.96 * posterior.deviation() ? 1 : 0;
            withoutTerm += Math.abs(alone.mean() - truth) < 1.96 * alone.deviation() ? 1 : 0;
        }
        // Binomial error of 2,000 items at 95%: 0.005; the estimates of 3,000 items add about as much.
        assertThat(covered / items).isBetween(0.93, 0.97);
        assertThat(withoutTerm / items).isLessThan(0.8);
    }

    @Test
    void fit_twoTypesAndAThinOne_eachHasItsOwnAndTheThinOneThePools() {
        ReadingLearner learner = ReadingLearner.of(AGES, 1);
        SplittableRandom random = new SplittableRandom(7);
        new ShrunkLabels(0.3, 0.25, 0, 2).fill(learner, "series", 2_000, random);
        new ShrunkLabels(0.9, 0.25, 0, 2).fill(learner, "film", 2_000, random);
        new ShrunkLabels(0.5, 0.25, 0, 2).fill(learner, "clip", 4, random);
        Readings readings = ShrunkLabels.readings(learner);
        assertThat(readings.types()).extracting(Readings.Type::name).containsExactly("film", "series");
        assertThat(readings.type("clip")).isEmpty();
        // Slopes of 2,000 items have an error of 0.01; thirty of 2,000 items are the pool's.
        assertThat(readings.lines(readings.type("series")).getFirst().slope()).isCloseTo(0.3, within(0.06));
        assertThat(readings.lines(readings.type("film")).getFirst().slope()).isCloseTo(0.9, within(0.06));
        assertThat(readings.pooled().getFirst().slope()).isBetween(0.5, 0.7);
    }

    @Test
    void add_partsMerged_sameReadingsAsAtOnce() {
        ReadingLearner whole = ReadingLearner.of(AGES, 1);
        ReadingLearner first = ReadingLearner.of(AGES, 1);
        ReadingLearner second = ReadingLearner.of(AGES, 1);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 200; i++) {
            var item = WORLD.item(random);
            for (int r = 0; r < 40; r++) {
                double[] row = WORLD.row(item, random);
                double[] labels = {1e6 + row[1], Double.NaN};
                double[] x = {row[2]};
                whole.add("i" + i, "", labels, 1e6 + row[0], x);
                (r % 3 == 0 ? first : second).add("i" + i, "", labels, 1e6 + row[0], x);
            }
        }
        Line once = ShrunkLabels.readings(whole).pooled().getFirst();
        Line merged = ShrunkLabels.readings(first.add(second)).pooled().getFirst();
        // An offset of a million leaves ten digits of sixteen, of which squares take half.
        assertThat(merged.slope()).isCloseTo(once.slope(), within(1e-6));
        assertThat(merged.noise()).isCloseTo(once.noise(), within(1e-6));
        assertThat(merged.effects()[0]).isCloseTo(once.effects()[0], within(1e-6));
        assertThat(merged.rows()).isEqualTo(once.rows()).isEqualTo(8_000);
        assertThat(once.slope()).isCloseTo(0.4, within(0.1));
    }

    @Test
    void fit_itemsOfOneEffect_isUnreadable() {
        ReadingLearner learner = ReadingLearner.of(AGES, 0);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 10_000; i++) {
            double y = random.nextGaussian();
            learner.add("i" + i % 100, "", new double[] {0.5 * y, Double.NaN}, y, new double[0]);
        }
        assertThat(learner.fit(List.of()))
                .isInstanceOfSatisfying(
                        ReadingLearner.Result.Unreadable.class,
                        why -> assertThat(why.reason()).contains("100 items cannot be told apart"));
    }

    @Test
    void read_byAge_isNothingBeforeTheFirstLandmarkAndFinalAfterTheLast() {
        Line early = line(0.2, 1, 1);
        Line late = line(0.6, 2, 1.4);
        Readings readings =
                new Readings(0.1, List.of(100L, 200L, 300L), List.of(), new double[0], List.of(early, late), List.of());
        double[] x = {};
        assertThat(readings.read(POOL, 99, 5, x, 1)).isEqualTo(new Reading(2, 0));
        Reading first = readings.read(POOL, 100, 1.5, x, 1);
        assertThat(first.value()).isCloseTo(2 + 0.5 / 0.2, within(1e-12));
        assertThat(first.precision()).isCloseTo(0.04 * 4 / 1, within(1e-12));
        Reading between = readings.read(POOL, 150, 1.6, x, 1);
        assertThat(between.value()).isCloseTo(2 + (1.6 - 1.2) / 0.4, within(1e-12));
        assertThat(between.precision()).isCloseTo(0.16 * 4 / 1.5, within(1e-12));
        // Half way from the last line to a final label: slope 0.8, noise 3, predicted 1.7.
        assertThat(readings.read(POOL, 250, 1.7, x, 1).value()).isCloseTo(2, within(1e-12));
        assertThat(readings.precision(POOL, 250, 1)).isCloseTo(0.64 * 4 / 3, within(1e-12));
        assertThat(readings.read(POOL, 300, 5, x, 1)).isEqualTo(new Reading(5, 1));
    }

    @Test
    void read_slopeBelowATenth_isWithheld() {
        Readings readings =
                new Readings(0.1, List.of(100L, 300L), List.of(), new double[0], List.of(line(0.09, 1, 1)), List.of());
        assertThat(readings.read(POOL, 100, 9, new double[0], 1)).isEqualTo(new Reading(2, 0));
        assertThat(readings.withFloor(0.05)
                        .read(POOL, 100, 1.09, new double[0], 1)
                        .value())
                .isCloseTo(3, within(1e-9));
    }

    @Test
    void precision_ofACohort_growsNoFurtherThanTheSharedError() {
        Line line = new Line(1, 1, 0, new double[0], 0, new double[0], 0.5, 0, 2, 0.1, 1, 4);
        Readings readings = new Readings(0.1, List.of(1L, 2L), List.of(), new double[0], List.of(line), List.of());
        double all = 1_000_000 * readings.precision(POOL, 1, 1_000_000);
        // ρ²/c, of a final label's variance 4.
        assertThat(all).isCloseTo(0.25 / 0.1 * 4, within(1e-3));
    }

    @Test
    void add_batchesCutAnywhere_sameAsRowByRowAndOpenOnesAreLeftOut() {
        List<Long> ages = List.of(10L, 20L, 30L);
        SplittableRandom random = new SplittableRandom(10);
        List<Object[]> rows = new ArrayList<>();
        ReadingLearner byRow = ReadingLearner.of(ages, 0);
        for (int d = 0; d < 4_000; d++) {
            int item = random.nextInt(40);
            boolean open = d % 7 == 0;
            double y = item * 0.1 + random.nextGaussian();
            double[] labels = {0.3 * y, 0.6 * y + 0.1 * random.nextGaussian(), Double.NaN};
            rows.add(new Object[] {"d" + d, "i" + item, 10L, labels[0]});
            rows.add(new Object[] {"d" + d, "i" + item, 20L, labels[1]});
            if (!open) {
                rows.add(new Object[] {"d" + d, "i" + item, 30L, y});
                byRow.add("i" + item, item % 2 == 0 ? "even" : "odd", labels, y, new double[0]);
            }
        }
        ReadingLearner byBatch = ReadingLearner.of(ages, 0);
        for (int from = 0; from < rows.size(); from += 101) {
            List<Object[]> part = rows.subList(from, Math.min(rows.size(), from + 101));
            byBatch.add(
                    batch(part),
                    part.stream().mapToDouble(row -> (double) row[3]).toArray(),
                    Optional.of("item.kind"),
                    new double[part.size()][0]);
        }
        assertThat(byBatch.rows()).isEqualTo(byRow.rows());
        Readings expected = ((ReadingLearner.Result.Fitted) byRow.fit(List.of())).readings();
        Readings found = ((ReadingLearner.Result.Fitted) byBatch.fit(List.of())).readings();
        assertThat(found).usingRecursiveComparison().isEqualTo(expected);
        Batch wrong = batch(List.of(new Object[][] {{"d", "i", 11L, 1.0}}));
        assertThatThrownBy(() -> byBatch.add(wrong, new double[1], Optional.empty(), new double[1][0]))
                .hasMessageContaining("age 11", "[10, 20, 30]");
    }

    @Test
    void posterior_readingReplaced_isAsIfTheOldOneHadNeverBeen() {
        Posterior prior = Posterior.prior(1, 0.5);
        Posterior others = prior.with(new Reading(2, 0.5), 4);
        Posterior replaced = others.with(new Reading(3, 0.1), 4)
                .without(new Reading(3, 0.1), 4)
                .with(new Reading(1.5, 1), 4);
        Posterior directly = others.with(new Reading(1.5, 1), 4);
        assertThat(replaced.mean()).isCloseTo(directly.mean(), within(1e-12));
        assertThat(replaced.precision()).isCloseTo(directly.precision(), within(1e-12));
        // By the formula: (1/0.5 + 2·0.5/4 + 1.5/4)/(2 + 0.5/4 + 1/4).
        assertThat(directly.mean()).isCloseTo((2 + 0.25 + 0.375) / 2.375, within(1e-12));
    }

    private static Line line(double slope, double noise, double predicted) {
        return new Line(1, 1, 2, new double[0], predicted, new double[0], slope, 0, noise, 0, 1, 4);
    }

    private static Batch batch(List<Object[]> rows) {
        int n = rows.size();
        Map<String, Column> columns = new LinkedHashMap<>();
        int[] codes = IntStream.range(0, n).toArray();
        boolean[] none = new boolean[0];
        columns.put(
                Assembled.DECISION,
                new Column.Texts(
                        codes, rows.stream().map(row -> (String) row[0]).toArray(String[]::new)));
        columns.put(
                Assembled.ITEM,
                new Column.Texts(
                        codes, rows.stream().map(row -> (String) row[1]).toArray(String[]::new)));
        columns.put(Assembled.POSITION, new Column.Longs(new long[n], none));
        columns.put(
                Assembled.AGE,
                new Column.Longs(rows.stream().mapToLong(row -> (long) row[2]).toArray(), none));
        String[] kinds = rows.stream()
                .map(row -> Integer.parseInt(((String) row[1]).replaceAll("\\D", "0")) % 2 == 0 ? "even" : "odd")
                .toArray(String[]::new);
        columns.put("item.kind", new Column.Texts(codes, kinds));
        return Batch.of(n, columns);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    /** The standard error of the mean. */
    private static double error(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1.0) / values.length);
    }
}
