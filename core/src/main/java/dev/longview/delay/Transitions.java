package dev.longview.delay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Probabilities of the steps from landmark to landmark, thin counts drawn towards what is known of more rows: a state towards its
 * level, a category towards all categories.
 *
 * <p>A category's own counts weigh against {@link #CHANGES} changes of the pooled rate, not against a number of rows: among a thousand
 * rows with a hazard of 1 in 1,000, seeing none says little. Gamma–Poisson shrinkage, with rates that vary by 1/√CHANGES between
 * categories.
 */
final class Transitions {
    static final double CHANGES = 5;
    private static final double ROWS = 5;
    private static final double LEAST_MOVING = 1e-6;

    /** Where a step leads, and with which probability. */
    record Step(int[] to, double[] probability) {}

    private final Chain chain;
    private final Step[][] steps;

    private Transitions(Chain chain, Step[][] steps) {
        this.chain = chain;
        this.steps = steps;
    }

    /** Of all categories together. A state is drawn towards the mean of its level, its own bin kept where the level stays. */
    static Transitions pooled(Chain chain, int bins, TransitionCounts pooled) {
        Step[][] steps = new Step[bins][chain.starts()];
        for (int bin = 0; bin < bins; bin++) {
            long[][] counts = new long[chain.starts()][];
            double[][] level = new double[chain.classes()][chain.size()];
            double[] stays = new double[chain.classes()];
            double[] rows = new double[chain.classes()];
            for (int from = 0; from < chain.starts(); from++) {
                counts[from] = counts(chain, pooled, 0, bin, from);
                int kind = chain.classOf(from);
                for (int to = 0; to < chain.size(); to++) {
                    long count = counts[from][to];
                    rows[kind] += count;
                    if (chain.classOf(to) == kind) {
                        stays[kind] += count;
                    } else {
                        level[kind][to] += count;
                    }
                }
            }
            for (int from = 0; from < chain.starts(); from++) {
                int kind = chain.classOf(from);
                double[] prior = new double[chain.size()];
                for (int to = 0; to < prior.length && rows[kind] > 0; to++) {
                    prior[to] = level[kind][to] / rows[kind];
                }
                prior[from] = rows[kind] > 0 ? stays[kind] / rows[kind] : 1;
                steps[bin][from] = step(shrunk(counts[from], prior, ROWS));
            }
        }
        return new Transitions(chain, steps);
    }

    /** Of one category, drawn towards these. */
    Transitions of(TransitionCounts counts, int category) {
        Step[][] own = new Step[steps.length][chain.starts()];
        for (int bin = 0; bin < own.length; bin++) {
            for (int from = 0; from < own[bin].length; from++) {
                double[] prior = new double[chain.size()];
                double moving = 0;
                Step pooled = steps[bin][from];
                for (int i = 0; i < pooled.to().length; i++) {
                    int to = pooled.to()[i];
                    prior[to] = pooled.probability()[i];
                    moving += to == from || ends(from, to) ? 0 : prior[to];
                }
                long[] seen = counts(chain, counts, category, bin, from);
                own[bin][from] = step(shrunkByChanges(seen, prior, moving));
            }
        }
        return new Transitions(chain, own);
    }

    private boolean ends(int from, int to) {
        return chain.isEnded(to) && !chain.moves(chain.classOf(from), chain.classOf(to));
    }

    Step step(int bin, int from) {
        return steps[bin][from];
    }

    /** The mean of a Dirichlet posterior: (counts + weight · prior) / (Σ counts + weight). */
    static double[] shrunk(long[] counts, double[] prior, double weight) {
        double total = weight + Arrays.stream(counts).sum();
        double[] posterior = new double[prior.length];
        for (int i = 0; i < posterior.length; i++) {
            posterior[i] = (counts[i] + weight * prior[i]) / total;
        }
        return posterior;
    }

    /** {@link #shrunk} with a weight of {@link #CHANGES} changes, of which the prior has {@code moving} a row. */
    static double[] shrunkByChanges(long[] counts, double[] prior, double moving) {
        return shrunk(counts, prior, CHANGES / Math.max(moving, LEAST_MOVING));
    }

    private static long[] counts(Chain chain, TransitionCounts counts, int category, int bin, int from) {
        long[] row = new long[chain.size()];
        for (int to = 0; to < row.length; to++) {
            row[to] = counts.steps(category, bin, from, to);
        }
        return row;
    }

    private static Step step(double[] dense) {
        List<Integer> to = new ArrayList<>();
        for (int i = 0; i < dense.length; i++) {
            if (dense[i] > 0) {
                to.add(i);
            }
        }
        int[] states = to.stream().mapToInt(Integer::intValue).toArray();
        return new Step(states, Arrays.stream(states).mapToDouble(i -> dense[i]).toArray());
    }
}
