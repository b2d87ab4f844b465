package dev.longview.policy;

/**
 * What is known of an item's effect before its own rows: N(mean, variance), and how far final rewards scatter around it.
 *
 * @param mean m, of the items of its type, or what a model makes of its features
 * @param variance τ², of items around it
 * @param noise the variance of final rewards within an item: what a precision of 1 stands for
 */
public record ItemPrior(double mean, double variance, double noise) {
    /** @throws IllegalArgumentException when the mean is not finite or a variance is not positive and finite */
    public ItemPrior {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("the mean of an item's prior must be finite: " + mean);
        }
        requirePositive("variance among items", variance);
        requirePositive("variance of final rewards within an item", noise);
    }

    /** The prior of an item of whose features a model makes something else. */
    public ItemPrior withMean(double mean) {
        return new ItemPrior(mean, variance, noise);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("the " + what + " must be positive and finite: " + value);
        }
    }
}
