package dev.longview.policy;

import java.util.Arrays;

/**
 * Thompson sampling by independent Gaussian beliefs of what candidates are worth, with its probabilities: each position shows the
 * candidate of the largest of as many draws, anew for each position among those that are left.
 *
 * <p>That is the same as drawing position by position from P(candidate i has the largest draw), which is computed exactly
 * ({@link ArgmaxOfGaussians}) and mixed with a floor:
 *
 * <pre>p(i | above) = (1 − floor)·P(i is the argmax of those left) + floor/left</pre>
 *
 * so that what is told is what was drawn from. Beliefs are those of {@link ItemEffects#posterior}, or any other; a decision's O(n) nodes
 * of a quadrature take some tens of microseconds for ten candidates, a few milliseconds for a thousand.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * GaussianThompson.Drawn slate = GaussianThompson.of(0.02, 10).draw(means, deviations, n, seed);
 * double p = slate.conditional()[0];   // of the candidate slate.items()[0]
 * }</pre>
 *
 * <p>Thompson, On the likelihood that one unknown probability exceeds another, Biometrika 25, 1933.
 */
public final class GaussianThompson {
    private final double floor;
    private final int slateSize;

    private GaussianThompson(double floor, int slateSize) {
        this.floor = floor;
        this.slateSize = slateSize;
    }

    /**
     * @param floor the share of draws that is uniform over those left, in [0, 1]; with 0 a candidate that is surely worse is never shown,
     *     and the log tells nothing of a policy that would show it
     * @throws IllegalArgumentException when the floor or the slate size is out of its range
     */
    public static GaussianThompson of(double floor, int slateSize) {
        if (!(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("floor must be in [0, 1]: " + floor);
        }
        if (slateSize < 1) {
            throw new IllegalArgumentException("slate size must be at least 1: " + slateSize);
        }
        return new GaussianThompson(floor, slateSize);
    }

    public int slateSize() {
        return slateSize;
    }

    /**
     * A slate, top position first.
     *
     * @param items candidates, as indices into the beliefs
     * @param conditional the probability of each at its position, given those above
     */
    public record Drawn(int[] items, double[] conditional) {}

    /**
     * Draws a slate without replacement. The same beliefs and seed give the same slate.
     *
     * @param means of what the candidates are worth
     * @param deviations of the beliefs, positive
     * @param n how many of them are candidates, at least 1
     */
    public Drawn draw(double[] means, double[] deviations, int n, long seed) {
        requireBeliefs(means, deviations, n);
        int size = Math.min(slateSize, n);
        Drawn slate = new Drawn(new int[size], new double[size]);
        Draws draws = new Draws(seed);
        boolean[] taken = new boolean[n];
        double[] chances = new double[n];
        for (int position = 0; position < size; position++) {
            conditional(means, deviations, n, taken, chances);
            int item = pick(chances, n, draws.uniform());
            slate.items[position] = item;
            slate.conditional[position] = chances[item];
            taken[item] = true;
        }
        return slate;
    }

    /**
     * The whole distribution at a position.
     *
     * @param taken candidates that stand above, or may not stand here
     * @param out gets n probabilities, 0 for those taken; they sum to 1
     */
    public void probabilities(double[] means, double[] deviations, int n, boolean[] taken, double[] out) {
        requireBeliefs(means, deviations, n);
        conditional(means, deviations, n, taken, out);
    }

    private void conditional(double[] means, double[] deviations, int n, boolean[] taken, double[] out) {
        int left = 0;
        for (int i = 0; i < n; i++) {
            left += taken[i] ? 0 : 1;
        }
        if (left == 0) {
            throw new IllegalArgumentException("no candidate is left of " + n);
        }
        if (floor < 1) {
            ArgmaxOfGaussians.probabilities(means, deviations, n, taken, out);
        } else {
            Arrays.fill(out, 0, n, 0);
        }
        for (int i = 0; i < n; i++) {
            out[i] = taken[i] ? 0 : (1 - floor) * out[i] + floor / left;
        }
    }

    private static int pick(double[] chances, int n, double at) {
        double sum = 0;
        int last = -1;
        for (int i = 0; i < n; i++) {
            // A candidate of probability 0 must not be told to have been drawn, also where rounding leaves a gap at the
            // end.
            if (chances[i] > 0) {
                sum += chances[i];
                last = i;
                if (at < sum) {
                    return i;
                }
            }
        }
        return last;
    }

    private static void requireBeliefs(double[] means, double[] deviations, int n) {
        if (n < 1 || n > means.length || n > deviations.length) {
            throw new IllegalArgumentException("candidates must be 1 … " + Math.min(means.length, deviations.length)
                    + " (the beliefs given): " + n);
        }
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(means[i]) || !(deviations[i] > 0) || Double.isInfinite(deviations[i])) {
                throw new IllegalArgumentException("belief of candidate " + i + " is " + means[i] + " ± "
                        + deviations[i] + "; means must be finite, deviations positive and finite");
            }
        }
    }
}
