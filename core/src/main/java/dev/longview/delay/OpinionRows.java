package dev.longview.delay;

import java.util.Arrays;

/** Rows for trees, as they are gathered. */
final class OpinionRows {
    private final int width;
    private float[] features = new float[0];
    private float[] labels = new float[0];
    private float[] weights = new float[0];
    private float[] base = new float[0];
    private int size;

    OpinionRows(int width) {
        this.width = width;
    }

    /** @param row at least as wide as these; what is beyond is left out */
    void add(float[] row, float label, float weight, float margin) {
        if (size == labels.length) {
            int capacity = Math.max(1024, size * 3 / 2);
            features = Arrays.copyOf(features, Math.multiplyExact(capacity, width));
            labels = Arrays.copyOf(labels, capacity);
            weights = Arrays.copyOf(weights, capacity);
            base = Arrays.copyOf(base, capacity);
        }
        System.arraycopy(row, 0, features, size * width, width);
        labels[size] = label;
        weights[size] = weight;
        base[size++] = margin;
    }

    int size() {
        return size;
    }

    TreeRows rows() {
        return new TreeRows(
                width,
                Arrays.copyOf(features, size * width),
                Arrays.copyOf(labels, size),
                Arrays.copyOf(weights, size),
                Arrays.copyOf(base, size));
    }
}
