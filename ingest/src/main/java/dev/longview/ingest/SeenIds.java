package dev.longview.ingest;

/**
 * Which ids have stood in a file already, some 24 bytes for each: as 64 bits of a hash, by which two of ten million different ids are taken
 * for one in one of some hundred thousand files.
 */
final class SeenIds {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Open addressing; 0 is a free place. */
    private long[] hashes = new long[64];

    private int size;

    /** Whether the id is new. */
    boolean add(String id) {
        if (2 * (size + 1) > hashes.length) {
            grow();
        }
        boolean added = put(hashes, hash(id));
        size += added ? 1 : 0;
        return added;
    }

    private void grow() {
        long[] wider = new long[2 * hashes.length];
        for (long hash : hashes) {
            if (hash != 0) {
                put(wider, hash);
            }
        }
        hashes = wider;
    }

    private static boolean put(long[] table, long hash) {
        int mask = table.length - 1;
        int at = (int) hash & mask;
        while (table[at] != 0) {
            if (table[at] == hash) {
                return false;
            }
            at = (at + 1) & mask;
        }
        table[at] = hash;
        return true;
    }

    private static long hash(String id) {
        long hash = id.length();
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        hash = (hash ^ (hash >>> 32)) * MULTIPLIER;
        hash ^= hash >>> 29;
        return hash == 0 ? 1 : hash;
    }
}
