package dev.longview.delay;

import java.util.ArrayList;
import java.util.List;

/** Predicted probabilities against what happened, in a histogram of 1,000 cells, so that its memory does not grow. */
final class Reliability {
    private static final int CELLS = 1_000;
    private static final int GROUPS = 20;
    private static final double NORMAL_975 = 1.959963984540054;

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

    /** Groups of about equal size by what was predicted, lowest first; a group ends with the cell that fills it. */
    List<DelayReport.Group> groups(int most) {
        List<DelayReport.Group> groups = new ArrayList<>();
        double sum = 0;
        long seen = 0;
        long in = 0;
        long came = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            sum += predicted[cell];
            came += events[cell];
            in += rows[cell];
            seen += rows[cell];
            if (in > 0 && seen * most >= (groups.size() + 1) * size) {
                groups.add(group(in, sum / in, came));
                sum = 0;
                in = 0;
                came = 0;
            }
        }
        return groups;
    }

    /** With Wilson's interval: Probable inference, the law of succession, and statistical inference, JASA 1927. */
    private static DelayReport.Group group(long n, double predicted, long events) {
        double p = (double) events / n;
        double z2 = NORMAL_975 * NORMAL_975;
        double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = NORMAL_975 * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n);
        return new DelayReport.Group(n, predicted, p, Math.max(0, middle - half), Math.min(1, middle + half));
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
