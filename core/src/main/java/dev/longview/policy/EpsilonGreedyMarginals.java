package dev.longview.policy;

import java.util.Arrays;

/**
 * Exact marginal probabilities of ε-greedy drawn position by position.
 *
 * <p>For the item of a given rank, all that matters of the positions above is how many better items are left: a greedy draw removes one
 * of them (or takes the item when there is none), a uniform draw removes one with probability better/left. That count is a Markov chain
 * that falls by at most one per position, so k positions need O(k²) steps, whatever the number of items.
 */
final class EpsilonGreedyMarginals {
    private EpsilonGreedyMarginals() {}

    /**
     * All candidates at the first {@code out.length} positions.
     *
     * @param out position × candidate
     */
    static void all(double epsilon, double[] scores, int n, double[][] out) {
        Pool pool = new Pool();
        pool.fill(n);
        Leaders leaders = new Leaders();
        leaders.fill(scores, pool);
        int[] best = new int[out.length];
        for (int rank = 0; rank < best.length; rank++) {
            best[rank] = leaders.best();
            pool.remove(best[rank]);
            leaders.changed(best[rank]);
        }
        for (int position = 0; position < out.length; position++) {
            // Only the best position + 1 can be reached greedily; all others share one probability.
            Arrays.fill(out[position], 0, n, of(epsilon, n, n - 1, position));
            for (int rank = 0; rank <= position; rank++) {
                out[position][best[rank]] = of(epsilon, n, rank, position);
            }
        }
    }

    /** The probability that the item of {@code rank} (0 is the best) of n stands at {@code position}. */
    static double of(double epsilon, int n, int rank, int position) {
        // gone[g]: probability that the item is left and g of the better ones are gone.
        double[] gone = new double[position + 2];
        gone[0] = 1;
        for (int above = 0; above < position; above++) {
            int left = n - above;
            for (int g = Math.min(above, rank); g >= 0; g--) {
                int better = rank - g;
                double removed = (better > 0 ? 1 - epsilon : 0) + epsilon * better / left;
                gone[g + 1] += gone[g] * removed;
                gone[g] *= epsilon * (left - 1 - better) / left;
            }
        }
        double probability = 0;
        for (int g = 0; g <= Math.min(position, rank); g++) {
            probability += gone[g] * ((g == rank ? 1 - epsilon : 0) + epsilon / (n - position));
        }
        return probability;
    }

    /** How many candidates are better; of equal ones those with a lower index. */
    static int rank(double[] scores, int n, int item) {
        int rank = 0;
        for (int i = 0; i < n; i++) {
            rank += scores[i] > scores[item] || (scores[i] == scores[item] && i < item) ? 1 : 0;
        }
        return rank;
    }
}
