package dev.longview.policy;

import java.util.Arrays;

/**
 * The probabilities that items stand at positions, whatever stands above: what off-policy estimates of single positions weigh by.
 *
 * <p>Exact are those of ε-greedy and softmax at every position, of SquareCB, ensembles and policies guarded by these at the first two that are
 * drawn, of Thompson sampling at the first, and of what is pinned; where a cap makes what may be shown depend on what stands above, of the first drawn position only. All others are estimated
 * by seeded draws, with their error, when draws are allowed.
 *
 * <pre>{@code
 * var marginals = SlateMarginals.of(sampler).withDraws(256);
 * Marginal third = marginals.ofSlate(scores, n, rules, slate, seed)[2];
 * }</pre>
 *
 * <p>For one thread at a time, as it keeps buffers.
 */
public final class SlateMarginals {
    private static final int MOST_DRAWS = 1_000_000;

    private final SlateSampler sampler;
    private final int draws;
    private final SampledMarginals sampled;
    private final Slate workspace = new Slate(0);

    private SlateMarginals(SlateSampler sampler, int draws) {
        this.sampler = sampler;
        this.draws = draws;
        sampled = new SampledMarginals(sampler, draws);
    }

    /** Exact ones only. */
    public static SlateMarginals of(SlateSampler sampler) {
        return new SlateMarginals(sampler, 0);
    }

    /**
     * How many slates are drawn where there is no exact probability.
     *
     * @param draws 0, for none, or 2 … 1,000,000
     */
    public SlateMarginals withDraws(int draws) {
        if (draws < 0 || draws == 1 || draws > MOST_DRAWS) {
            throw new IllegalArgumentException(
                    "draws of marginals must be 0, or 2 … " + MOST_DRAWS + " (an error needs two): " + draws);
        }
        return new SlateMarginals(sampler, draws);
    }

    /** Of each position of a slate that was drawn from these scores under these rules; unknown where only draws could tell. */
    public Marginal[] ofSlate(double[][] scores, int n, Restrictions rules, Slate slate, long seed) {
        Marginal[] marginals = new Marginal[slate.size()];
        int[] wanted = new int[slate.size()];
        Free free = Free.of(scores, n, rules);
        double[][] firstTwo = new double[0][];
        int last = -1;
        for (int position = 0; position < wanted.length; position++) {
            int drawn = free.drawn(position);
            wanted[position] = -1;
            if (drawn == 0 || (free.pinned(position) && !rules.capped())) {
                // Nothing was drawn above: the condition is no condition.
                marginals[position] = Marginal.exact(slate.conditional(position));
            } else if (!rules.capped() && sampler.exploration() instanceof Exploration.EpsilonGreedy(double epsilon)) {
                int rank = EpsilonGreedyMarginals.rank(free.scores()[0], free.n(), free.index(slate.item(position)));
                marginals[position] = Marginal.exact(EpsilonGreedyMarginals.of(epsilon, free.n(), rank, drawn));
            } else if (!rules.capped() && drawn == 1 && hasSecond(sampler.exploration())) {
                if (firstTwo.length == 0) {
                    firstTwo = new double[2][free.n()];
                    exact(free, firstTwo);
                }
                marginals[position] = Marginal.exact(Math.min(1, firstTwo[1][free.index(slate.item(position))]));
            } else {
                marginals[position] = Marginal.UNKNOWN;
                wanted[position] = slate.item(position);
                last = position;
            }
        }
        if (draws > 0 && last >= 0) {
            Marginal[] estimated = sampled.of(scores, n, rules, seed, Arrays.copyOf(wanted, last + 1));
            for (int position = 0; position <= last; position++) {
                marginals[position] = wanted[position] < 0 ? marginals[position] : estimated[position];
            }
        }
        return marginals;
    }

