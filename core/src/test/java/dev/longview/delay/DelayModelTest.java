package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.reward.Compilation;
import dev.longview.reward.Forecast;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DelayModelTest {
    private static final Landmarks LANDMARKS = Evenings.landmarks();

    private static double[] ages(int n, boolean finished) {
        double[] ages = new double[n];
        for (int i = 0; i < n; i++) {
            ages[i] = finished ? Evenings.END : Evenings.END * (i % 17) / 12;
        }
        return ages;
    }

    private static DelayDefinition definition(OutcomeDefinition outcome) {
        boolean alone = outcome.name().equals("played");
        return new DelayDefinition(
                outcome.name(),
                alone ? Optional.empty() : Optional.of("minutes"),
                alone ? List.of() : List.of(20.0, 80.0, 200.0),
                Optional.of("item.kind"));
    }

    private static DelayModel fit(OutcomeDefinition outcome, Batch... batches) {
        DelayLearner learner = DelayLearner.of(definition(outcome), outcome, LANDMARKS);
        Arrays.stream(batches).forEach(learner::add);
        return learner.fit();
    }

    private static Batch rows(int n, long seed, boolean finished) {
        return Evenings.rows(Evenings.draw(n, seed), LANDMARKS.ages(), ages(n, finished));
    }

    /** The rows [from, to) of a batch. */
    private static Batch slice(Batch batch, int from, int to) {
        Map<String, Column> columns = new LinkedHashMap<>();
        batch.columns()
                .forEach((name, column) -> columns.put(
                        name,
                        switch (column) {
                            case Column.Doubles(double[] v) -> new Column.Doubles(Arrays.copyOfRange(v, from, to));
                            case Column.Longs(long[] v, boolean[] m) ->
                                new Column.Longs(
                                        Arrays.copyOfRange(v, from, to),
                                        m.length == 0 ? m : Arrays.copyOfRange(m, from, to));
                            case Column.Texts(int[] c, String[] d) ->
                                new Column.Texts(Arrays.copyOfRange(c, from, to), d);
                            case Column.Booleans b -> b;
                            case Column.TextLists l -> l;
                            case Column.FloatLists l -> l;
                            case Column.TextMaps m -> m;
                        }));
        return Batch.of(to - from, columns);
    }

    @Test
    void forecast_eightRowsCountedByHand_isTheProductLimit() {
        // Two of eight happen in the first bin, one of the four still watched in the second; two are too young for the
        // second.
        OutcomeDefinition outcome = Viewing.outcome("happened", new Aggregate.Occurred());
        DelayDefinition plain = new DelayDefinition("happened", Optional.empty(), List.of(), Optional.empty());
        int[][] paths = {{0, 1, 1}, {0, 1}, {0, 0, 1}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0}, {0, 0}};
        int n = Arrays.stream(paths).mapToInt(path -> path.length).sum();
        String[] ids = new String[paths.length];
        int[] codes = new int[n];
        long[] ages = new long[n];
        long[] states = new long[n];
        double[] values = new double[n];
        int row = 0;
        for (int i = 0; i < paths.length; i++) {
            ids[i] = "d" + i;
            for (int k = 0; k < paths[i].length; k++, row++) {
                codes[row] = i;
                ages[row] = (k + 1) * Viewing.DAY;
                values[row] = paths[i][k];
                states[row] = (paths[i][k] == 1 || k == 2 ? State.FINAL : State.PENDING).code();
            }
        }
        Batch batch = batch(ids, codes, ages, values, states);
        DelayModel model = DelayLearner.of(plain, outcome, Viewing.landmarks(1, 2, 3))
                .add(batch)
                .fit();
        long half = 3 * Viewing.DAY / 2;
        Batch open = batch(
                ids,
                new int[4],
                new long[] {Viewing.DAY, half, 2 * Viewing.DAY, 3 * Viewing.DAY},
                new double[4],
                new long[4]);
        double[] p = model.forecast(open).probability();
        assertThat(p[1]).isCloseTo(1 - 6.0 / 8 * 3 / 4, within(1e-12));
        assertThat(p[5]).isCloseTo(0.25, within(1e-12));
        assertThat(p[3]).isCloseTo((p[1] + p[5]) / 2, within(1e-12));
        assertThat(p[7]).isEqualTo(0);
        assertThat(model.summary().bins()).containsExactly(new DelaySummary.Bin(8, 2), new DelaySummary.Bin(4, 1));
    }

    @Test
    void forecast_sumThatGrowsWithinItsBin_hasTheMeanItGrowsTo() {
        OutcomeDefinition outcome = Viewing.outcome("happened", new Aggregate.Sum(6000));
        DelayDefinition plain = new DelayDefinition("happened", Optional.empty(), List.of(), Optional.empty());
        long[] ages = {Viewing.DAY, 2 * Viewing.DAY, Viewing.DAY, 2 * Viewing.DAY};
        long pending = State.PENDING.code();
        long[] states = {pending, State.FINAL.code(), pending, State.FINAL.code()};
        Batch past =
                batch(new String[] {"a", "b"}, new int[] {0, 0, 1, 1}, ages, new double[] {30, 40, 25, 27}, states);
        DelayModel model = DelayLearner.of(plain, outcome, Viewing.landmarks(1, 2))
                .add(past)
                .fit();
        Batch open = batch(
                new String[] {"c"}, new int[1], new long[] {Viewing.DAY}, new double[] {28}, new long[] {pending});
        Forecast forecast = model.forecast(open);
        double mean = 0;
        for (int s = 0; s < forecast.support().length; s++) {
            mean += forecast.support()[s] * forecast.probability()[s];
        }
        assertThat(forecast.support()).containsExactly(27, 40);
        assertThat(mean).isCloseTo(28 + (10 + 2) / 2.0, within(1e-9));
    }

    private static Batch batch(String[] ids, int[] codes, long[] ages, double[] values, long[] states) {
        boolean[] none = new boolean[0];
        return Batch.of(
                ages.length,
                Map.of(
                        Assembled.DECISION,
                        new Column.Texts(codes, ids),
                        Assembled.POSITION,
                        new Column.Longs(new long[ages.length], none),
                        Assembled.AGE,
                        new Column.Longs(ages, none),
                        Assembled.value("happened"),
                        new Column.Doubles(values),
                        Assembled.state("happened"),
                        new Column.Longs(states, none)));
    }

    @Test
    void forecast_everyKindOfOutcome_isADistributionOverWhatIsPossible() {
        Batch past = rows(1_500, 1, false);
        List<Long> between = LANDMARKS.ages().stream().map(age -> age * 5 / 6).toList();
        Batch now = Evenings.rows(Evenings.draw(400, 2), between, ages(400, true));
        for (OutcomeDefinition outcome : Evenings.OUTCOMES) {
            DelayModel model = fit(outcome, past);
            Forecast forecast = model.forecast(now);
            Levels levels = new Levels(outcome);
            double[] values = now.doubles(Assembled.value(outcome.name()));
            boolean[] pending = Observed.pending(now, outcome.name());
            int width = forecast.support().length;
            for (int i = 0; i < now.size(); i++) {
                double sum = 0;
                for (int s = 0; s < width; s++) {
                    double p = forecast.probability()[i * width + s];
                    if (!pending[i]) {
                        assertThat(p).isNaN();
                        continue;
                    }
                    sum += p;
                    if (!levels.possible(levels.of(values[i]), levels.of(forecast.support()[s]))) {
                        assertThat(p).as(outcome.name()).isEqualTo(0);
                    }
                }
                assertThat(pending[i] ? sum : 1).as(outcome.name()).isCloseTo(1, within(1e-9));
            }
            assertThat(model.summary().impossible()).as(outcome.name()).isZero();
        }
    }

    @Test
    void fit_batchesCutAnywhere_givesTheSameBytes() {
        Batch all = rows(300, 3, false);
        for (OutcomeDefinition outcome : Evenings.OUTCOMES) {
            byte[] whole = DelayBytes.write(fit(outcome, all));
            for (int cut : new int[] {1, 7, 500, all.size() - 1}) {
                Batch[] parts = {slice(all, 0, cut), slice(all, cut, all.size())};
                assertThat(DelayBytes.write(fit(outcome, parts))).isEqualTo(whole);
            }
        }
    }

    @Test
    void read_whatWasWritten_forecastsTheSame() {
        Batch past = rows(300, 4, false);
        for (OutcomeDefinition outcome : Evenings.OUTCOMES) {
            DelayModel model = fit(outcome, past);
            DelayModel read = DelayBytes.read(DelayBytes.write(model), NoTrees.INSTANCE);
            assertThat(DelayBytes.write(read)).isEqualTo(DelayBytes.write(model));
            assertThat(read.forecast(past).probability())
                    .isEqualTo(model.forecast(past).probability());
            assertThat(read.summary()).isEqualTo(model.summary());
            assertThat(read.outcome()).isEqualTo(outcome);
        }
    }

    @Test
    void read_damagedBytes_refuses() {
        byte[] bytes = DelayBytes.write(fit(Evenings.outcome("minutes"), rows(50, 5, false)));
        for (int i = 0; i < bytes.length; i += 1 + i / 50) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            assertThatIllegalArgumentException().isThrownBy(() -> DelayBytes.read(damaged, NoTrees.INSTANCE));
            int length = i;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DelayBytes.read(Arrays.copyOf(bytes, length), NoTrees.INSTANCE));
        }
    }

    @Test
    void add_agesThatAreNoLandmarksOrOutOfOrder_says() {
        Batch rows = rows(3, 6, true);
        OutcomeDefinition minutes = Evenings.outcome("minutes");
        DelayLearner other = DelayLearner.of(definition(minutes), minutes, Viewing.landmarks(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> other.add(rows)).withMessageContaining("no landmark");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fit(minutes, slice(rows, 3, 5), slice(rows, 3, 5)))
                .withMessageContaining("in the order");
    }

    @Test
    void expected_rewardUnderTheForecasts_isUnbiasedAtEveryAge() {
        int n = 10_000;
        Batch past = rows(n, 7, true);
        List<Evenings.Evening> future = Evenings.draw(n, 8);
        unbiased("played ? min(minutes / 60, 1) : 0", past, future);
        unbiased("played ? sqrt(minutes) + 0.1 * visits : 0", past, future);
        unbiased("played ? (completed ? exp(-days(completed) / 2) : 0) : 0", past, future);
        unbiased("(thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0) + (liked ? 0.3 : 0)", past, future);
        unbiased("played ? max(longest, 30) / 60 + 0.2 * sessions : 0", past, future);
    }

    @Tag("thorough")
    @Test
    void expected_rewardOfManyOutcomes_isUnbiasedAtEveryAge() {
        unbiased(
                "played ? min(minutes / 60, 1) + (completed ? exp(-days(completed) / 2) : 0)"
                        + " + (thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0) + 0.1 * sessions : 0",
                rows(20_000, 11, true),
                Evenings.draw(20_000, 12));
    }

    private static void unbiased(String is, Batch past, List<Evenings.Evening> future) {
        int n = future.size();
        Compilation compiled = Reward.compile(
                new RewardDefinition("enjoyed", is, Optional.empty(), Optional.empty()), Evenings.OUTCOMES, List.of());
        Reward reward = ((Compilation.Compiled) compiled).reward();
        Map<String, DelayModel> models = new LinkedHashMap<>();
        reward.outcomes().forEach(name -> models.put(name, fit(Evenings.outcome(name), past)));
        double[] truth = reward.evaluate(Evenings.rows(future, List.of(LANDMARKS.end()), ages(n, true)));
        double size = Arrays.stream(truth).map(Math::abs).sum() / n;
        for (double day : new double[] {0.04, 0.8, 2, 3.5, 6}) {
            Batch batch = Evenings.rows(future, List.of(Math.round(day * Evenings.DAY)), ages(n, true));
            Map<String, Forecast> forecasts = new LinkedHashMap<>();
            models.forEach((name, model) -> forecasts.put(name, model.forecast(batch)));
            double[] expected = reward.expected(batch, forecasts).mean();
            double[] soFar = reward.evaluate(batch);
            double bias = 0;
            double squares = 0;
            double naive = 0;
            for (int i = 0; i < n; i++) {
                double d = expected[i] - truth[i];
                bias += d / n;
                squares += d * d / n;
                naive += (soFar[i] - truth[i]) / n;
            }
            // Both samples err; and a hundredth of the mean reward for points that stand for bins.
            double margin = 3 * Math.sqrt(2 * squares / n) + 0.01 * size;
            assertThat(bias).as(is + " on day " + day + ", so far " + naive).isCloseTo(0, within(margin));
        }
    }

    @Test
    void report_laterDecisions_isCalibratedByAgeAndBetterThanThePrior() {
        Batch past = rows(20_000, 9, false);
        Batch future = rows(20_000, 10, true);
        for (OutcomeDefinition outcome : Evenings.OUTCOMES) {
            DelayReport report = DelayEvaluation.of(fit(outcome, past))
                    .add(slice(future, 0, 1_001))
                    .add(slice(future, 1_001, future.size()))
                    .report();
            for (DelayReport.AtAge at : report.ages()) {
                if (at.open() < 200) {
                    continue;
                }
                String as = outcome.name() + " " + at;
                double error = 4 * Math.sqrt(2.0 / at.open());
                // Of shares, four binomial errors of both samples; of amounts, whose deviation is about their mean, as
                // much of that.
                assertThat(at.forecast()).as(as).isCloseTo(at.truth(), within(error * Math.max(at.truth(), 0.5)));
                assertThat(at.calibrationError()).as(as).isLessThan(error);
                assertThat(at.logLoss()).as(as).isLessThan(at.priorLogLoss() + error);
            }
        }
    }

    /**
     * Coverage: where the final level falls in its forecast distribution, a random point of its own step, is uniform at every age, so that
     * intervals of any level cover as often as they say. Of each age and level, four binomial errors of both samples.
     */
    @Test
    void forecast_laterDecisions_coversTheFinalLevelAsOftenAsItSays() {
        int n = 10_000;
        Batch past = rows(n, 13, true);
        List<Evenings.Evening> future = Evenings.draw(n, 14);
        Batch end = Evenings.rows(future, List.of(LANDMARKS.end()), ages(n, true));
        int looked = 0;
        for (OutcomeDefinition outcome : Evenings.OUTCOMES) {
            DelayModel model = fit(outcome, past);
            for (double day : new double[] {0.04, 0.5, 1.5, 3, 5, 9}) {
                Batch batch = Evenings.rows(future, List.of(Math.round(day * Evenings.DAY)), ages(n, true));
                double[] places = places(model, outcome, batch, end);
                for (double quantile : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
                    double below = Arrays.stream(places)
                                    .filter(place -> place <= quantile)
                                    .count()
                            / (double) Math.max(1, places.length);
                    double error = Math.sqrt(2 * quantile * (1 - quantile) / Math.max(1, places.length));
                    if (places.length >= 300) {
                        looked++;
                        assertThat(below)
                                .as("%s on day %s, %s of %s", outcome.name(), day, quantile, places.length)
                                .isCloseTo(quantile, within(4 * error + 0.005));
                    }
                }
            }
        }
        assertThat(looked).isGreaterThan(150);
    }

    /** Of the rows whose outcome is pending and whose clock has started or needs no start. */
    private static double[] places(DelayModel model, OutcomeDefinition outcome, Batch batch, Batch end) {
        Levels levels = new Levels(outcome);
        Forecast forecast = model.forecast(batch);
        double[] truth = end.doubles(Assembled.value(outcome.name()));
        boolean[] pending = Observed.pending(batch, outcome.name());
        double[] played = batch.doubles(Assembled.value("played"));
        SplittableRandom random = new SplittableRandom(99);
        double[] places = new double[batch.size()];
        int count = 0;
        int width = forecast.support().length;
        for (int i = 0; i < batch.size(); i++) {
            if (!pending[i] || (outcome.from().isPresent() && played[i] == 0)) {
                continue;
            }
            int level = levels.of(truth[i]);
            double below = 0;
            double at = 0;
            for (int s = 0; s < width; s++) {
                int other = levels.of(forecast.support()[s]);
                double p = forecast.probability()[i * width + s];
                below += other < level ? p : 0;
                at += other == level ? p : 0;
            }
            places[count++] = below + random.nextDouble() * at;
        }
        return Arrays.copyOf(places, count);
    }
}
