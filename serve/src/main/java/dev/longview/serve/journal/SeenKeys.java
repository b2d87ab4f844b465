package dev.longview.serve.journal;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The keys of the rows that came last, with where each is: what makes a repeated request harmless. When there are as many as fit, the
 * older half makes way, so that the memory is bounded; what repeats one of those is left to the readers of the log, who count a row once.
 * For one thread.
 */
final class SeenKeys {
    private final int most;
    private long[] high;
    private long[] low;
    private int[] files;
    /** Row + 1; 0 is a free slot. */
    private int[] rows;

    private long[] ages;
    private int size;
    private long clock;

    /** @param most keys that are kept; about 70 bytes each */
    SeenKeys(int most) {
        this.most = most;
        allocate(1 << 10);
    }

    private void allocate(int slots) {
        high = new long[slots];
        low = new long[slots];
        files = new int[slots];
        rows = new int[slots];
        ages = new long[slots];
        size = 0;
    }

    Optional<Place> find(Key key) {
        int at = slot(key.high(), key.low());
        return rows[at] == 0 ? Optional.empty() : Optional.of(new Place(files[at], rows[at] - 1));
    }

    void put(Key key, int file, int row) {
        if (size >= most) {
            rebuild(high.length, newest(Math.max(1, most / 2)));
        } else if (2 * (size + 1) > high.length) {
            rebuild(2 * high.length, Long.MIN_VALUE);
        }
        put(key.high(), key.low(), file, row, clock++);
    }

    /** Takes a key back: it was never written. */
    void remove(Key key) {
        int at = slot(key.high(), key.low());
        if (rows[at] == 0) {
            return;
        }
        rows[at] = 0;
        size--;
        // Those behind it must be found without it.
        int mask = high.length - 1;
        for (int next = (at + 1) & mask; rows[next] != 0; next = (next + 1) & mask) {
            int row = rows[next];
            rows[next] = 0;
            size--;
            put(high[next], low[next], files[next], row - 1, ages[next]);
        }
    }

    int size() {
        return size;
    }

    private void put(long h, long l, int file, int row, long age) {
        int at = slot(h, l);
        size += rows[at] == 0 ? 1 : 0;
        high[at] = h;
        low[at] = l;
        files[at] = file;
        rows[at] = row + 1;
        ages[at] = age;
    }

    /** The age from which on this many are left. */
    private long newest(int count) {
        long[] sorted = IntStream.range(0, rows.length)
                .filter(at -> rows[at] != 0)
                .mapToLong(at -> ages[at])
                .sorted()
                .toArray();
        return sorted[sorted.length - Math.min(count, sorted.length)];
    }

    private void rebuild(int slots, long oldest) {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldFiles = files;
        int[] oldRows = rows;
        long[] oldAges = ages;
        allocate(slots);
        for (int at = 0; at < oldRows.length; at++) {
            if (oldRows[at] != 0 && oldAges[at] >= oldest) {
                put(oldHigh[at], oldLow[at], oldFiles[at], oldRows[at] - 1, oldAges[at]);
            }
        }
    }

    /** That of the key, or the free one where it belongs. The key is a hash: its bits need no mixing. */
    private int slot(long h, long l) {
        int mask = high.length - 1;
        int at = (int) l & mask;
        while (rows[at] != 0 && (high[at] != h || low[at] != l)) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
