package dev.longview.delay;

import java.util.Arrays;

/** Gathers what trees are fitted on, row by row. */
final class BoostedRows {
    private final int columns;
    private float[] features = new float[0];
    private float[] labels = new float[0];
    private float[] weights = new float[0];
    private float[] base = new float[0];
    private int size;
    private double ones;
    private double total;

    BoostedRows(int columns) {
        this.columns = columns;
    }

    /** A row of packed numbers, spread out. */
    void add(
            float[] packed,
            int row,
            int way,
            TreeColumns of,
            boolean given,
            float weight,
            float label,
            double probability) {
        if (size == labels.length) {
            int capacity = Math.max(4096, size + size / 2);
            labels = Arrays.copyOf(labels, capacity);
            weights = Arrays.copyOf(weights, capacity);
            base = Arrays.copyOf(base, capacity);
            features = Arrays.copyOf(features, Math.multiplyExact(capacity, columns));
        }
        of.spread(packed, row * of.packed(), features, size * columns);
        if (given) {
            features[size * columns + of.spread()] = way;
        }
        labels[size] = label;
        weights[size] = weight;
        base[size++] = (float) BoostedEnds.logit(probability);
        ones += weight * label;
        total += weight;
    }

    /** Those of which this holds of the first column, the age. */
    BoostedRows where(AgePredicate holds) {
        BoostedRows some = new BoostedRows(columns);
        int count = 0;
        for (int row = 0; row < size; row++) {
            count += holds.test(features[row * columns]) ? 1 : 0;
        }
        some.features = new float[Math.multiplyExact(count, columns)];
        some.labels = new float[count];
        some.weights = new float[count];
        some.base = new float[count];
        for (int row = 0; row < size; row++) {
            if (holds.test(features[row * columns])) {
                System.arraycopy(features, row * columns, some.features, some.size * columns, columns);
                some.labels[some.size] = labels[row];
                some.weights[some.size] = weights[row];
                some.base[some.size++] = base[row];
                some.ones += weights[row] * labels[row];
                some.total += weights[row];
            }
        }
        return some;
    }

    interface AgePredicate {
        boolean test(float age);
    }

    /** Tells the last row's end, in the last column. */
    void end(int end) {
        features[size * columns - 1] = end;
    }

    int size() {
        return size;
    }

    /** Whether both labels were seen: at least one of each in all. */
    boolean informative() {
        return ones >= 1 && total - ones >= 1;
    }

    TreeRows rows() {
        return new TreeRows(
                columns,
                Arrays.copyOf(features, size * columns),
                Arrays.copyOf(labels, size),
                Arrays.copyOf(weights, size),
                Arrays.copyOf(base, size));
    }
}
