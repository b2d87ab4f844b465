package dev.longview.policy;

/**
 * The probability that an item stands at a position, whatever stands above.
 *
 * @param probability NaN where it is not known
 * @param error its Monte Carlo standard error; 0 where it is exact
 */
public record Marginal(double probability, double error) {
    static final Marginal UNKNOWN = new Marginal(Double.NaN, Double.NaN);

    static Marginal exact(double probability) {
        return new Marginal(probability, 0);
    }

    public boolean known() {
        return !Double.isNaN(probability);
    }

    public boolean isExact() {
        return error == 0;
    }
}
