package dev.longview.evaluate;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * A context-free policy π(item | position), estimated from how often another log showed each item: the way to evaluate a policy of
 * which only a log exists.
 *
 * <p>Smoothing spreads {@code α} rows evenly over the candidates of each position: π = (c + α/K)/(n + α). Cross-fitted: the rows of a
 * fold are left out of the frequencies that serve the accounts of that fold, so that no row chooses the weight it is given.
 */
public final class FrequencyPolicy {
    private final int items;
    private final int positions;
    private final double smoothing;
    private final CrossFit crossFit;
    /** By fold, position and item; the last fold is the total. */
    private final long[] counts;
    /** By fold and position, over items. */
    private final long[] totals;

    private FrequencyPolicy(int items, int positions, double smoothing, CrossFit crossFit, long[] counts) {
        this.items = items;
        this.positions = positions;
        this.smoothing = smoothing;
        this.crossFit = crossFit;
        this.counts = counts;
        this.totals = new long[(crossFit.folds() + 1) * positions];
    }

    /**
     * Counts a log.
     *
     * @param item codes in 0..items − 1
     * @param position in 0..positions − 1
     * @param account whose fold the row belongs to
     * @param smoothing α &gt; 0, in rows: no item gets probability 0
     */
    public static FrequencyPolicy of(
            int[] item, int[] position, long[] account, int items, int positions, double smoothing, CrossFit crossFit) {
        if (!(smoothing > 0 && Double.isFinite(smoothing))) {
            throw new IllegalArgumentException("smoothing must be positive and finite: " + smoothing);
        }
        if (item.length != position.length || item.length != account.length || items < 1 || positions < 1) {
            throw new IllegalArgumentException("columns differ in length (" + item.length + " items, " + position.length
                    + " positions, " + account.length + " accounts), or there are no candidates (" + items + " × "
                    + positions + ")");
        }
        long[] counts = new long[(crossFit.folds() + 1) * positions * items];
        var policy = new FrequencyPolicy(items, positions, smoothing, crossFit, counts);
        for (int i = 0; i < item.length; i++) {
            policy.count(crossFit.fold(account[i]), position[i], item[i]);
            policy.count(crossFit.folds(), position[i], item[i]);
        }
        return policy;
    }

    private void count(int fold, int position, int item) {
        counts[index(fold, position, item)]++;
        totals[fold * positions + position]++;
    }

    /** π(item | position) for an account, from the rows of the other folds. */
    public double probability(int item, int position, long account) {
        return probability(item, position, crossFit.fold(account), true);
    }

    /** π(item | position) from all rows: for an account that the counted log does not have. */
    public double probability(int item, int position) {
        return probability(item, position, 0, false);
    }

    private double probability(int item, int position, int fold, boolean excluding) {
        int all = crossFit.folds();
        long rows = totals[all * positions + position] - (excluding ? totals[fold * positions + position] : 0);
        long shown = counts[index(all, position, item)] - (excluding ? counts[index(fold, position, item)] : 0);
        return (shown + smoothing / items) / (rows + smoothing);
    }

    /**
     * How the log's own propensities compare with what it did.
     *
     * @param largestDifference largest |frequency − 1/K| over positions and items
     * @param chiSquare Pearson's statistic over positions and items
     * @param pValue probability of a statistic this large when propensities are 1/K; 1 when nothing was counted
     */
    public record UniformCheck(double largestDifference, double chiSquare, double pValue) {}

    /** Compares the counted log, whose propensities were all 1/K, with what it did. */
    public UniformCheck compareWithUniform() {
        double largest = 0;
        double statistic = 0;
        int degrees = 0;
        for (int position = 0; position < positions; position++) {
            double rows = 0;
            for (int item = 0; item < items; item++) {
                rows += counts[index(crossFit.folds(), position, item)];
            }
            if (rows == 0) {
                continue;
            }
            degrees += items - 1;
            double expected = rows / items;
            for (int item = 0; item < items; item++) {
                double off = counts[index(crossFit.folds(), position, item)] - expected;
                largest = Math.max(largest, Math.abs(off) / rows);
                statistic += off * off / expected;
            }
        }
        double p = degrees == 0 ? 1 : ChiSquaredDistribution.of(degrees).survivalProbability(statistic);
        return new UniformCheck(largest, statistic, p);
    }

    private int index(int fold, int position, int item) {
        if (item < 0 || item >= items || position < 0 || position >= positions) {
            throw new IllegalArgumentException("item " + item + " at position " + position + "; items are 0.."
                    + (items - 1) + ", positions 0.." + (positions - 1));
        }
        return (fold * positions + position) * items + item;
    }
}
