package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random well-typed expressions against the interpreter. */
class RandomRewardTest {
    private record Case(
            String text, Reward reward, Expression tree, List<Sample.Row> rows, Batch batch, SplittableRandom random) {}

    private static void forRandomRewards(int seed, int count, int depth, Consumer<Case> check) {
        int compiled = 0;
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(1000L * seed + i);
            String text = Sample.number(random, random.nextInt(depth + 1));
            // Only a range may be at fault: a product of large powers, say.
            if (Sample.compile(text) instanceof Compilation.Refused(List<Problem> problems)) {
                assertThat(problems).as(text).allMatch(p -> p.message().startsWith("this may reach"));
                continue;
            }
            compiled++;
            List<Sample.Row> rows = Sample.rows(random, 40);
            check.accept(
                    new Case(text, Sample.reward(text), Interpreter.parse(text), rows, Sample.batch(rows), random));
        }
        assertThat(compiled).isGreaterThan(count * 9 / 10);
    }

    @Test
    void evaluate_randomExpressions_equalsTheInterpreterAndLiesInTheRange() {
        forRandomRewards(1, 1500, 5, c -> {
            double[] values = c.reward().evaluate(c.batch());
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i])
                        .as(c.text())
                        .isEqualTo(new Interpreter(c.rows().get(i).values()).number(c.tree()) + 0.0, within(0.0))
                        .isBetween(c.reward().range().low(), c.reward().range().high());
            }
        });
    }

    @Test
    void warmed_randomExpressions_givesTheSameBits() {
        forRandomRewards(7, 600, 6, c -> {
            double[] columns = c.reward().evaluate(c.batch());
            double[] loop = c.reward().warmed().evaluate(c.batch());
            for (int i = 0; i < loop.length; i++) {
                assertThat(Double.doubleToRawLongBits(loop[i]))
                        .as("%s at row %d: %s and %s", c.text(), i, loop[i], columns[i])
                        .isEqualTo(Double.doubleToRawLongBits(columns[i]));
            }
        });
    }

    @Test
    void evaluateTerm_randomExpressions_addsUpToTheReward() {
        forRandomRewards(2, 800, 5, c -> {
            double[] sum = new double[c.rows().size()];
            double[] size = new double[c.rows().size()];
            for (int t = 0; t < c.reward().terms().size(); t++) {
                double[] term = c.reward().evaluateTerm(t, c.batch());
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += term[i];
                    size[i] += Math.abs(term[i]);
                }
            }
            double[] values = c.reward().evaluate(c.batch());
            for (int i = 0; i < sum.length; i++) {
                assertThat(sum[i]).as(c.text()).isEqualTo(values[i], within(1e-12 * (1 + size[i])));
            }
        });
    }

    @Test
    void compile_normalisedForm_hasTheSameFormVersionAndValues() {
        forRandomRewards(3, 800, 6, c -> {
            Reward again = Sample.reward(c.reward().normalised());
            assertThat(again.normalised()).isEqualTo(c.reward().normalised());
            assertThat(again.version()).isEqualTo(c.reward().version());
            assertThat(again.evaluate(c.batch())).isEqualTo(c.reward().evaluate(c.batch()));
        });
    }

    @Test
    void settled_everyFinalThatIsStillPossible_leavesTheValueAsItIs() {
        int[] settledWhilePending = {0};
        forRandomRewards(4, 600, 4, c -> {
            boolean[] settled = c.reward().settled(c.batch());
            double[] values = c.reward().evaluate(c.batch());
            for (int i = 0; i < settled.length; i++) {
                Sample.Row row = c.rows().get(i);
                boolean anyPending = c.reward().outcomes().stream().anyMatch(name -> Sample.at(row.pending(), name));
                if (!anyPending) {
                    assertThat(settled[i]).as(c.text()).isTrue();
                } else if (settled[i]) {
                    settledWhilePending[0] += c.reward().outcomes().isEmpty() ? 0 : 1;
                    double value = values[i];
                    finals(
                            c.reward(),
                            row,
                            (end, p) -> assertThat(new Interpreter(end).number(c.tree()))
                                    .as(c.text())
                                    .isEqualTo(value, within(0.0)));
                }
            }
        });
        assertThat(settledWhilePending[0]).isGreaterThan(1000);
    }

    private interface Final {
        void take(Map<String, Double> values, double probability);
    }

    /** Every combination of final values that the definitions allow. */
    private static void finals(Reward reward, Sample.Row row, Final each) {
        finals(reward, row, new HashMap<>(), 1, 0, Map.of(), true, each);
    }

    private static void finals(
            Reward reward,
            Sample.Row row,
            Map<String, Double> sofar,
            double probability,
            int k,
            Map<String, double[]> forecasts,
            boolean anything,
            Final each) {
        if (k == Sample.OUTCOMES.size()) {
            each.take(sofar, probability);
            return;
        }
        OutcomeDefinition outcome = Sample.OUTCOMES.get(k);
        String name = outcome.name();
        double now = Sample.at(row.values(), name);
        double[] possible = Sample.at(Sample.VALUES, name);
        boolean pending = Sample.at(row.pending(), name) && reward.outcomes().contains(name);
        boolean gone = pending
                && Sample.originOf(name).isPresent()
                && Sample.absent(
                        Sample.originOf(name).get(),
                        Sample.at(sofar, Sample.originOf(name).get()));
        for (int s = 0; s < possible.length; s++) {
            double p;
            if (gone) {
                p = s == 0 ? 1 : 0;
            } else if (!pending || !(anything || forecasts.containsKey(name))) {
                p = Double.compare(possible[s], now) == 0 ? 1 : 0;
            } else if (anything) {
                boolean backwards = outcome.from().isEmpty()
                        && !Sample.absent(name, now)
                        && (name.equals("seen") ? !(possible[s] <= now) : possible[s] < now);
                p = backwards ? 0 : 1;
            } else {
                p = Sample.at(forecasts, name)[s];
            }
            if (p > 0) {
                Map<String, Double> next = new HashMap<>(sofar);
                next.put(name, possible[s]);
                finals(reward, row, next, probability * p, k + 1, forecasts, anything, each);
            }
        }
    }

    @Test
    void expected_randomForecasts_equalsTheEnumerationOfAllFinals() {
        int[] predictedRows = {0};
        forRandomRewards(5, 300, 4, c -> {
            int n = 12;
            List<Sample.Row> rows = c.rows().subList(0, n);
            List<Map<String, double[]>> perRow = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                perRow.add(new LinkedHashMap<>());
            }
            Map<String, Forecast> forecasts = new LinkedHashMap<>();
            for (String name : c.reward().outcomes()) {
                if (c.random().nextInt(4) == 0) {
                    continue;
                }
                double[] support = Sample.at(Sample.VALUES, name);
                double[] probability = new double[n * support.length];
                for (int i = 0; i < n; i++) {
                    double[] p = c.random().doubles(support.length).toArray();
                    double sum = Arrays.stream(p).sum();
                    for (int s = 0; s < p.length; s++) {
                        p[s] /= sum;
                        probability[i * p.length + s] = Sample.at(rows.get(i).pending(), name) ? p[s] : Double.NaN;
                    }
                    perRow.get(i).put(name, p);
                }
                forecasts.put(name, new Forecast(support, probability));
            }
            Batch batch = Sample.batch(rows);
            Expected expected = c.reward().expected(batch, forecasts);
            boolean[] settled = c.reward().settled(batch);
            double[] values = c.reward().evaluate(batch);
            double scale =
                    1 + Math.max(-c.reward().range().low(), c.reward().range().high());
            for (int i = 0; i < n; i++) {
                Sample.Row row = rows.get(i);
                Map<String, double[]> given = perRow.get(i);
                boolean predicted =
                        !settled[i] && given.keySet().stream().anyMatch(name -> predictable(row, name, given.keySet()));
                predictedRows[0] += predicted ? 1 : 0;
                assertThat(expected.predicted()[i]).isEqualTo(predicted);
                double mean = values[i];
                double variance = 0;
                if (predicted) {
                    List<double[]> ends = new ArrayList<>();
                    finals(
                            c.reward(),
                            row,
                            new HashMap<>(),
                            1,
                            0,
                            given,
                            false,
                            (end, p) -> ends.add(new double[] {p, new Interpreter(end).number(c.tree())}));
                    mean = ends.stream().mapToDouble(e -> e[0] * e[1]).sum();
                    double m = mean;
                    variance = ends.stream()
                            .mapToDouble(e -> e[0] * (e[1] - m) * (e[1] - m))
                            .sum();
                }
                assertThat(expected.mean()[i]).as(c.text()).isEqualTo(mean, within(1e-10 * scale));
                assertThat(expected.sd()[i]).as(c.text()).isEqualTo(Math.sqrt(variance), within(1e-7 * scale));
            }
        });
        assertThat(predictedRows[0]).isGreaterThan(500);
    }

    /** Pending, and its origin has happened or may: else there is nothing to predict. */
    private static boolean predictable(Sample.Row row, String name, Set<String> forecast) {
        return Sample.at(row.pending(), name)
                && Sample.originOf(name)
                        .map(origin -> !Sample.absent(origin, Sample.at(row.values(), origin))
                                || (forecast.contains(origin) && predictable(row, origin, forecast)))
                        .orElse(true);
    }
}
