package dev.longview.policy;

import java.util.Arrays;

/**
 * Marginals by Monte Carlo: slates are drawn as the policy draws them, and of each prefix the exact conditional probabilities are
 * averaged, not the items that were drawn (Rao–Blackwell), so that seldom items have an estimate too and each position's sum to 1.
 */
final class SampledMarginals {
    private final SlateSampler sampler;
    private final int draws;
    private final Slate slate;

    SampledMarginals(SlateSampler sampler, int draws) {
        this.sampler = sampler;
        this.draws = draws;
        slate = new Slate(sampler.slateSize());
    }

    /**
     * Of one candidate for each position, NaN for none.
     *
     * @param items by position; −1 where none is asked for
     */
    Marginal[] of(double[][] scores, int n, Restrictions rules, long seed, int[] items) {
        double[] sum = new double[items.length];
        double[] squares = new double[items.length];
        Drawing drawing = begin(scores, n, rules, seed);
        for (int draw = 0; draw < draws; draw++) {
            drawing.rewind();
            for (int position = 0; position < items.length && drawing.more(); position++) {
                if (items[position] >= 0) {
                    double p = drawing.probability(items[position]);
                    sum[position] += p;
                    squares[position] += p * p;
                }
                if (position + 1 < items.length) {
                    next(drawing);
                }
            }
        }
        Marginal[] marginals = new Marginal[items.length];
        for (int position = 0; position < items.length; position++) {
            double mean = sum[position] / draws;
            marginals[position] =
                    items[position] < 0 ? Marginal.UNKNOWN : new Marginal(mean, error(mean, squares[position] / draws));
        }
        return marginals;
    }

    /**
     * What stands above may be of a kind that no draw met, such as the best item left out. Of a kind that one slate in as many is as were
     * drawn, more than a third of all draws meet none, and there the probability may be anything: that is in the error beside what the
     * draws vary by.
     */
    private double error(double mean, double square) {
        double variance = Math.max(0, square - mean * mean);
        return Math.hypot(Math.sqrt(variance / (draws - 1.0)), Math.max(mean, 1 - mean) / draws);
    }

    /** Of all candidates at the first {@code out.length} positions; a position that a slate does not reach adds nothing. */
    void all(double[][] scores, int n, Restrictions rules, long seed, double[][] out) {
        for (double[] position : out) {
            Arrays.fill(position, 0, n, 0);
        }
        Drawing drawing = begin(scores, n, rules, seed);
        for (int draw = 0; draw < draws; draw++) {
            drawing.rewind();
            for (int position = 0; position < out.length && drawing.more(); position++) {
                drawing.addAll(1.0 / draws, out[position]);
                if (position + 1 < out.length) {
                    next(drawing);
                }
            }
        }
    }

    private Drawing begin(double[][] scores, int n, Restrictions rules, long seed) {
        Drawing drawing = slate.drawing(sampler.exploration());
        drawing.begin(scores, n, rules);
        // Apart from the stream that drew the slate itself.
        slate.draws.reseed(Draws.mix(seed) + draws);
        return drawing;
    }

    private void next(Drawing drawing) {
        int pinned = drawing.pinned();
        drawing.take(pinned >= 0 ? pinned : drawing.draw(slate.draws));
    }
}
