package dev.longview.delay;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** Whole numbers under keys of at least 0: an open-addressed table of primitives, since rows add to it a hundred times each. */
final class Counts {
    private static final int SMALLEST = 1 << 10;
    private static final long FREE = -1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] keys = free(SMALLEST);
    private long[] counts = new long[SMALLEST];
    private int used;

    void add(long key, long count) {
        if (used * 2 >= keys.length) {
            grow();
        }
        int at = find(key);
        if (keys[at] == FREE) {
            keys[at] = key;
            used++;
        }
        counts[at] += count;
    }

    long get(long key) {
        return counts[find(key)];
    }

    /** The sums over keys that become the same. */
    Counts by(LongUnaryOperator key) {
        Counts sums = new Counts();
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != FREE) {
                sums.add(key.applyAsLong(keys[i]), counts[i]);
            }
        }
        return sums;
    }

    private int find(long key) {
        int mask = keys.length - 1;
        long hash = key * GOLDEN;
        int at = (int) (hash >>> 32) & mask;
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = free(2 * oldKeys.length);
        counts = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                counts[at] = oldCounts[i];
            }
        }
    }

    private static long[] free(int size) {
        long[] keys = new long[size];
        Arrays.fill(keys, FREE);
        return keys;
    }
}
