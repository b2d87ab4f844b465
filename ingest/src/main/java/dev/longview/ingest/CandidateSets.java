package dev.longview.ingest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sets of items that decisions chose from, each named by its content and written once. */
final class CandidateSets {
    /** Sets whose rows need not be written again; beyond these, a repeated set is a repeated row, which says the same. */
    private static final int REMEMBERED = 1 << 16;

    private final TableRows sets;

    private final Map<String, Long> written = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    CandidateSets(TableRows sets) {
        this.sets = sets;
    }

    /** The first 24 hexadecimal digits of the SHA-256 of the items, sorted, a newline between two. */
    static String id(List<String> sorted) {
        return ContentHash.ofText(String.join("\n", sorted));
    }

    /** Keeps a set, unless it is there as of then. */
    void keep(String id, List<String> items, long received) {
        // Rows need not be ordered by received: an earlier decision must find its set as of then.
        if (received < written.getOrDefault(id, Long.MAX_VALUE)) {
            written.put(id, received);
            sets.begin();
            sets.set("candidates_id", id);
            sets.set("received", received);
            sets.set("items", items);
            sets.keep();
        }
    }
}
