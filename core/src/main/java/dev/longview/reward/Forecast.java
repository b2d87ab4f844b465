package dev.longview.reward;

/**
 * For each row of a batch, a distribution over the final value of one outcome.
 *
 * <p>It applies to rows where the outcome is pending, and is conditional on the outcome's origin ({@code from}) having happened: where it
 * has not, the outcome is absent. Rows that it does not apply to may hold anything, NaN too.
 *
 * @param support the possible final values in the outcome's own units; NaN is "never" for a time-to-first
 * @param probability rows × support.length, row after row; in each row that it applies to, they add up to 1
 */
public record Forecast(double[] support, double[] probability) {
    public Forecast {
        if (support.length == 0 || probability.length % support.length != 0) {
            throw new IllegalArgumentException("a forecast has rows x support probabilities: " + probability.length
                    + " of them, support " + support.length);
        }
        for (double p : probability) {
            if (p < 0 || p == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("a probability is 0 to 1: " + p);
            }
        }
    }

    public int rows() {
        return probability.length / support.length;
    }
}
