package dev.longview.delay;

/**
 * What trees are fitted on.
 *
 * @param columns features a row
 * @param features row-major, NaN is missing
 * @param labels in [0, 1]; soft ones are the probability of a 1
 * @param weights at least 0
 * @param base margins that boosting starts from, in logits
 */
public record TreeRows(int columns, float[] features, float[] labels, float[] weights, float[] base) {
    /** @throws IllegalArgumentException when the sizes differ, or a label, weight or base is out of its range */
    public TreeRows {
        int n = labels.length;
        if (columns < 1 || features.length != (long) n * columns || weights.length != n || base.length != n) {
            throw new IllegalArgumentException(n + " labels need as many weights and bases and " + columns
                    + " features each (at least 1): there are " + weights.length + ", " + base.length + " and "
                    + features.length);
        }
        for (int i = 0; i < n; i++) {
            boolean wrong = !(labels[i] >= 0 && labels[i] <= 1)
                    || !(weights[i] >= 0 && weights[i] < Float.POSITIVE_INFINITY)
                    || !(Math.abs(base[i]) < Float.POSITIVE_INFINITY);
            if (wrong) {
                throw new IllegalArgumentException("row " + i + ": label " + labels[i] + " must be in [0, 1], weight "
                        + weights[i] + " at least 0 and base " + base[i] + " finite");
            }
        }
    }

    public int size() {
        return labels.length;
    }
}
