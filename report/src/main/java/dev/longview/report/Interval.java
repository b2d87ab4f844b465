package dev.longview.report;

/**
 * A value with the ends of its interval.
 *
 * @param value NaN where there is none
 * @param low may be −∞; NaN where there is no interval
 * @param high may be +∞; NaN where there is no interval
 */
public record Interval(double value, double low, double high) {
    boolean told() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }
}
