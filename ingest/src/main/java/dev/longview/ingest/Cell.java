package dev.longview.ingest;

import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.Table.ColumnDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One column's value in the row that is being read, held until the whole row is known to be good. What the value may be is checked as
 * it is set, so that JSON and CSV have the same rules.
 */
final class Cell {
    /** A text of the log is a name or a word; whatever is longer is something else by mistake. */
    static final int LONGEST_TEXT = 1024;

    static final String TIMES_ALLOWED =
            "allowed: microseconds since 1970 in UTC, or text such as 2026-01-31T20:15:00Z; years 1970 to 2199";

    /** Lists whose order and repetitions say nothing. */
    private static final Set<String> SETS = Set.of("items", VisitsFile.CANDIDATES);

    private static final long EARLY = 100 * 86_400_000_000L;

    private final ColumnDefinition definition;
    private final String place;
    private final boolean time;
    private final RowProblems problems;
    private long givenIn = -1;
    private boolean present;
    private long integer;
    private double number;
    private String text = "";
    private final List<String> list = new ArrayList<>();
    private final float[] numbers;
    private int counted;
    private final Map<String, String> map = new LinkedHashMap<>();
    private long early;

    /** @param place table and column, for messages */
    Cell(ColumnDefinition definition, String place, RowProblems problems) {
        this.definition = definition;
        this.place = place;
        this.time = definition.type() == ColumnType.BIGINT && Times.COLUMNS.contains(definition.name());
        this.problems = problems;
        this.numbers = new float[definition.length()];
    }

    ColumnType type() {
        return definition.type();
    }

    String name() {
        return definition.name();
    }

    boolean isTime() {
        return time;
    }

    /** Opens the cell for a value, missing until set; false, and a problem, when this row has given it already. */
    boolean open(long row) {
        if (givenIn == row) {
            problems.add(Reason.REPEATED, place, "'" + name() + "' is given twice in this row; write it once");
            return false;
        }
        reopen(row);
        return true;
    }

    /** Opens the cell for a value, whatever it held. */
    void reopen(long row) {
        givenIn = row;
        present = false;
    }

    boolean isPresent(long row) {
        return givenIn == row && present;
    }

    /** Whether the row said something of it, be it that there is no value. */
    boolean isGiven(long row) {
        return givenIn == row;
    }

    void integer(long value) {
        if (time && (value < 0 || value >= Times.END)) {
            wrong(Reason.OUT_OF_RANGE, value + " is no time in microseconds" + unit(value) + "; " + TIMES_ALLOWED);
        } else if (name().equals("position") && value < 0) {
            wrong(Reason.OUT_OF_RANGE, value + " is no position; allowed: 0 for the first, and up");
        } else {
            integer = value;
            present = true;
        }
    }

    void number(double value) {
        if (!Double.isFinite(value)) {
            wrong(
                    Reason.OUT_OF_RANGE,
                    value + " is no value; allowed: finite numbers; leave it out when there is none");
        } else if (name().endsWith("_propensity") && !(value > 0 && value <= 1)) {
            wrong(
                    Reason.OUT_OF_RANGE,
                    value + " is no propensity; allowed: above 0, at most 1; leave it out when unknown");
        } else if (name().equals("marginal_error") && value < 0) {
            wrong(Reason.OUT_OF_RANGE, value + " is no standard error; allowed: 0 and up");
        } else {
            number = value;
            present = true;
        }
    }

    void flag(boolean value) {
        integer = value ? 1 : 0;
        present = true;
    }

    /** An empty text is a missing value. */
    void text(String value) {
        if (sound(value)) {
            text = value;
            present = !value.isEmpty();
        }
    }

    /** The list to fill; call {@link #listed} afterwards. */
    List<String> list() {
        list.clear();
        return list;
    }

    void listed() {
        boolean good = true;
        for (String element : list) {
            if (element.isEmpty()) {
                wrong(Reason.OUT_OF_RANGE, "an element is empty; leave it out");
            }
            good &= !element.isEmpty() && sound(element);
        }
        if (SETS.contains(name())) {
            distinct();
        }
        if (list.isEmpty() && name().equals(VisitsFile.CANDIDATES)) {
            // Elsewhere an empty list is a missing one, which here would mean: all of the catalogue.
            wrong(Reason.MISSING, "there are no candidates in the list; name them, or leave it out");
        }
        present = good && !list.isEmpty();
    }

