package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawnExpectationTest {
    private static final List<String> NAMES = List.of("played", "count", "minutes", "thumb");
    private static final List<OutcomeDefinition> OUTCOMES = List.of(
            outcome("played", new Aggregate.Occurred(), Optional.empty()),
            outcome("count", new Aggregate.Count(4), Optional.of("played")),
            outcome("minutes", new Aggregate.Sum(90), Optional.of("played")),
            outcome("thumb", new Aggregate.Last(List.of("down", "none", "up")), Optional.of("played")));
    private static final double[][] SUPPORTS = {{0, 1}, {0, 1, 2, 3, 4}, {0, 10, 30, 90}, {0, 1, 2}};
    private static final String IS =
            "played ? sqrt(minutes) * (1 + count) / 10 + (thumb == 'up' ? count : thumb == 'down' ? -2 : 0) : 0.1";

    private static OutcomeDefinition outcome(String name, Aggregate as, Optional<String> from) {
        return new OutcomeDefinition(name, name, as, from, Duration.ofDays(28), false);
    }

    private static Reward reward(String is) {
        return ((Compilation.Compiled) Reward.compile(
                        new RewardDefinition("r", is, Optional.empty(), Optional.empty()), OUTCOMES, List.of()))
                .reward();
    }

    /** Nothing is decided; some have been played. */
    private static Batch open(int from, int until) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        types.put(Assembled.DECISION, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        for (String name : NAMES) {
            types.put(Assembled.value(name), ColumnType.DOUBLE);
            types.put(Assembled.state(name), ColumnType.BIGINT);
            types.put(Assembled.origin(name), ColumnType.BIGINT);
        }
        BatchBuilder builder = new BatchBuilder(new LinkedHashMap<>(types));
        for (int i = from; i < until; i++) {
            builder.set(Assembled.DECISION, "d" + i / 3).set(Assembled.POSITION, (long) i % 3);
            for (String name : NAMES) {
                builder.set(Assembled.value(name), name.equals("thumb") ? 1.0 : 0.0);
                builder.set(Assembled.state(name), State.PENDING.code());
            }
            builder.endRow();
        }
        return builder.build();
    }

    /** Random ones; thumbs are given whether anything is counted. */
    private static Map<String, Forecast> forecasts(int from, int until, long seed) {
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        for (int k = 0; k < NAMES.size(); k++) {
            boolean given = NAMES.get(k).equals("thumb");
            int width = SUPPORTS[k].length;
            int ways = given ? 2 : 1;
            double[] probability = new double[(until - from) * ways * width];
            for (int i = from; i < until; i++) {
                SplittableRandom random = new SplittableRandom(seed + 1_000L * i + k);
                for (int way = 0; way < ways; way++) {
                    double[] p = random.doubles(width).map(x -> x + 0.05).toArray();
                    double sum = Arrays.stream(p).sum();
                    for (int s = 0; s < width; s++) {
                        probability[((i - from) * ways + way) * width + s] = p[s] / sum;
                    }
                }
            }
            forecasts.put(
                    NAMES.get(k),
                    new Forecast(SUPPORTS[k], probability, given ? Optional.of("count") : Optional.empty()));
        }
        return forecasts;
    }

    /** By hand, over all ends. */
    private static double[] meanAndVariance(Map<String, Forecast> forecasts, int row) {
        double mean = 0;
        double square = 0;
        for (int played = 0; played < 2; played++) {
            for (int count = 0; count < 5; count++) {
                for (int m = 0; m < 4; m++) {
                    for (int thumb = 0; thumb < 3; thumb++) {
                        Forecast thumbs = forecasts.getOrDefault("thumb", new Forecast(new double[1], new double[0]));
                        double p = at(forecasts, "played", row, played)
                                * at(forecasts, "count", row, count)
                                * at(forecasts, "minutes", row, m)
                                * thumbs.probability()[thumbs.offset(row, count > 0) + thumb];
                        double value = played == 0
                                ? 0.1
                                : Math.sqrt(SUPPORTS[2][m]) * (1 + count) / 10
                                        + (thumb == 2 ? count : thumb == 0 ? -2 : 0);
                        mean += p * value;
                        square += p * value * value;
                    }
                }
            }
        }
        return new double[] {mean, square - mean * mean};
    }

    private static double at(Map<String, Forecast> forecasts, String name, int row, int point) {
        Forecast forecast = forecasts.getOrDefault(name, new Forecast(new double[1], new double[0]));
        return forecast.probability()[row * forecast.support().length + point];
    }

    @Test
    void expected_forecastGivenAnother_isTheSumByHand() {
        Expected expected = reward(IS).expected(open(0, 200), forecasts(0, 200, 1));
        for (int i = 0; i < 200; i++) {
            double[] truth = meanAndVariance(forecasts(0, 200, 1), i);
            assertThat(expected.mean()[i]).isCloseTo(truth[0], within(1e-12));
            assertThat(expected.sd()[i]).isCloseTo(Math.sqrt(truth[1]), within(1e-9));
            assertThat(expected.error()[i]).isZero();
        }
    }

    @Test
    void expected_byDraws_liesWithinItsErrorAsOftenAsItSays() {
        int n = 1_000;
        Reward reward = reward(IS);
        Map<String, Forecast> forecasts = forecasts(0, n, 2);
        Expected exact = reward.expected(open(0, n), forecasts);
        Expected drawn = reward.expected(open(0, n), forecasts, 10);
        int within = 0;
        for (int i = 0; i < n; i++) {
            assertThat(drawn.error()[i]).isCloseTo(exact.sd()[i] / 64, within(0.2 * exact.sd()[i] / 64));
            within += Math.abs(drawn.mean()[i] - exact.mean()[i]) < 1.96 * drawn.error()[i] ? 1 : 0;
        }
        // Four binomial errors of 95% of a thousand.
        assertThat(within).isBetween(922, 978);
    }

    @Test
    void expected_byDrawsOfAnyBatch_isTheSame() {
        Reward reward = reward(IS);
        double[] whole = reward.expected(open(0, 90), forecasts(0, 90, 3), 10).mean();
        for (int from = 0; from < 90; from += 30) {
            double[] part = reward.expected(open(from, from + 30), forecasts(from, from + 30, 3), 10)
                    .mean();
            assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from, from + 30));
        }
    }

    @Test
    void expected_probabilitiesThatDoNotAddUp_areRefusedByDrawsAndEnumerationAlike() {
        Reward reward = reward(IS);
        for (double wrong : new double[] {0.2, Double.NaN, 1.5}) {
            Map<String, Forecast> forecasts = forecasts(0, 3, 5);
            forecasts.put("played", new Forecast(new double[] {0, 1}, new double[] {0.5, 0.5, 0.3, wrong, 0.5, 0.5}));
            for (int most : new int[] {10, Expectation.MOST_COMBINATIONS}) {
                assertThatIllegalArgumentException()
                        .as("%s, at most %s combinations", wrong, most)
                        .isThrownBy(() -> reward.expected(open(0, 3), forecasts, most))
                        .withMessageContaining("of row 1 add up to");
            }
        }
    }

    /** 20,000 rows of 4,096 draws hold about 8,000 of the rare ends: a bias of a twentieth would be seen. */
    @Test
    void expected_byDrawsOfARareEnd_isNotBiased() {
        int n = 20_000;
        double rare = 1e-4;
        double[] probability = new double[2 * n];
        for (int i = 0; i < n; i++) {
            probability[2 * i] = 1 - rare;
            probability[2 * i + 1] = rare;
        }
        Map<String, Forecast> forecasts = Map.of("played", new Forecast(new double[] {0, 1}, probability));
        double mean = Arrays.stream(reward("played ? 1 : 0")
                        .expected(open(0, n), forecasts, 1)
                        .mean())
                .average()
                .orElseThrow();
        double error = Math.sqrt(rare / n / Expectation.DRAWS);
        assertThat(mean).isCloseTo(rare, within(4 * error));
    }

    @Test
    void expected_forecastGivenWhatIsNotRead_isRefused() {
        Reward reward = reward("thumb == 'up' ? 1 : 0");
        Map<String, Forecast> forecasts = forecasts(0, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reward.expected(open(0, 3), forecasts))
                .withMessageContaining("given 'count'");
    }
}
