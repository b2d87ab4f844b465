package dev.longview.loop;

import dev.longview.config.ServingDefinition;

/**
 * What a version must pass before it is put in use.
 *
 * @param fewest recommendations that it must have learned from
 * @param floor the least probability of an item at the first position, in shares of a uniform draw's, in [0, 1]
 * @param drift how far scores may move against each other on average, in standard deviations of the scores in use; above 0
 * @param leastAgreement the least rank correlation of its scores with those in use, in [−1, 1]
 * @param offPolicy whether it is evaluated on the log, and refused when it is worse than what was served beyond doubt
 * @param decisions that are evaluated at most
 * @param strict whether what the log cannot tell stops it
 */
public record GateOptions(
        long fewest,
        double floor,
        double drift,
        double leastAgreement,
        boolean offPolicy,
        int decisions,
        boolean strict) {
    public GateOptions {
        require("fewest recommendations", fewest, fewest >= 0, "at least 0");
        require("floor", floor, floor >= 0 && floor <= 1, "in 0 … 1");
        require("drift", drift, drift > 0, "above 0");
        require("least agreement", leastAgreement, leastAgreement >= -1 && leastAgreement <= 1, "in −1 … 1");
        require("decisions to judge by", decisions, decisions >= 1, "at least 1");
    }

    private static void require(String what, Number value, boolean allowed, String range) {
        if (!allowed) {
            throw new Refusal("the gate's " + what + " must be " + range + ": " + value);
        }
    }

    /** 1,000 recommendations, a hundredth of uniform, ten deviations, ranks not reversed, not worse by 2,000 decisions. */
    public static GateOptions withDefaults() {
        return new GateOptions(1000, 0.01, 10, 0, true, 2000, false);
    }

    /** As {@code longview.yaml} says. */
    public static GateOptions of(ServingDefinition.Gate gate) {
        return new GateOptions(
                gate.fewest(),
                gate.floor(),
                gate.drift(),
                gate.leastAgreement(),
                gate.offPolicy(),
                gate.decisions(),
                false);
    }

    public GateOptions withFewest(long recommendations) {
        return new GateOptions(recommendations, floor, drift, leastAgreement, offPolicy, decisions, strict);
    }

    public GateOptions withFloor(double share) {
        return new GateOptions(fewest, share, drift, leastAgreement, offPolicy, decisions, strict);
    }

    public GateOptions withDrift(double deviations) {
        return new GateOptions(fewest, floor, deviations, leastAgreement, offPolicy, decisions, strict);
    }

    public GateOptions withLeastAgreement(double correlation) {
        return new GateOptions(fewest, floor, drift, correlation, offPolicy, decisions, strict);
    }

    public GateOptions withOffPolicy(boolean judged) {
        return new GateOptions(fewest, floor, drift, leastAgreement, judged, decisions, strict);
    }

    public GateOptions strict(boolean strictly) {
        return new GateOptions(fewest, floor, drift, leastAgreement, offPolicy, decisions, strictly);
    }
}
