package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.util.List;

/** Rows whose logged propensities are those of what was shown. */
final class UsableRows {
    private UsableRows() {}

    static boolean usable(Column.Booleans usable, int row) {
        return usable.values()[row] && !usable.isMissing(row);
    }

    /**
     * Weight 1 for usable rows, 0 (withheld) for others.
     *
     * @param continuations whether recommendations of what the member was engaged with already are used
     * @param outcomes that the labels were made of: without a billing that is due, renewal is not 0 but unknown
     */
    static double[] weights(Batch batch, boolean continuations, List<OutcomeDefinition> outcomes) {
        boolean[] continued = batch.has(Assembled.CONTINUATION) && !continuations
                ? batch.booleans(Assembled.CONTINUATION)
                : new boolean[batch.size()];
        List<Column> due = outcomes.stream()
                .filter(outcome -> outcome.scope().reach() == Scope.Reach.NEXT_BILLING)
                .map(outcome -> batch.column(Assembled.origin(outcome.name())))
                .toList();
        Column.Booleans usable = column(batch);
        double[] weights = new double[batch.size()];
        for (int row = 0; row < weights.length; row++) {
            int at = row;
            boolean censored = due.stream().anyMatch(column -> column.isMissing(at));
            weights[row] = usable(usable, row) && !continued[row] && !censored ? 1 : 0;
        }
        return weights;
    }

    static Column.Booleans column(Batch batch) {
        return (Column.Booleans) batch.column(Assembled.USABLE);
    }
}
