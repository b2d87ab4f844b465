package dev.longview.serve.learn;

/**
 * What a version must pass before it serves.
 *
 * @param drift how far scores may move against each other on average, in standard deviations of the scores in service
 * @param floor the least probability of an item at the first position, in shares of a uniform draw's
 * @param offPolicy whether it is evaluated on the log, and refused when it is worse than what was logged beyond doubt
 * @param decisions that are evaluated at most
 * @param fewest recommendations that it must have learned from
 */
public record GateOptions(double drift, double floor, boolean offPolicy, int decisions, long fewest) {
    public GateOptions {
        if (!(drift > 0)) {
            throw new IllegalArgumentException("drift must be above 0: " + drift);
        }
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("floor must be in [0, 1]: " + floor);
        }
    }

    /** Ten standard deviations, a hundredth of uniform, 2,000 decisions, at least 1,000 recommendations. */
    public static GateOptions withDefaults() {
        return new GateOptions(10, 0.01, true, 2000, 1000);
    }

    public GateOptions withOffPolicy(boolean judged) {
        return new GateOptions(drift, floor, judged, decisions, fewest);
    }

    public GateOptions withDrift(double deviations) {
        return new GateOptions(deviations, floor, offPolicy, decisions, fewest);
    }

    public GateOptions withFloor(double share) {
        return new GateOptions(drift, share, offPolicy, decisions, fewest);
    }

    public GateOptions withFewest(long recommendations) {
        return new GateOptions(drift, floor, offPolicy, decisions, recommendations);
    }
}
