package dev.longview.cli;

import java.util.Locale;

/** Numbers for a terminal. */
final class Numbers {
    private Numbers() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Four significant digits. */
    static String value(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return value != 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)
                ? String.format(Locale.ROOT, "%.3e", value)
                : trimmed(value);
    }

    static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * value);
    }

    static String interval(double low, double high) {
        return value(low) + " to " + value(high);
    }

    private static String trimmed(double value) {
        int digits = value == 0 ? 0 : Math.max(0, 3 - (int) Math.floor(Math.log10(Math.abs(value))));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
