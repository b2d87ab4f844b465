package dev.longview.policy;

import java.util.Arrays;

/** The active features of one side of one row: slots, values, and which numeric feature a value is of (−1: none). Grows, is reused. */
final class ActiveFeatures {
    int[] slots = new int[64];
    double[] values = new double[64];
    int[] numerics = new int[64];
    int size;

    void clear() {
        size = 0;
    }

    void add(int slot, double value, int numeric) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            numerics = Arrays.copyOf(numerics, 2 * size);
        }
        slots[size] = slot;
        values[size] = value;
        numerics[size++] = numeric;
    }
}
