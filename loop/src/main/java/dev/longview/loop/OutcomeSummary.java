package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.engine.Finding;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import java.util.ArrayList;
import java.util.List;

/**
 * What the recommendations of a window led to.
 *
 * @param asOf in microseconds
 * @param ages what was known at each age that was asked for
 * @param findings the rows that a rule set aside
 */
public record OutcomeSummary(
        long asOf, long recommendations, List<Line> outcomes, List<AtAge> ages, List<Finding> findings) {
    /**
     * The same recommendations so long after each decision, as far as that is not after {@code asOf}.
     *
     * @param age microseconds
     * @param recommendations known by then
     */
    public record AtAge(long age, long recommendations, List<Line> outcomes) {}

    /**
     * One outcome.
     *
     * @param as how events become its value
     * @param happened recommendations with at least one event that counts
     * @param mean of the value so far; of a time-to-first, days over those that happened; NaN for a category
     * @param finals recommendations whose value can no longer change
     */
    public record Line(String outcome, String as, long happened, double mean, long finals, long pending) {}

    private static final double MICROS_PER_DAY = 86_400e6;

    private static final class Sums {
        private long happened;
        private long finals;
        private long rows;
        private double sum;

        void add(OutcomeDefinition outcome, double value, boolean isFinal) {
            boolean event = happened(outcome.as(), value);
            happened += event ? 1 : 0;
            sum += event ? value : 0;
            finals += isFinal ? 1 : 0;
            rows++;
        }

        Line line(OutcomeDefinition outcome) {
            double mean = switch (outcome.as()) {
                case Aggregate.Last last -> Double.NaN;
                case Aggregate.TimeToFirst time -> sum / happened / MICROS_PER_DAY;
                case Aggregate.Occurred occurred -> sum / rows;
                case Aggregate.Count count -> sum / rows;
                case Aggregate.Sum total -> sum / rows;
                case Aggregate.Max max -> sum / rows;
            };
            return new Line(outcome.name(), outcome.as().canonical(), happened, mean, finals, rows - finals);
        }
    }

    /** Sums of all outcomes, of the rows that one moment or age has. */
    private static final class Table {
        private final List<OutcomeDefinition> outcomes;
        private final List<Sums> sums = new ArrayList<>();
        private long rows;

        Table(List<OutcomeDefinition> outcomes) {
            this.outcomes = outcomes;
            outcomes.forEach(outcome -> sums.add(new Sums()));
        }

        /** @param age of the rows to add; any when negative */
        void add(Batch batch, long age) {
            long[] ages = batch.longs(Assembled.AGE);
            for (int k = 0; k < outcomes.size(); k++) {
                String name = outcomes.get(k).name();
                double[] values = batch.doubles(Assembled.value(name));
                long[] states = batch.longs(Assembled.state(name));
                for (int row = 0; row < batch.size(); row++) {
                    if (age < 0 || ages[row] == age) {
                        sums.get(k).add(outcomes.get(k), values[row], states[row] == State.FINAL.code());
                    }
                }
            }
            for (int row = 0; row < batch.size(); row++) {
                rows += age < 0 || ages[row] == age ? 1 : 0;
            }
        }

        List<Line> lines() {
            List<Line> lines = new ArrayList<>();
            for (int k = 0; k < outcomes.size(); k++) {
                lines.add(sums.get(k).line(outcomes.get(k)));
            }
            return lines;
        }
    }

    /** @param ages microseconds after the decision, each once; none for none */
    public static OutcomeSummary of(Loop loop, Window window, List<Long> ages) {
        List<OutcomeDefinition> outcomes = loop.configuration().outcomes();
        Table now = new Table(outcomes);
        loop.assemble(window, outcomes, batch -> {
            now.add(batch, -1);
            loop.progress().at("assembling outcomes", now.rows, 0);
        });
        return new OutcomeSummary(
                window.asOf(), now.rows, now.lines(), atAges(loop, window, ages), loop.findings(window, outcomes));
    }

    private static List<AtAge> atAges(Loop loop, Window window, List<Long> ages) {
        if (ages.isEmpty()) {
            return List.of();
        }
        List<OutcomeDefinition> outcomes = loop.configuration().outcomes();
        List<Long> ascending = ages.stream().sorted().distinct().toList();
        List<Table> tables = ascending.stream().map(age -> new Table(outcomes)).toList();
        long[] rows = {0};
        loop.assembleAges(window, outcomes, ascending, batch -> {
            for (int k = 0; k < tables.size(); k++) {
                tables.get(k).add(batch, ascending.get(k));
            }
            rows[0] += batch.size();
            loop.progress().at("assembling outcomes at ages", rows[0], 0);
        });
        List<AtAge> found = new ArrayList<>();
        for (int k = 0; k < tables.size(); k++) {
            found.add(new AtAge(
                    ascending.get(k), tables.get(k).rows, tables.get(k).lines()));
        }
        return found;
    }

    private static boolean happened(Aggregate as, double value) {
        return switch (as) {
            case Aggregate.TimeToFirst time -> !Double.isNaN(value);
            case Aggregate.Last(List<String> values) -> value != values.indexOf(Aggregate.NONE);
            case Aggregate.Occurred occurred -> value > 0;
            case Aggregate.Count count -> value > 0;
            case Aggregate.Sum sum -> value > 0;
            case Aggregate.Max max -> value > 0;
        };
    }
}
