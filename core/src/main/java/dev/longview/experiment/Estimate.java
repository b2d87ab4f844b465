package dev.longview.experiment;

/**
 * A value and its interval.
 *
 * @param value NaN where it cannot be computed
 * @param low lower end; −∞ where the data set no bound, NaN where there is no interval
 * @param high upper end; +∞ where the data set no bound, NaN where there is no interval
 */
public record Estimate(double value, double low, double high) {
    /** Of what cannot be computed. */
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    /** Whether a number lies in the interval, its ends included. */
    public boolean contains(double number) {
        return low <= number && number <= high;
    }
}
