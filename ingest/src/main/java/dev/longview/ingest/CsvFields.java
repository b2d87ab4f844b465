package dev.longview.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of one CSV record, as slices of its bytes; used again for the next. */
final class CsvFields {
    private byte[] bytes = new byte[0];
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private boolean[] doubled = new boolean[32];
    private int count;

    /** Finds the fields of a record; false when one goes on after its closing quote. */
    boolean split(byte[] record, int start, int end) {
        bytes = record;
        count = 0;
        int at = start;
        for (; ; ) {
            at = at < end && bytes[at] == '"' ? quoted(at + 1, end) : plain(at, end);
            if (at >= end) {
                return at == end;
            }
            if (bytes[at] != ',') {
                return false;
            }
            at++;
        }
    }

    int count() {
        return count;
    }

    boolean isEmpty(int field) {
        return starts[field] == ends[field];
    }

    String text(int field) {
        String text = new String(bytes, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
        return doubled[field] ? text.replace("\"\"", "\"") : text;
    }

    private int plain(int start, int end) {
        int at = start;
        while (at < end && bytes[at] != ',') {
            at++;
        }
        add(start, at, false);
        return at;
    }

    /** Where the field's closing quote has been passed; beyond the end when there is none. */
    private int quoted(int start, int end) {
        boolean pairs = false;
        for (int at = start; at < end; at++) {
            if (bytes[at] == '"') {
                if (at + 1 == end || bytes[at + 1] != '"') {
                    add(start, at, pairs);
                    return at + 1;
                }
                pairs = true;
                at++;
            }
        }
        return end + 1;
    }

    private void add(int start, int end, boolean pairs) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            doubled = Arrays.copyOf(doubled, 2 * count);
        }
        starts[count] = start;
        ends[count] = end;
        doubled[count++] = pairs;
    }
}
