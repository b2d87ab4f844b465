package dev.longview.delay;

import java.util.Arrays;

/**
 * Paths of recommendations, kept for trees: packed rows, states and the table's category of each, up to the landmark at which they were
 * last open and the one after. When there are too many, those with the higher half of hashes go, so that which are kept depends on
 * neither order nor cores, and is the same for every outcome.
 */
final class SampledPaths {
    private final int width;
    private final long most;
    private long limit = -1;
    float[] packed = new float[0];
    int[] states = new int[0];
    /** By path: where its rows begin; one more for the end of the last. */
    int[] starts = new int[1];

    int[] firsts = new int[0];
    int[] categories = new int[0];
    private long[] hashes = new long[0];
    private int paths;
    private int rows;

    /** @param most rows to keep at most */
    SampledPaths(int width, long most) {
        this.width = width;
        this.most = most;
    }

    int width() {
        return width;
    }

    int paths() {
        return paths;
    }

    int rows() {
        return rows;
    }

    int last(int path) {
        return starts[path + 1] - 1;
    }

    int landmark(int path, int row) {
        return firsts[path] + row - starts[path];
    }

    long hashOf(int path) {
        return hashes[path];
    }

    boolean takes(long hash) {
        return Long.compareUnsigned(hash, limit) <= 0;
    }

    /** @param packedRows one after the other, as many as {@code count} */
    void add(long hash, int category, int first, int count, int[] pathStates, float[] packedRows) {
        room(count);
        System.arraycopy(packedRows, 0, packed, rows * width, count * width);
        System.arraycopy(pathStates, first, states, rows, count);
        hashes[paths] = hash;
        categories[paths] = category;
        firsts[paths++] = first;
        rows += count;
        starts[paths] = rows;
        while (rows > most && paths > 1) {
            limit >>>= 1;
            thin();
        }
    }

    private void thin() {
        int keptPaths = 0;
        int keptRows = 0;
        for (int path = 0; path < paths; path++) {
            int from = starts[path];
            int count = starts[path + 1] - from;
            if (!takes(hashes[path])) {
                continue;
            }
            System.arraycopy(packed, from * width, packed, keptRows * width, count * width);
            System.arraycopy(states, from, states, keptRows, count);
            hashes[keptPaths] = hashes[path];
            categories[keptPaths] = categories[path];
            firsts[keptPaths] = firsts[path];
            starts[keptPaths++] = keptRows;
            keptRows += count;
        }
        paths = keptPaths;
        rows = keptRows;
        starts[paths] = rows;
    }

    private void room(int count) {
        if (paths == firsts.length) {
            int capacity = Math.max(1024, paths * 3 / 2);
            hashes = Arrays.copyOf(hashes, capacity);
            categories = Arrays.copyOf(categories, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
            starts = Arrays.copyOf(starts, capacity + 1);
        }
        if (rows + count > states.length) {
            int capacity = Math.max(4096, (rows + count) * 3 / 2);
            states = Arrays.copyOf(states, capacity);
            packed = Arrays.copyOf(packed, Math.multiplyExact(capacity, width));
        }
    }
}
