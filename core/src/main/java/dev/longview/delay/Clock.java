package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The scale on which the landmarks of a table lie, in microseconds. Of most outcomes it is a recommendation's age. Of one that ends with
 * the next billing it is the time to that: at the same age one account has a day left and another a month, and what tells is how long
 * before the billing it is. Nothing on a scale is negative, so that a billing is {@code due} at the last age.
 *
 * @param nodes the table's landmarks
 * @param billed whether it runs to the next billing
 * @param due where on it a billing is due; 0 where none is
 * @param settled so long after it is due nothing changes any more
 */
record Clock(Landmarks nodes, boolean billed, long due, long settled) {

    /** @throws IllegalArgumentException when the longest period does not fit into the ages */
    static Clock of(DelayDefinition definition, OutcomeDefinition outcome, Landmarks ages) {
        if (!billed(outcome)) {
            return new Clock(ages, false, 0, 0);
        }
        Duration period = definition.longestPeriod();
        long due = ages.end();
        long settled = due - TimeUnit.MICROSECONDS.convert(period);
        if (settled < 0) {
            throw new IllegalArgumentException("delay model of '" + outcome.name() + "': the last landmark, "
                    + Duration.ofSeconds(due / 1_000_000).toDays() + " days, is before the longest period, "
                    + period.toDays() + " days");
        }
        List<Long> apart = ages.ages().subList(0, ages.bins());
        List<Long> nodes = new ArrayList<>(List.of(0L));
        apart.reversed().stream().filter(each -> each > 0).forEach(each -> nodes.add(due - each));
        nodes.add(due);
        apart.stream().filter(each -> each > 0).forEach(each -> nodes.add(due + each));
        nodes.add(2 * due);
        return new Clock(new Landmarks(nodes), true, due, settled);
    }

    static boolean billed(OutcomeDefinition outcome) {
        return outcome.scope().reach() == Scope.Reach.NEXT_BILLING;
    }

    /** Where the rows of a batch are; 0 where no billing is known to be due. */
    long[] of(String outcome, Batch batch) {
        long[] ages = batch.longs(Assembled.AGE);
        if (!billed) {
            return ages;
        }
        Column.Longs dues = (Column.Longs) batch.column(Assembled.due(outcome));
        long[] at = new long[ages.length];
        Arrays.setAll(at, i -> dues.isMissing(i) ? 0 : Math.clamp(due + ages[i] - dues.values()[i], 0L, 2 * due));
        return at;
    }

    /** Where it is so many hours before the billing; 0 for NaN. */
    long before(float hours) {
        return Float.isNaN(hours) ? 0 : Math.clamp(due - Math.round(hours * TreeColumns.HOUR), 0L, 2 * due);
    }

    /** Whether all that counts must have been received: who had renewed by then says nothing of those who may yet. */
    boolean passed(long at) {
        return at >= due + settled;
    }
}