    /** Whether {@link #all} has no Monte Carlo error over so many positions. */
    public boolean isExact(int positions, boolean capped) {
        boolean every = switch (sampler.exploration()) {
            case Exploration.EpsilonGreedy e -> true;
            case Exploration.Softmax s -> true;
            case Exploration.SquareCb s -> positions <= 2;
            case Exploration.Ensemble e -> positions <= 2;
            case Exploration.Guarded g -> positions <= 2 && hasSecond(g);
            case Exploration.Thompson t -> false;
        };
        return positions <= 1 || (every && !capped);
    }

    private static boolean hasSecond(Exploration exploration) {
        return switch (exploration) {
            case Exploration.Thompson t -> false;
            case Exploration.Guarded(Exploration own, Exploration baseline, double share) ->
                hasSecond(own) && hasSecond(baseline);
            default -> true;
        };
    }

    /**
     * Of every candidate at the first {@code out.length} positions.
     *
     * @param out position × candidate; each row gets n probabilities, which sum to 1, or to 0 at a position that is not reached
     * @throws IllegalArgumentException when they are not exact and no draws are allowed
     */
    public void all(double[][] scores, int n, Restrictions rules, long seed, double[][] out) {
        sampler.requireFinite(scores, n);
        if (out.length < 1 || out.length > Math.min(n, sampler.slateSize())) {
            throw new IllegalArgumentException(
                    "positions must be 1 … " + Math.min(n, sampler.slateSize()) + ": " + out.length);
        }
        if (out.length == 1) {
            sampler.probabilities(scores, n, rules, new int[0], 0, workspace, out[0]);
            return;
        }
        if (!isExact(out.length, rules.capped())) {
            if (draws == 0) {
                throw new IllegalArgumentException("marginals of " + out.length + " positions of "
                        + sampler.exploration() + " have no exact form" + (rules.capped() ? " under a cap" : "")
                        + ": they need draws");
            }
            sampled.all(scores, n, rules, seed, out);
            return;
        }
        Free free = Free.of(scores, n, rules);
        int drawn = free.drawn(out.length);
        double[][] own = new double[drawn][free.n()];
        if (drawn > 0) {
            exact(free, own);
        }
        for (int position = 0; position < out.length; position++) {
            Arrays.fill(out[position], 0, n, 0);
            free.spread(position, own, out[position]);
        }
    }

    /** As many positions as {@link #isExact} allows. */
    private void exact(Free free, double[][] out) {
        int n = free.n();
        if (out.length > 2 && sampler.exploration() instanceof Exploration.EpsilonGreedy(double epsilon)) {
            EpsilonGreedyMarginals.all(epsilon, free.scores()[0], n, out);
            return;
        }
        double[] first = new double[n];
        first(free, sampler, first);
        if (out.length > 2) {
            PlackettLuceMarginals.all(first, out);
            return;
        }
        System.arraycopy(first, 0, out[0], 0, n);
        if (out.length == 2) {
            second(sampler.exploration(), free, first, out[1]);
        }
    }

    /** @param first probabilities of what stands first, of the whole policy */
    private void second(Exploration exploration, Free free, double[] first, double[] out) {
        int n = free.n();
        if (exploration instanceof Exploration.Guarded(Exploration own, Exploration baseline, double share)) {
            double[] ofOwn = new double[n];
            double[] ofBaseline = new double[n];
            second(own, free.models(0, own.models()), first, ofOwn);
            second(baseline, free.models(own.models(), own.models() + baseline.models()), first, ofBaseline);
            for (int i = 0; i < n; i++) {
                out[i] = share * ofBaseline[i] + (1 - share) * ofOwn[i];
            }
            return;
        }
        double[] weights = new double[n];
        if (exploration instanceof Exploration.Softmax) {
            first(free, SlateSampler.of(exploration, 1), weights);
        }
        SecondMarginals.of(exploration, free.scores(), n, weights, first, out);
    }

    private void first(Free free, SlateSampler by, double[] out) {
        by.probabilities(free.scores(), free.n(), Restrictions.none(), new int[0], 0, workspace, out);
    }
}
