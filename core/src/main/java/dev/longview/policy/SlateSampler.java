package dev.longview.policy;

import java.util.Arrays;

/**
 * Draws slates from scores, and tells every probability of doing so: conditional on the positions above, and marginal, whatever stands
 * above. All are exact.
 *
 * <p>Immutable and thread-safe; a thread brings a {@link Slate} of its own. Scores are those of the eligible candidates, at indices
 * 0 … n − 1; higher is better, and equal scores are ordered by index.
 *
 * <pre>{@code
 * var sampler = SlateSampler.of(policy.exploration(), policy.slateSize());
 * sampler.draw(scores, n, seed, slate);
 * double p = slate.conditional(0);
 * }</pre>
 */
public final class SlateSampler {
    private final Exploration exploration;
    private final int slateSize;

    private SlateSampler(Exploration exploration, int slateSize) {
        this.exploration = exploration;
        this.slateSize = slateSize;
    }

    /** @throws IllegalArgumentException when a parameter of the exploration or the slate size is out of its range */
    public static SlateSampler of(Exploration exploration, int slateSize) {
        switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) -> requireShare("epsilon", epsilon);
            case Exploration.Softmax(double temperature, double floor) -> {
                requireShare("floor", floor);
                if (!(temperature > 0) || Double.isInfinite(temperature)) {
                    throw new IllegalArgumentException("temperature must be above 0 and finite: " + temperature);
                }
            }
        }
        if (slateSize < 1) {
            throw new IllegalArgumentException("slate size must be at least 1: " + slateSize);
        }
        return new SlateSampler(exploration, slateSize);
    }

    public int slateSize() {
        return slateSize;
    }

    /**
     * Draws a slate without replacement. The same scores and seed give the same slate.
     *
     * @param n how many of {@code scores} are candidates, at least 1
     */
    public void draw(double[] scores, int n, long seed, Slate into) {
        requireFinite(scores, n);
        into.prepare(Math.min(slateSize, n), n);
        into.draws.reseed(seed);
        weights(scores, n, into.weights);
        for (int position = 0; position < into.size; position++) {
            double total = conditional(scores, n, into, n - position);
            int item = pick(into, n, into.draws.uniform() * total);
            into.items[position] = item;
            into.conditional[position] = probability(into, item, total);
            into.taken[item] = true;
        }
    }

    /**
     * The whole conditional distribution at the position after {@code prefixSize} items.
     *
     * @param prefix the candidates above, of which the first {@code prefixSize} count
     * @param workspace its slate is overwritten
     * @param out gets n probabilities, 0 for those of the prefix; they sum to 1
     */
    public void probabilities(double[] scores, int n, int[] prefix, int prefixSize, Slate workspace, double[] out) {
        requireFinite(scores, n);
        if (prefixSize >= n) {
            throw new IllegalArgumentException("no candidate is left after " + prefixSize + " of " + n);
        }
        workspace.prepare(0, n);
        weights(scores, n, workspace.weights);
        for (int i = 0; i < prefixSize; i++) {
            if (workspace.taken[prefix[i]]) {
                throw new IllegalArgumentException("candidate " + prefix[i] + " stands twice in the prefix");
            }
            workspace.taken[prefix[i]] = true;
        }
        double total = conditional(scores, n, workspace, n - prefixSize);
        for (int i = 0; i < n; i++) {
            out[i] = workspace.taken[i] ? 0 : probability(workspace, i, total);
        }
    }

    /** The probability that a candidate stands at a position, whatever stands above. O(n · position) per node of the quadrature. */
    public double marginalOf(double[] scores, int n, int item, int position) {
        requireFinite(scores, n);
        requirePosition(n, position);
        return switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) ->
                EpsilonGreedyMarginals.of(epsilon, n, rank(scores, n, item), position);
            case Exploration.Softmax softmax -> PlackettLuceMarginals.of(softmaxWeights(scores, n), item, position);
        };
    }

    /**
     * The marginal probabilities of every candidate at the first {@code out.length} positions, in one pass.
     *
     * @param out position × candidate, as many positions as are wanted; each row gets n probabilities, which sum to 1
     */
    public void marginals(double[] scores, int n, double[][] out) {
        requireFinite(scores, n);
        requirePosition(n, out.length - 1);
        switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) -> {
                boolean[] ranked = new boolean[n];
                int[] best = new int[out.length];
                for (int rank = 0; rank < best.length; rank++) {
                    best[rank] = best(scores, n, ranked);
                    ranked[best[rank]] = true;
                }
                for (int position = 0; position < out.length; position++) {
                    // Only the best position + 1 can be reached greedily; all others share one probability.
                    double rest = EpsilonGreedyMarginals.of(epsilon, n, n - 1, position);
                    Arrays.fill(out[position], 0, n, rest);
                    for (int rank = 0; rank <= position; rank++) {
                        out[position][best[rank]] = EpsilonGreedyMarginals.of(epsilon, n, rank, position);
                    }
                }
            }
            case Exploration.Softmax softmax -> PlackettLuceMarginals.all(softmaxWeights(scores, n), out);
        }
    }

    private double[] softmaxWeights(double[] scores, int n) {
        double[] weights = new double[n];
        weights(scores, n, weights);
        return weights;
    }

    /** Weights of the first draw (softmax), which later draws only renormalise; ε-greedy weighs anew at each position. */
    private void weights(double[] scores, int n, double[] weights) {
        if (!(exploration instanceof Exploration.Softmax(double temperature, double floor))) {
            return;
        }
        double max = scores[0];
        for (int i = 1; i < n; i++) {
            max = Math.max(max, scores[i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            weights[i] = Math.exp((scores[i] - max) / temperature);
            sum += weights[i];
        }
        for (int i = 0; i < n; i++) {
            weights[i] = (1 - floor) * weights[i] / sum + floor / n;
        }
    }

    /** Leaves the weights of the candidates left in the slate's buffer; returns their sum, added up afresh so that nothing cancels. */
    private double conditional(double[] scores, int n, Slate slate, int left) {
        if (exploration instanceof Exploration.EpsilonGreedy(double epsilon)) {
            Arrays.fill(slate.weights, 0, n, epsilon / left);
            slate.weights[best(scores, n, slate.taken)] += 1 - epsilon;
        }
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += slate.taken[i] ? 0 : slate.weights[i];
        }
        return total;
    }

    private static double probability(Slate slate, int item, double total) {
        return Math.min(1, slate.weights[item] / total);
    }

    private static int pick(Slate slate, int n, double at) {
        double sum = 0;
        int last = -1;
        for (int i = 0; i < n; i++) {
            if (!slate.taken[i]) {
                sum += slate.weights[i];
                last = i;
                if (at < sum) {
                    return i;
                }
            }
        }
        return last;
    }

    private static int best(double[] scores, int n, boolean[] taken) {
        int best = -1;
        for (int i = 0; i < n; i++) {
            if (!taken[i] && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int rank(double[] scores, int n, int item) {
        int rank = 0;
        for (int i = 0; i < n; i++) {
            rank += scores[i] > scores[item] || (scores[i] == scores[item] && i < item) ? 1 : 0;
        }
        return rank;
    }

    private void requirePosition(int n, int position) {
        if (position < 0 || position >= Math.min(n, slateSize)) {
            throw new IllegalArgumentException(
                    "position must be in 0 … " + (Math.min(n, slateSize) - 1) + ": " + position);
        }
    }

    private static void requireFinite(double[] scores, int n) {
        if (n < 1 || n > scores.length) {
            throw new IllegalArgumentException("candidates must be 1 … " + scores.length + " (the scores given): " + n);
        }
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException(
                        "score of candidate " + i + " is " + scores[i] + "; scores must be finite");
            }
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in (0, 1]: " + value);
        }
    }
}
