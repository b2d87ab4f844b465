package dev.longview.delay;

/** Predicted probabilities against what happened, in a histogram of 1,000 cells, so that its memory does not grow. */
final class Reliability {
    private static final int CELLS = 1_000;
    private static final int GROUPS = 20;

    private final long[] rows = new long[CELLS];
    private final long[] events = new long[CELLS];
    private final double[] predicted = new double[CELLS];
    private long size;
    private long happened;

    void add(double probability, boolean event) {
        int cell = (int) Math.clamp(probability * CELLS, 0, CELLS - 1);
        rows[cell]++;
        predicted[cell] += probability;
        size++;
        if (event) {
            events[cell]++;
            happened++;
        }
    }

    long size() {
        return size;
    }

    /** Σ over groups |Σ p − events| / n; a group ends with the cell that fills it. NaN when empty. */
    double calibrationError() {
        double error = 0;
        double difference = 0;
        long seen = 0;
        int group = 1;
        for (int cell = 0; cell < CELLS; cell++) {
            difference += predicted[cell] - events[cell];
            seen += rows[cell];
            if (seen * GROUPS >= group * size) {
                error += Math.abs(difference);
                difference = 0;
                group = (int) (seen * GROUPS / Math.max(1, size)) + 1;
            }
        }
        return size == 0 ? Double.NaN : (error + Math.abs(difference)) / size;
    }

    /** The share of (event, no event) pairs in the right order, those within a cell counting half. */
    double auc() {
        long below = 0;
        double ordered = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            long without = rows[cell] - events[cell];
            ordered += events[cell] * (below + 0.5 * without);
            below += without;
        }
        return ordered / ((double) happened * (size - happened));
    }
}
