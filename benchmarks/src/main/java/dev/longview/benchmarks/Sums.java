package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;

/** What outcomes add up to over all rows: whether two joins are the same join. */
final class Sums {
    private long rows;
    private long played;
    private double minutes;
    private long down;
    private long up;

    long rows() {
        return rows;
    }

    /** Of the join written by hand: when it was first played, the minutes, and the index of the last label. */
    void addWritten(Batch batch) {
        Column first = batch.column("played");
        double[] watched = batch.doubles("watched");
        Column.Longs thumb = (Column.Longs) batch.column("thumb");
        for (int row = 0; row < batch.size(); row++) {
            played += first.isMissing(row) ? 0 : 1;
            minutes += Double.isNaN(watched[row]) ? 0 : watched[row];
            thumb(thumb.isMissing(row) ? -1 : thumb.values()[row]);
        }
        rows += batch.size();
    }

    /** Of assembled rows. */
    void addAssembled(Batch batch) {
        double[] was = batch.doubles("outcome.played.value");
        double[] watched = batch.doubles("outcome.minutes.value");
        double[] thumb = batch.doubles("outcome.thumb.value");
        for (int row = 0; row < batch.size(); row++) {
            played += was[row] > 0 ? 1 : 0;
            minutes += Double.isNaN(watched[row]) ? 0 : watched[row];
            thumb(Double.isNaN(thumb[row]) ? -1 : (long) thumb[row]);
        }
        rows += batch.size();
    }

    private void thumb(long index) {
        down += index == 0 ? 1 : 0;
        up += index == 2 ? 1 : 0;
    }

    /**
     * @param once whether both count an event once that came twice: without it, minutes differ
     * @throws IllegalStateException when they are not the same
     */
    void mustEqual(Sums other, boolean once) {
        // Doubles of about 100, N of them in another order: far below 1e-9 of their sum.
        boolean sameMinutes = Math.abs(minutes - other.minutes) <= 1e-9 * minutes;
        if (rows != other.rows
                || played != other.played
                || down != other.down
                || up != other.up
                || (once && !sameMinutes)) {
            throw new IllegalStateException("not the same join: " + this + " and " + other);
        }
    }

    @Override
    public String toString() {
        return rows + " rows, " + played + " played, " + minutes + " minutes, " + down + " down, " + up + " up";
    }
}
