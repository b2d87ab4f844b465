package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/** A value as CSV writes it: text, into a cell. */
final class TextValue {
    /** The whole numbers that a double holds exactly, 2⁵³: data frames write integers with gaps as 3.0. */
    static final double EXACT = 1L << 53;

    private final JsonFactory json;

    TextValue(JsonFactory json) {
        this.json = json;
    }

    /** Sets an open cell; an empty text leaves it missing. */
    void read(Cell cell, String value) {
        if (value.isEmpty()) {
            return;
        }
        switch (cell.type()) {
            case BOOLEAN -> flag(cell, value);
            case BIGINT -> integer(cell, value);
            case DOUBLE -> number(cell, value);
            case TEXT -> cell.text(value);
            case TEXT_LIST -> list(cell, value);
            case FLOAT_LIST -> numbers(cell, value);
            case TEXT_MAP -> {
                if (value.charAt(0) == '{') {
                    nested(cell, value);
                } else {
                    cell.wrong(
                            Reason.WRONG_TYPE,
                            RowProblems.quoted(value)
                                    + " is no JSON object; write {\"\"season\"\": \"\"2\"\"} between quotes");
                }
            }
        }
    }

    /** ISO text to a time cell. */
    static void time(Cell cell, String value) {
        long micros = Times.parse(value);
        if (micros == Times.NO_ZONE) {
            cell.wrong(
                    Reason.WRONG_TYPE,
                    RowProblems.quoted(value)
                            + " says no zone; write Z for UTC, or an offset: 2026-01-31T20:15:00Z, +01:00");
        } else if (micros == Times.NO_TIME) {
            cell.wrong(Reason.WRONG_TYPE, RowProblems.quoted(value) + " is no time; " + Cell.TIMES_ALLOWED);
        } else if (micros < 0 || micros >= Times.END) {
            cell.wrong(Reason.OUT_OF_RANGE, RowProblems.quoted(value) + " is too early or late; " + Cell.TIMES_ALLOWED);
        } else {
            cell.integer(micros);
        }
    }

    /** A number with a fraction or an exponent, to a whole number where it is one exactly. */
    static void whole(Cell cell, double value, String written) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            cell.integer((long) value);
        } else {
            cell.wrong(
                    Reason.WRONG_TYPE,
                    RowProblems.shortened(written) + " is no whole number; allowed: whole numbers of 64 bits");
        }
    }

    private static void flag(Cell cell, String value) {
        boolean yes = value.equalsIgnoreCase("true");
        if (yes || value.equalsIgnoreCase("false")) {
            cell.flag(yes);
        } else {
            cell.wrong(Reason.WRONG_TYPE, RowProblems.quoted(value) + " is neither; allowed: true, false");
        }
    }

    private static void integer(Cell cell, String value) {
        if (isInteger(value)) {
            try {
                cell.integer(Long.parseLong(value));
            } catch (NumberFormatException e) {
                cell.wrong(
                        Reason.OUT_OF_RANGE,
                        RowProblems.shortened(value) + " has more than 64 bits; allowed: whole numbers of 64 bits");
            }
        } else if (isNumber(value)) {
            whole(cell, Double.parseDouble(value), value);
        } else if (cell.isTime()) {
            time(cell, value);
        } else {
            cell.wrong(Reason.WRONG_TYPE, RowProblems.quoted(value) + " is no whole number; allowed: digits");
        }
    }

    private static void number(Cell cell, String value) {
        if (isNumber(value)) {
            cell.number(Double.parseDouble(value));
        } else {
            cell.wrong(
                    Reason.WRONG_TYPE,
                    RowProblems.quoted(value)
                            + " is no number; allowed: finite numbers with a decimal point; leave the field empty when"
                            + " there is none");
        }
    }

    private void list(Cell cell, String value) {
        if (value.charAt(0) == '[') {
            nested(cell, value);
            return;
        }
        List<String> list = cell.list();
        int from = 0;
        for (int bar = value.indexOf('|'); bar >= 0; bar = value.indexOf('|', from)) {
            list.add(value.substring(from, bar));
            from = bar + 1;
        }
        list.add(value.substring(from));
        cell.listed();
    }

    private void numbers(Cell cell, String value) {
        if (value.charAt(0) == '[') {
            nested(cell, value);
            return;
        }
        cell.count();
        for (String each : value.split("\\|", -1)) {
            if (each.isEmpty() || !isNumber(each)) {
                cell.wrong(
                        Reason.WRONG_TYPE,
                        RowProblems.quoted(each) + " is no number; allowed: " + cell.length()
                                + " finite numbers with | between them");
                return;
            }
            if (!cell.next(Double.parseDouble(each))) {
                return;
            }
        }
        cell.counted();
    }

    private void nested(Cell cell, String value) {
        try (JsonParser parser = json.createParser(value)) {
            parser.nextToken();
            JsonValue.read(cell, parser);
            if (parser.nextToken() != null) {
                cell.wrong(Reason.MALFORMED, RowProblems.quoted(value) + " goes on after its JSON ends");
            }
        } catch (IOException e) {
            cell.wrong(Reason.MALFORMED, RowProblems.quoted(value) + " is no JSON: " + JsonValue.message(e));
        }
    }

    private static boolean isInteger(String value) {
        int first = value.charAt(0) == '-' ? 1 : 0;
        for (int i = first; i < value.length(); i++) {
            if (!isDigit(value.charAt(i))) {
                return false;
            }
        }
        return first < value.length();
    }

    /** Stricter than Double.parseDouble, which takes blanks, 1d, 0x1p3 and NaN. */
    private static boolean isNumber(String value) {
        int digits = 0;
        int exponent = -1;
        boolean point = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isDigit(c)) {
                digits++;
            } else if (c == '.' && !point && exponent < 0) {
                point = true;
            } else if ((c == 'e' || c == 'E') && digits > 0 && exponent < 0) {
                exponent = i;
                digits = 0;
            } else if ((c != '-' && c != '+') || (i != 0 && i - 1 != exponent)) {
                return false;
            }
        }
        return digits > 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
