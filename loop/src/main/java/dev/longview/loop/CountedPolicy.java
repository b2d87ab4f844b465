package dev.longview.loop;

import dev.longview.evaluate.Report;

/**
 * The truth that an estimate of the policy behind a log can be held against, and how well the log's frequencies agree with the
 * propensities that it tells.
 *
 * @param policy the policy version that served the log
 * @param onPolicy its own mean reward per recommendation, with its 95% interval
 * @param uniform whether all its propensities are 1/K
 * @param largestDifference largest difference of a frequency (of an item at a position) from the mean propensity told for it
 * @param pValue of Pearson's test that a uniform log is uniform; NaN for others
 */
public record CountedPolicy(
        String policy,
        long recommendations,
        Report.Interval onPolicy,
        boolean uniform,
        double largestDifference,
        double pValue) {}
