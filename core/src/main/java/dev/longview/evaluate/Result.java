package dev.longview.evaluate;

/**
 * An off-policy estimate.
 *
 * @param value the policy's value per decision, in units of the reward; NaN where it cannot be computed
 * @param low lower end of the 95% interval
 * @param high upper end of the 95% interval
 * @param effectiveSize Kish's effective number of units, (Σw)²/Σw²
 * @param largestWeight the largest importance weight
 * @param meanWeight the mean importance weight, 1 in expectation where the log supports the policy and the policy fills every
 *     position
 * @param verdict what the estimate may be used for
 */
public record Result(
        double value,
        double low,
        double high,
        double effectiveSize,
        double largestWeight,
        double meanWeight,
        Verdict verdict) {}
