package dev.longview.ingest;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the row that is being read; used again for the next. */
final class RowProblems {
    private static final int SHOWN = 60;

    /** @param column table and column, or empty */
    record Found(Reason reason, String column, String message) {}

    private final List<Found> found = new ArrayList<>();

    void add(Reason reason, String column, String message) {
        found.add(new Found(reason, column, message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Found> found() {
        return found;
    }

    void clear() {
        found.clear();
    }

    /** A value as a message shows it: in quotes, shortened, on one line. */
    static String quoted(String value) {
        return '"' + shortened(value) + '"';
    }

    static String shortened(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints()
                .limit(SHOWN)
                .forEach(c -> text.appendCodePoint(
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c));
        return value.codePointCount(0, value.length()) > SHOWN
                ? text.append('…').toString()
                : text.toString();
    }
}
