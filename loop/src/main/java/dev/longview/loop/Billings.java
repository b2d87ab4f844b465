package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.DelayDefinition;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which rows of a reward wait for a billing that is further away than forecasts look: a month, or as {@code period} says. Whether a reward is
 * final does not go by their age, but by that billing. How far it is away was known at the decision, so that who leaves these rows out, all
 * of them, leaves out nobody for what they did.
 */
final class Billings {
    /** Of one outcome: how far away a billing may be, and how long after it everything is received and final, in microseconds. */
    private record Billed(String outcome, long period, long settled) {}

    private final List<Billed> billed = new ArrayList<>();

    /** @param outcomes that a reward reads */
    Billings(Loop loop, List<OutcomeDefinition> outcomes) {
        for (OutcomeDefinition outcome : outcomes) {
            if (outcome.scope().reach() == Scope.Reach.NEXT_BILLING) {
                Duration period = loop.configuration()
                        .delay(outcome.name())
                        .map(DelayDefinition::longestPeriod)
                        .orElse(DelayDefinition.USUAL_PERIOD);
                Duration after = outcome.finalAfter().plus(loop.configuration().lateness());
                billed.add(new Billed(outcome.name(), micros(period), micros(after)));
            }
        }
    }

    /** The age at which a row is final whose billing is further away; empty for every other row. */
    OptionalLong finalAge(Batch batch, int row) {
        long latest = Long.MIN_VALUE;
        for (Billed each : billed) {
            Column.Longs due = (Column.Longs) batch.column(Assembled.due(each.outcome));
            if (!due.isMissing(row) && due.values()[row] > each.period) {
                latest = Math.max(latest, due.values()[row] + each.settled);
            }
        }
        return latest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(latest);
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }
}
