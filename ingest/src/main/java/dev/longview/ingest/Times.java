package dev.longview.ingest;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;

/**
 * Times as text: ISO 8601 with a zone, as RFC 3339 narrows it, to microseconds since 1970 in UTC.
 *
 * <p>{@code 2026-01-31T20:15:00Z}, {@code 2026-01-31 21:15:00.250+01:00}: a T or a blank between date and time; seconds may be left
 * out; digits beyond microseconds are cut off; the zone is Z, +hh:mm, +hhmm or +hh.
 */
final class Times {
    /** The text is a time, but says no zone. */
    static final long NO_ZONE = Long.MIN_VALUE;
    /** The text is no time. */
    static final long NO_TIME = Long.MIN_VALUE + 1;
    /** The first microsecond that is too late: the year 2200. */
    static final long END = LocalDate.of(2200, 1, 1).toEpochDay() * 86_400_000_000L;

    /** The columns of the log that are times; other BIGINT columns are plain numbers. */
    static final Set<String> COLUMNS = Set.of("time", "received", "valid_from", "period_start", "period_end");

    private final String text;
    private int at;

    private Times(String text) {
        this.text = text;
    }

    /** Microseconds, {@link #NO_ZONE} or {@link #NO_TIME}. */
    static long parse(String text) {
        return new Times(text).parse();
    }

    private long parse() {
        int year = digits(4);
        int month = skip('-') ? digits(2) : -1;
        int day = month >= 1 && month <= 12 && skip('-') ? digits(2) : -1;
        if (year < 0 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            return NO_TIME;
        }
        long micros = LocalDate.of(year, month, day).toEpochDay() * 86_400_000_000L;
        if (at == text.length()) {
            return NO_ZONE;
        }
        int hour = skip('T') || skip('t') || skip(' ') ? digits(2) : -1;
        int minute = skip(':') ? digits(2) : -1;
        boolean seconds = skip(':');
        int second = seconds ? digits(2) : 0;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NO_TIME;
        }
        micros += ((hour * 60L + minute) * 60 + second) * 1_000_000;
        if (seconds && skip('.')) {
            int fraction = fraction();
            if (fraction < 0) {
                return NO_TIME;
            }
            micros += fraction;
        }
        return at == text.length() ? NO_ZONE : zoned(micros);
    }

    private long zoned(long micros) {
        if (skip('Z') || skip('z')) {
            return at == text.length() ? micros : NO_TIME;
        }
        int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
        int hours = sign == 0 ? -1 : digits(2);
        int minutes = at == text.length() ? 0 : skip(':') || hours >= 0 ? digits(2) : -1;
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59 || at != text.length()) {
            return NO_TIME;
        }
        return micros - sign * (hours * 60L + minutes) * 60_000_000;
    }

    /** At least one digit; those beyond the sixth are passed over. */
    private int fraction() {
        int from = at;
        int value = 0;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            value = at - from < 6 ? value * 10 + text.charAt(at) - '0' : value;
        }
        for (int i = at - from; i < 6; i++) {
            value *= 10;
        }
        return at == from ? -1 : value;
    }

    /** A number of exactly so many digits; −1 when there is none. */
    private int digits(int count) {
        if (at + count > text.length()) {
            return -1;
        }
        int value = 0;
        for (int end = at + count; at < end; at++) {
            char c = text.charAt(at);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private boolean skip(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
