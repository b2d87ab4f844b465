package dev.longview.policy;

import java.util.Arrays;

/**
 * Draws slates from scores, and tells the probability of each draw given the positions above, exactly. What an item's probability is
 * whatever stands above, {@link SlateMarginals} tells.
 *
 * <p>Immutable and thread-safe; a thread brings a {@link Slate} of its own, and then a draw allocates nothing (but by
 * {@link Exploration.Thompson}, whose quadrature needs room). Scores are those of the
 * eligible candidates, at indices 0 … n − 1; higher is better, and equal scores are ordered by index. A draw costs one pass over the
 * scores, and for each position some hundred steps for 10,000 candidates; the probability of SquareCB's best one more pass.
 *
 * <pre>{@code
 * var sampler = SlateSampler.of(policy.exploration(), policy.slateSize());
 * sampler.draw(scores, n, seed, slate);
 * double p = slate.conditional(0);
 * }</pre>
 */
public final class SlateSampler {
    private static final int MOST_REPLICAS = 100;

    private final Exploration exploration;
    private final int slateSize;

    private SlateSampler(Exploration exploration, int slateSize) {
        this.exploration = exploration;
        this.slateSize = slateSize;
    }

    /** @throws IllegalArgumentException when a parameter of the exploration or the slate size is out of its range */
    public static SlateSampler of(Exploration exploration, int slateSize) {
        require(exploration);
        if (slateSize < 1) {
            throw new IllegalArgumentException("slate size must be at least 1: " + slateSize);
        }
        return new SlateSampler(exploration, slateSize);
    }

    private static void require(Exploration exploration) {
        switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) -> requireShare("epsilon", epsilon);
            case Exploration.Softmax(double temperature, double floor) -> {
                requireShare("floor", floor);
                requirePositive("temperature", temperature);
            }
            case Exploration.SquareCb(double gamma, double floor) -> {
                requireShare("floor", floor);
                requirePositive("gamma", gamma);
            }
            case Exploration.Ensemble(int replicas, double floor) -> {
                requireShare("floor", floor);
                if (replicas < 2 || replicas > MOST_REPLICAS) {
                    throw new IllegalArgumentException("replicas must be in 2 … " + MOST_REPLICAS + ": " + replicas);
                }
            }
            case Exploration.Thompson(double floor) -> requireShare("floor", floor);
            case Exploration.Guarded(Exploration own, Exploration baseline, double share) -> {
                require(own);
                require(baseline);
                requireShare("the baseline's share", share);
            }
        }
    }

    public int slateSize() {
        return slateSize;
    }

    public Exploration exploration() {
        return exploration;
    }

    /** Draws from the scores of one model, where nothing is pinned or capped. */
    public void draw(double[] scores, int n, long seed, Slate into) {
        into.alone[0] = scores;
        draw(into.alone, n, into.free, seed, into);
    }

    /**
     * Draws a slate without replacement. The same scores, rules and seed give the same slate.
     *
     * @param scores one array for each model of the policy: as many as its exploration needs
     * @param n how many of the scores are candidates, at least 1
     * @param rules of this decision, over the same candidates
     */
    public void draw(double[][] scores, int n, Restrictions rules, long seed, Slate into) {
        requireFinite(scores, n);
        into.room(slateSize);
        into.draws.reseed(seed);
        Drawing drawing = into.drawing(exploration);
        drawing.begin(scores, n, rules);
        while (into.size < slateSize && drawing.more()) {
            int pinned = drawing.pinned();
            int item = pinned >= 0 ? pinned : drawing.draw(into.draws);
            into.put(item, drawing.probability(item));
            drawing.take(item);
        }
    }

    /** The same of one model, where nothing is pinned or capped. */
    public void probabilities(double[] scores, int n, int[] prefix, int prefixSize, Slate workspace, double[] out) {
        workspace.alone[0] = scores;
        probabilities(workspace.alone, n, workspace.free, prefix, prefixSize, workspace, out);
    }

    /**
     * The whole conditional distribution at the position after {@code prefixSize} items.
     *
     * @param prefix the candidates above, of which the first {@code prefixSize} count
     * @param workspace its slate is overwritten
     * @param out gets n probabilities, 0 for those of the prefix and those that the rules refuse; they sum to 1
     * @throws IllegalArgumentException when such a prefix cannot be drawn, or nothing can follow it
     */
    public void probabilities(
            double[][] scores, int n, Restrictions rules, int[] prefix, int prefixSize, Slate workspace, double[] out) {
        requireFinite(scores, n);
        workspace.room(0);
        Drawing drawing = workspace.drawing(exploration);
        drawing.begin(scores, n, rules);
        for (int i = 0; i < prefixSize; i++) {
            if (!(drawing.more() && drawing.probability(prefix[i]) > 0)) {
                throw new IllegalArgumentException("candidate " + prefix[i] + " cannot stand at position " + i
                        + " of the prefix: it stands above, or the rules refuse it");
            }
            drawing.take(prefix[i]);
        }
        if (!drawing.more()) {
            throw new IllegalArgumentException("no candidate is left after " + prefixSize + " of " + n);
        }
        Arrays.fill(out, 0, n, 0);
        drawing.addAll(1, out);
    }

    void requireFinite(double[][] scores, int n) {
        if (scores.length != exploration.models()) {
            throw new IllegalArgumentException("scores of " + scores.length + " models where the exploration needs "
                    + exploration.models() + ": " + exploration);
        }
        for (double[] model : scores) {
            requireFinite(model, n);
        }
    }

    private static void requireFinite(double[] scores, int n) {
        if (n < 1 || n > scores.length) {
            throw new IllegalArgumentException("candidates must be 1 … " + scores.length + " (the scores given): " + n);
        }
        boolean finite = allFinite(scores, n);
        for (int i = 0; !finite && i < n; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException(
                        "score of candidate " + i + " is " + scores[i] + "; scores must be finite");
            }
        }
    }

    /** By sums of zeros, which are no zeros when a score is not finite: no branch for each, and four side by side. */
    private static boolean allFinite(double[] scores, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += scores[i] * 0;
            b += scores[i + 1] * 0;
            c += scores[i + 2] * 0;
            d += scores[i + 3] * 0;
        }
        for (; i < n; i++) {
            a += scores[i] * 0;
        }
        return a + b + (c + d) == 0;
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be above 0 and finite: " + value);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in (0, 1]: " + value);
        }
    }
}
