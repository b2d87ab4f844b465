package dev.longview.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for reading: a real minus sign, no exponent where it can be helped, no negative zero. */
final class Numbers {
    private static final int MOST_DECIMALS = 8;

    private Numbers() {}

    /** With so many decimals; "–" for NaN. */
    static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return minus(
                rounded.precision() - rounded.scale() > 15
                        ? scientific(rounded.round(new MathContext(3)))
                        : grouped(rounded));
    }

    /** With its sign, also where it is positive. */
    static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        boolean unsigned = Double.isNaN(value) || text.startsWith("−") || text.matches("[0.]*");
        return unsigned ? text : "+" + text;
    }

    static String interval(Interval interval, Measure measure, int decimals, boolean signed) {
        String value = one(interval.value(), measure, decimals, signed);
        return interval.told()
                ? value + " (" + one(interval.low(), measure, decimals, signed) + " to "
                        + one(interval.high(), measure, decimals, signed) + ")"
                : value;
    }

    private static String one(double value, Measure measure, int decimals, boolean signed) {
        double shown = measure.shown(value);
        String text = signed ? signed(shown, decimals) : fixed(shown, decimals);
        return Double.isFinite(shown) ? text + measure.unit() : text;
    }

    /** Decimals that show a width with two digits. */
    static int decimals(double width) {
        if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
            return 2;
        }
        return Math.clamp(1 - (int) Math.floor(Math.log10(width)), 0, MOST_DECIMALS);
    }

    /** As short as its digits allow: for labels of ticks. */
    static String exact(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        boolean wieldy = plain.signum() == 0 || (exponent >= -5 && exponent < 9);
        return minus(wieldy ? grouped(plain.scale() < 0 ? plain.setScale(0) : plain) : scientific(plain));
    }

    /** Two digits, however small. */
    static String pValue(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (value < 1e-300) {
            return "< 1e−300";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2));
        return value >= 1e-4
                ? rounded.setScale(Math.min(4, Math.max(2, rounded.scale())), RoundingMode.HALF_EVEN)
                        .toPlainString()
                : minus(scientific(rounded));
    }

    /** For SVG: two decimals are a fiftieth of what the eye resolves. */
    static String coordinate(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String scientific(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        return value.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    /** Thousands are set apart by narrow spaces that do not break, from five digits on. */
    private static String grouped(BigDecimal value) {
        String text = value.signum() == 0 ? value.abs().toPlainString() : value.toPlainString();
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        int start = text.startsWith("-") ? 1 : 0;
        if (end - start < 5) {
            return text;
        }
        StringBuilder grouped = new StringBuilder(text);
        for (int at = end - 3; at > start; at -= 3) {
            grouped.insert(at, '\u202F');
        }
        return grouped.toString();
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }
}
