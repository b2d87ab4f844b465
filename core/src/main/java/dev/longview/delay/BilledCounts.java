package dev.longview.delay;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The table of an outcome that ends with the next billing: what recommendations came to that were in a state so long before it.
 *
 * <p>Only those count whose billing has passed, with all that may be received late: who has renewed early is known early, who has not is
 * not, and counting whatever is decided would count too many renewals. Which ones have passed depends on when they were decided alone,
 * so that leaving the others out biases nothing; the trees learn from those as far as they have come.
 *
 * <p>A row between two landmarks counts for both by how near it is, as it is read. Cells are drawn towards coarser ones by
 * {@value #PRIOR} rows: all of a level, then of a level so long before, then of a state, then of a category.
 */
final class BilledCounts {
    private static final double PRIOR = 10;

    private final Chain chain;
    private final Clock clock;
    private final Map<Integer, double[]> counts = new HashMap<>();

    BilledCounts(Chain chain, Clock clock) {
        this.chain = chain;
        this.clock = clock;
    }

    /** A path whose billing has passed. */
    void add(int category, int[] states, long[] at, int first, int last) {
        int end = chain.level(states[last]);
        double[] of = counts.computeIfAbsent(category, unseen -> new double[size()]);
        for (int row = first; row < last; row++) {
            if (chain.isPending(states[row])) {
                int node = clock.nodes().latest(at[row]);
                double ahead = node < clock.nodes().bins() ? clock.nodes().ahead(node, at[row]) : 1;
                of[at(node, states[row]) + end] += ahead;
                if (ahead < 1) {
                    of[at(node + 1, states[row]) + end] += 1 - ahead;
                }
            }
        }
    }

    private int levels() {
        return chain.levels().size();
    }

    private int size() {
        return (clock.nodes().bins() + 1) * chain.starts() * levels();
    }

    private int at(int node, int state) {
        return (node * chain.starts() + state) * levels();
    }

    /** The part of the table that is of all rows. */
    void pooled(double[] table) {
        double[] all = new double[size()];
        counts.values().forEach(of -> {
            for (int i = 0; i < all.length; i++) {
                all[i] += of[i];
            }
        });
        for (int level = 0; level < levels(); level++) {
            double[] ofLevel = shrunk(sum(all, level, 0, clock.nodes().bins()), possible(level));
            for (int node = 0; node <= clock.nodes().bins(); node++) {
                double[] seen = sum(all, level, node, node);
                boolean over = clock.passed(clock.nodes().age(node)) && !(total(seen) > 0);
                double[] soLongBefore = over ? staying(level) : shrunk(seen, ofLevel);
                for (int bin = 0; bin < chain.bins(); bin++) {
                    int cell = at(node, level * chain.bins() + bin);
                    double[] ends = over ? soLongBefore : shrunk(slice(all, cell), soLongBefore);
                    System.arraycopy(ends, 0, table, cell, ends.length);
                }
            }
        }
        for (int node = 0; node <= clock.nodes().bins(); node++) {
            // While no billing is known to be due there is nothing to expect, and nobody asks.
            System.arraycopy(staying(chain.levels().absent()), 0, table, at(node, chain.unborn()), levels());
        }
    }

    /** The part of a category, drawn towards that of all rows. */
    void category(int category, double[] table, int group) {
        double[] of = Objects.requireNonNullElse(counts.get(category), new double[0]);
        for (int cell = 0; cell < size(); cell += levels()) {
            double[] pooled = slice(table, cell);
            double[] ends = of.length == 0 ? pooled : shrunk(slice(of, cell), pooled);
            System.arraycopy(ends, 0, table, group * size() + cell, ends.length);
        }
    }

    private double[] slice(double[] of, int from) {
        double[] slice = new double[levels()];
        System.arraycopy(of, from, slice, 0, slice.length);
        return slice;
    }

    private double[] sum(double[] all, int level, int firstNode, int lastNode) {
        double[] sum = new double[levels()];
        for (int node = firstNode; node <= lastNode; node++) {
            for (int bin = 0; bin < chain.bins(); bin++) {
                for (int end = 0; end < sum.length; end++) {
                    sum[end] += all[at(node, level * chain.bins() + bin) + end];
                }
            }
        }
        return sum;
    }

    private double[] possible(int level) {
        double[] prior = new double[levels()];
        int count = 0;
        for (int end = 0; end < prior.length; end++) {
            count += chain.levels().possible(level, end) ? 1 : 0;
        }
        for (int end = 0; end < prior.length; end++) {
            prior[end] = chain.levels().possible(level, end) ? 1.0 / count : 0;
        }
        return prior;
    }

    private double[] staying(int level) {
        double[] ends = new double[levels()];
        ends[level] = 1;
        return ends;
    }

    private static double[] shrunk(double[] counts, double[] prior) {
        double total = total(counts);
        double[] shrunk = new double[counts.length];
        for (int end = 0; end < shrunk.length; end++) {
            shrunk[end] = prior[end] == 0 ? 0 : (counts[end] + PRIOR * prior[end]) / (total + PRIOR);
        }
        double left = total(shrunk);
        for (int end = 0; end < shrunk.length; end++) {
            shrunk[end] /= left;
        }
        return shrunk;
    }

    private static double total(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }
}
