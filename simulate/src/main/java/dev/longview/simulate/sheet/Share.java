package dev.longview.simulate.sheet;

/**
 * A share of a count, with Wilson's interval (Wilson, JASA 1927), which stays within 0 and 1 and holds for small counts.
 *
 * @param value NaN where nothing was counted
 */
public record Share(double value, double low, double high, long of) {
    private static final double Z = 1.959963984540054;

    public static Share of(long count, long total) {
        if (total == 0) {
            return new Share(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double n = total;
        double p = count / n;
        double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
        return new Share(p, Math.max(0, middle - half), Math.min(1, middle + half), total);
    }
}
