package dev.longview.reward;

import java.util.Optional;

/**
 * For each row of a batch, a distribution over the final value of one outcome.
 *
 * <p>It applies to rows where the outcome is pending, and is conditional on the outcome's origin ({@code from}) having happened: where it
 * has not, the outcome is absent. Rows that it does not apply to may hold anything, NaN too. It may be conditional on the end of another
 * outcome as well, on whether that one happened: a row then has two distributions, one after the other.
 *
 * @param support the possible final values in the outcome's own units; NaN is "never" for a time-to-first
 * @param probability rows × support.length, row after row, with {@code given} rows × 2 × support.length, the first of the two for when the
 *     other does not happen; in each distribution that applies, they add up to 1
 * @param given the outcome whose end tells which of a row's two distributions applies
 */
public record Forecast(double[] support, double[] probability, Optional<String> given) {
    public Forecast {
        if (support.length == 0 || probability.length % (support.length * (given.isPresent() ? 2 : 1)) != 0) {
            throw new IllegalArgumentException("a forecast has rows x support probabilities, twice as many when another"
                    + " outcome is given: " + probability.length + " of them, support " + support.length);
        }
        for (double p : probability) {
            if (p < 0 || p == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a probability is 0 to 1: " + p);
            }
        }
    }

    /** Given nothing else. */
    public Forecast(double[] support, double[] probability) {
        this(support, probability, Optional.empty());
    }

    /** Distributions a row. */
    public int ways() {
        return given.isPresent() ? 2 : 1;
    }

    public int rows() {
        return probability.length / (support.length * ways());
    }

    /** Where the distribution of a row begins in {@link #probability}. */
    public int offset(int row, boolean givenHappens) {
        return (row * ways() + (givenHappens && given.isPresent() ? 1 : 0)) * support.length;
    }

    /**
     * The same, averaged over whether the outcome that is given happens; itself where none is.
     *
     * @param givenHappens P(it happens), a row each
     */
    public Forecast marginal(double[] givenHappens) {
        if (given.isEmpty()) {
            return this;
        }
        double[] mixed = new double[rows() * support.length];
        for (int row = 0; row < rows(); row++) {
            for (int s = 0; s < support.length; s++) {
                mixed[row * support.length + s] = (1 - givenHappens[row]) * probability[offset(row, false) + s]
                        + givenHappens[row] * probability[offset(row, true) + s];
            }
        }
        return new Forecast(support, mixed);
    }
}
