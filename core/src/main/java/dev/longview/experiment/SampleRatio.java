package dev.longview.experiment;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether the cells hold as many accounts as their weights say. Where they do not, something after the draw decided who is counted,
 * and the cells differ by more than their policies: no comparison can be believed, however small its p-value.
 *
 * <p>Pearson's chi-square over the cells of positive weight. A cell of weight 0 must be empty: an account in it is a fault by itself,
 * and would only blur the test.
 *
 * @param accounts in each cell
 * @param expected by the weights, in each cell; their sum is that of the accounts in cells of positive weight
 * @param pValue of the chi-square test; 1 where there is nothing to test
 * @param misplaced accounts in cells of weight 0
 */
public record SampleRatio(List<Long> accounts, List<Double> expected, double pValue, long misplaced) {
    /** Checked in every analysis and looked at daily, so an ordinary 0.05 would cry wolf. */
    private static final double LEVEL = 0.001;

    public SampleRatio {
        accounts = List.copyOf(accounts);
        expected = List.copyOf(expected);
    }

    /** @throws IllegalArgumentException where lengths differ, a count or weight is negative, or no weight is above 0 */
    public static SampleRatio of(long[] accounts, double[] weights) {
        double totalWeight = DoubleStream.of(weights).sum();
        if (accounts.length != weights.length
                || LongStream.of(accounts).anyMatch(n -> n < 0)
                || !DoubleStream.of(weights).allMatch(w -> w >= 0)
                || !(totalWeight > 0 && totalWeight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a sample-ratio check needs a count and a weight per cell, none negative, and a weight above 0: %s, %s"
                            .formatted(
                                    LongStream.of(accounts).boxed().toList(),
                                    DoubleStream.of(weights).boxed().toList()));
        }
        long total = 0;
        long misplaced = 0;
        int cells = 0;
        for (int i = 0; i < accounts.length; i++) {
            if (weights[i] > 0) {
                total += accounts[i];
                cells++;
            } else {
                misplaced += accounts[i];
            }
        }
        double statistic = 0;
        Double[] expected = new Double[accounts.length];
        for (int i = 0; i < accounts.length; i++) {
            expected[i] = total * (weights[i] / totalWeight);
            if (expected[i] > 0) {
                double off = accounts[i] - expected[i];
                statistic += off * off / expected[i];
            }
        }
        double p = cells < 2 ? 1 : ChiSquaredDistribution.of(cells - 1.0).survivalProbability(statistic);
        return new SampleRatio(LongStream.of(accounts).boxed().toList(), List.of(expected), p, misplaced);
    }

    /** Whether the comparisons must not be believed. */
    public boolean mismatch() {
        return pValue < LEVEL || misplaced > 0;
    }

    /** One line for a person. */
    public String sentence() {
        if (misplaced > 0) {
            return "Sample-ratio mismatch: %d accounts are in cells of weight 0. Do not read the comparisons; find who moved them."
                    .formatted(misplaced);
        }
        return String.format(
                Locale.ROOT,
                mismatch()
                        ? "Sample-ratio mismatch (p = %.2g): the cells do not hold the accounts that their weights say."
                                + " Do not read the comparisons; find what decides who is counted."
                        : "The cells hold the accounts that their weights say (p = %.2g).",
                pValue);
    }
}
