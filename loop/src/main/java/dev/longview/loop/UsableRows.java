package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;

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
     */
    static double[] weights(Batch batch, boolean continuations) {
        boolean[] continued = batch.has(Assembled.CONTINUATION) && !continuations
                ? batch.booleans(Assembled.CONTINUATION)
                : new boolean[batch.size()];
        Column.Booleans usable = column(batch);
        double[] weights = new double[batch.size()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = usable(usable, row) && !continued[row] ? 1 : 0;
        }
        return weights;
    }

    static Column.Booleans column(Batch batch) {
        return (Column.Booleans) batch.column(Assembled.USABLE);
    }
}
