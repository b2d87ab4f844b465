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
 * @param findings the rows that a rule set aside
 */
public record OutcomeSummary(long asOf, long recommendations, List<Line> outcomes, List<Finding> findings) {
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

        void add(Batch batch, OutcomeDefinition outcome) {
            double[] values = batch.doubles(Assembled.value(outcome.name()));
            long[] states = batch.longs(Assembled.state(outcome.name()));
            for (int row = 0; row < batch.size(); row++) {
                boolean event = happened(outcome.as(), values[row]);
                happened += event ? 1 : 0;
                sum += event ? values[row] : 0;
                finals += states[row] == State.FINAL.code() ? 1 : 0;
            }
            rows += batch.size();
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

    public static OutcomeSummary of(Loop loop, Window window) {
        List<OutcomeDefinition> outcomes = loop.configuration().outcomes();
        List<Sums> sums = new ArrayList<>();
        outcomes.forEach(outcome -> sums.add(new Sums()));
        long[] rows = {0};
        loop.assemble(window, outcomes, batch -> {
            for (int k = 0; k < outcomes.size(); k++) {
                sums.get(k).add(batch, outcomes.get(k));
            }
            rows[0] += batch.size();
            loop.progress().at("assembling outcomes", rows[0], 0);
        });
        List<Line> lines = new ArrayList<>();
        for (int k = 0; k < outcomes.size(); k++) {
            lines.add(sums.get(k).line(outcomes.get(k)));
        }
        return new OutcomeSummary(window.asOf(), rows[0], lines, loop.findings(window, outcomes));
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
