package dev.longview.evaluate;

/**
 * How well scores foretell the rewards of rows that came after what was learned from.
 *
 * @param rows that judge
 * @param squaredError mean of (score − reward)²
 * @param constantError the same of the best constant that was known, the mean of what was learned from
 * @param auc of two rows with different rewards, how often the higher has the higher score; ties count for a half
 * @param logLoss mean −(y·log p + (1 − y)·log(1 − p)) of scores cut to 0.001 … 0.999; NaN unless all rewards are in 0 … 1
 * @param constantLogLoss the same of that constant
 */
public record ForwardFit(
        long rows, double squaredError, double constantError, double auc, double logLoss, double constantLogLoss) {
    /** Scores of a regression may leave 0 … 1; nothing is sure to a thousandth. */
    private static final double EDGE = 0.001;

    /** The log loss of one row. */
    public static double logLoss(double score, double reward) {
        double p = Math.clamp(score, EDGE, 1 - EDGE);
        return -(reward * Math.log(p) + (1 - reward) * Math.log1p(-p));
    }
}