    /** How many numbers a list of numbers has. */
    int length() {
        return numbers.length;
    }

    /** Begins a list of numbers; call {@link #counted} after the last. */
    void count() {
        counted = 0;
    }

    /** The next number of the list; false, and a problem, when it is none. */
    boolean next(double value) {
        float single = (float) value;
        if (!Float.isFinite(single)) {
            wrong(
                    Reason.OUT_OF_RANGE,
                    value + " in place " + counted + " is no value; allowed: finite numbers of single precision");
            return false;
        }
        if (counted < numbers.length) {
            numbers[counted] = single;
        }
        counted++;
        return true;
    }

    void counted() {
        if (counted != 0 && counted != numbers.length) {
            wrong(
                    Reason.OUT_OF_RANGE,
                    "there are " + counted + " numbers; allowed: " + numbers.length + ", as longview.yaml declares, or"
                            + " null where there is no value");
        } else {
            present = counted > 0;
        }
    }

    /** The map to fill; call {@link #mapped} afterwards. */
    Map<String, String> map() {
        map.clear();
        return map;
    }

    void mapped() {
        present = !map.isEmpty();
        map.forEach((key, value) -> present &= sound(key) && sound(value));
    }

    void wrong(Reason reason, String message) {
        problems.add(reason, place, message);
    }

    /** Tells of a required value that this row does not have; a required feature may be said to have none. */
    void checkGiven(long row) {
        boolean had = isPresent(row) || (isGiven(row) && name().indexOf('.') >= 0);
        if (definition.required() && !had && !toldOf()) {
            wrong(Reason.MISSING, "'" + name() + "' is missing; it is required: " + definition.meaning() + advice());
        }
    }

    void moveTo(BatchBuilder rows) {
        switch (type()) {
            case BOOLEAN -> rows.set(name(), integer != 0);
            case BIGINT -> rows.set(name(), integer);
            case DOUBLE -> rows.set(name(), number);
            case TEXT -> rows.set(name(), text);
            case TEXT_LIST -> rows.set(name(), list);
            case TEXT_MAP -> rows.set(name(), map);
            case FLOAT_LIST -> rows.set(name(), numbers);
        }
        early += time && integer < EARLY ? 1 : 0;
    }

    /** Times so early that they are rather seconds or milliseconds, in rows that were kept. */
    long early() {
        return early;
    }

    String text() {
        return text;
    }

    long integer() {
        return integer;
    }

    double number() {
        return number;
    }

    List<String> elements() {
        return list;
    }

    private boolean toldOf() {
        return problems.found().stream().anyMatch(found -> found.column().equals(place));
    }

    private void distinct() {
        if (isAscending()) {
            return;
        }
        list.sort(null);
        int kept = 0;
        for (String element : list) {
            if (kept == 0 || !element.equals(list.get(kept - 1))) {
                list.set(kept++, element);
            }
        }
        list.subList(kept, list.size()).clear();
    }

    /** What this service has written itself is. */
    private boolean isAscending() {
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i - 1).compareTo(list.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean sound(String value) {
        if (value.length() > LONGEST_TEXT) {
            wrong(
                    Reason.OUT_OF_RANGE,
                    RowProblems.quoted(value) + " has " + value.length() + " characters; allowed: at most "
                            + LONGEST_TEXT);
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                wrong(
                        Reason.WRONG_TYPE,
                        RowProblems.quoted(value) + " holds NUL or half a character, which no text may");
                return false;
            }
            i += pair ? 1 : 0;
        }
        return true;
    }

    private String advice() {
        return switch (name()) {
            case "received" -> "; where it is not known, repeat time";
            case "usable_off_policy" -> "; write false when the propensities are not known";
            default -> "";
        };
    }

    private static String unit(long value) {
        long micros = value / 1000;
        return value >= Times.END && micros < Times.END && micros > EARLY ? ": nanoseconds? divide by 1000" : "";
    }
}
