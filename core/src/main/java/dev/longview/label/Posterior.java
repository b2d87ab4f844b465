package dev.longview.label;

/**
 * A Gaussian belief about one item's effect: prec = 1/τ² + Σ ρ²/ν, mean = (m/τ² + Σ zρ²/ν)/prec. When more feedback arrives a row's
 * reading is replaced, never added again: {@link #without} takes out what {@link #with} put in.
 *
 * @param precision 1/variance, in 1/squared units of the reward
 */
public record Posterior(double mean, double precision) {
    /**
     * @param mean m, of the items of its type
     * @param variance τ² among them
     */
    public static Posterior prior(double mean, double variance) {
        return new Posterior(mean, 1 / variance);
    }

    /** @param finalNoise the variance of a final reward within an item, which a precision of 1 stands for */
    public Posterior with(Reading reading, double finalNoise) {
        double added = reading.precision() / finalNoise;
        return added == 0 ? this : new Posterior(moved(reading, added), precision + added);
    }

    public Posterior without(Reading reading, double finalNoise) {
        double taken = -reading.precision() / finalNoise;
        return taken == 0 ? this : new Posterior(moved(reading, taken), precision + taken);
    }

    public double deviation() {
        return Math.sqrt(1 / precision);
    }

    private double moved(Reading reading, double added) {
        return mean + added / (precision + added) * (reading.value() - mean);
    }
}
