package dev.longview.policy;

import java.util.HashMap;
import java.util.Map;

/**
 * The rows of a catalogue by item id. A hash map follows five references for each item, each to somewhere else in memory; here hashes
 * lie with their rows, and the characters of all ids in one array, so that of a hundred candidates each costs two or three waits for
 * memory.
 *
 * <p>Immutable and thread-safe; finding allocates nothing.
 */
final class ItemRows {
    /** Ids that collide more often are somebody's doing: a hash map, which orders them, takes over. */
    private static final int MOST_PROBES = 64;

    /** A hash in the upper half, a row plus 1 in the lower; 0 where there is none. Open addressing, at most half full. */
    private final long[] slots;

    private final int[] starts;
    private final char[] characters;
    /** Empty unless ids collide. */
    private final Map<String, Integer> crowded;

    private ItemRows(long[] slots, int[] starts, char[] characters, Map<String, Integer> crowded) {
        this.slots = slots;
        this.starts = starts;
        this.characters = characters;
        this.crowded = crowded;
    }

    /** @throws IllegalArgumentException when an item stands in it twice */
    static ItemRows of(String[] items) {
        int[] starts = new int[items.length + 1];
        for (int row = 0; row < items.length; row++) {
            starts[row + 1] = Math.addExact(starts[row], items[row].length());
        }
        int room = Math.multiplyExact(Integer.highestOneBit(Math.max(2, items.length)), 4);
        ItemRows rows = new ItemRows(new long[room], starts, new char[starts[items.length]], Map.of());
        for (int row = 0; row < items.length; row++) {
            if (!rows.put(items[row], row)) {
                return crowded(items);
            }
        }
        return rows;
    }

    private static ItemRows crowded(String[] items) {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < items.length; row++) {
            Integer earlier = rows.put(items[row], row);
            if (earlier != null) {
                throw twice(items[row], earlier, row);
            }
        }
        return new ItemRows(new long[0], new int[0], new char[0], rows);
    }

    /** False when it has met too many others. */
    private boolean put(String item, int row) {
        item.getChars(0, item.length(), characters, starts[row]);
        int hash = mixed(item);
        int slot = hash & (slots.length - 1);
        for (int probes = 0; slots[slot] != 0; probes++) {
            if (isAt(slot, hash, item)) {
                throw twice(item, row(slot), row);
            }
            if (probes == MOST_PROBES) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = (long) hash << Integer.SIZE | (row + 1);
        return true;
    }

    /** The row of an item, −1 when there is none. */
    int find(String item) {
        if (!crowded.isEmpty()) {
            return crowded.getOrDefault(item, -1);
        }
        int hash = mixed(item);
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            if (isAt(slot, hash, item)) {
                return row(slot);
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private int row(int slot) {
        return (int) slots[slot] - 1;
    }

    private boolean isAt(int slot, int hash, String item) {
        if ((int) (slots[slot] >>> Integer.SIZE) != hash) {
            return false;
        }
        int start = starts[row(slot)];
        int length = starts[row(slot) + 1] - start;
        if (length != item.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (characters[start + i] != item.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The bits of a text's hash, spread: those of ids that count upwards differ in the lowest alone. */
    private static int mixed(String item) {
        int hash = item.hashCode() * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private static IllegalArgumentException twice(String item, int earlier, int row) {
        return new IllegalArgumentException(
                "item '" + item + "' stands in rows " + earlier + " and " + row + " of the catalogue");
    }
}
