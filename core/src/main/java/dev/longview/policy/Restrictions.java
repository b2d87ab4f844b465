package dev.longview.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the slate of one decision keeps to, before anything is drawn: candidates pinned to positions, and at most so many with a value.
 * Made once for a catalogue, then told of each decision; for one thread.
 *
 * <pre>{@code
 * var rules = new Restrictions(caps);
 * rules.candidates(rows);              // of the next decision
 * rules.pin(0, 17);                    // rows[17] first
 * sampler.draw(scores, n, rules, seed, slate);
 * }</pre>
 */
public final class Restrictions {
    /**
     * At most {@code most} items of a slate have the same value. Pinned ones count, wherever they stand, but are never refused.
     *
     * @param offsets row r of the catalogue has the values {@code codes[offsets[r]] … codes[offsets[r + 1] − 1]}
     * @param codes 0 … values − 1; a row has each once
     */
    @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop
    public record Cap(int most, int[] offsets, int[] codes, int values) {
        public Cap {
            if (most < 1) {
                throw new IllegalArgumentException("a cap must allow at least 1 item: " + most);
            }
        }
    }

    private final List<Cap> caps;
    private final int[][] counts;
    private int[] rows = new int[0];
    private int[] pinnedAt = new int[0];
    private int[] pinned = new int[0];
    private int pins;

    public Restrictions(List<Cap> caps) {
        this.caps = List.copyOf(caps);
        counts = caps.stream().map(cap -> new int[cap.values()]).toArray(int[][]::new);
    }

    /** Nothing pinned, nothing capped. */
    public static Restrictions none() {
        return new Restrictions(List.of());
    }

    /** Of the same caps, for another thread. */
    Restrictions another() {
        return new Restrictions(caps);
    }

    /** Starts a decision: candidate i is row {@code rows[i]} of the catalogue, and nothing is pinned. */
    public void candidates(int[] rows) {
        this.rows = rows;
        pins = 0;
    }

    /**
     * Has a candidate stand at a position, with probability 1. Where there are too few others to reach the position, it stands at the
     * end; in a slate that is filled by others before, nowhere: see {@link #unreached}.
     *
     * @return whether it does: a candidate and a position are pinned once, and the first one stays
     */
    public boolean pin(int position, int candidate) {
        for (int i = 0; i < pins; i++) {
            if (pinnedAt[i] == position || pinned[i] == candidate) {
                return false;
            }
        }
        if (pins == pinned.length) {
            pinned = Arrays.copyOf(pinned, pins + 8);
            pinnedAt = Arrays.copyOf(pinnedAt, pins + 8);
        }
        int at = pins++;
        for (; at > 0 && pinnedAt[at - 1] > position; at--) {
            pinnedAt[at] = pinnedAt[at - 1];
            pinned[at] = pinned[at - 1];
        }
        pinnedAt[at] = position;
        pinned[at] = candidate;
        return true;
    }

    /** Whether what may stand at a position depends on what stands above, other than by having been taken. */
    public boolean capped() {
        return !caps.isEmpty();
    }

    /**
     * The first pin that a slate is too short for: others fill it, whatever their scores. Caps may leave less to fill it with, so that the
     * pin moves up to it now and then, or always; it is too short all the same.
     *
     * @param slateSize at least 1
     */
    public Optional<Unreached> unreached(int slateSize) {
        for (int i = 0; i < pins; i++) {
            if (pinnedAt[i] >= slateSize && rows.length - pins + i >= slateSize) {
                return Optional.of(new Unreached(pinned[i], pinnedAt[i]));
            }
        }
        return Optional.empty();
    }

    /** A candidate that is pinned to a position which is none of the slate's. */
    public record Unreached(int candidate, int position) {}

    /** How many are pinned; in the order of their positions. */
    int pins() {
        return pins;
    }

    int pinned(int index) {
        return pinned[index];
    }

    int pinnedAt(int index) {
        return pinnedAt[index];
    }

    /** Takes those from the pool that cannot be drawn at any position, and counts what is pinned. */
    void begin(Pool pool) {
        for (int i = 0; i < pins; i++) {
            pool.remove(pinned[i]);
        }
        count();
        for (int c = 0; c < counts.length; c++) {
            for (int i = pool.next(0); pins > 0 && i >= 0; i = pool.next(i + 1)) {
                if (full(c, i)) {
                    pool.remove(i);
                }
            }
        }
    }

    /** As if nothing had been drawn yet. */
    void count() {
        for (int[] each : counts) {
            Arrays.fill(each, 0);
        }
        for (int i = 0; i < pins; i++) {
            for (int c = 0; c < counts.length; c++) {
                count(c, pinned[i]);
            }
        }
    }

    /** Counts one that was drawn; whether others may now be refused. */
    boolean drawn(int candidate) {
        boolean full = false;
        for (int c = 0; c < counts.length; c++) {
            full |= count(c, candidate);
        }
        return full;
    }

    /** Whether the slate has as many as it may have with one of the candidate's values. */
    boolean refused(int candidate) {
        for (int c = 0; c < counts.length; c++) {
            if (full(c, candidate)) {
                return true;
            }
        }
        return false;
    }

    private boolean count(int c, int candidate) {
        Cap cap = caps.get(c);
        boolean full = false;
        for (int i = cap.offsets[rows[candidate]]; i < cap.offsets[rows[candidate] + 1]; i++) {
            full |= ++counts[c][cap.codes[i]] >= cap.most;
        }
        return full;
    }

    private boolean full(int c, int candidate) {
        Cap cap = caps.get(c);
        for (int i = cap.offsets[rows[candidate]]; i < cap.offsets[rows[candidate] + 1]; i++) {
            if (counts[c][cap.codes[i]] >= cap.most) {
                return true;
            }
        }
        return false;
    }
}
