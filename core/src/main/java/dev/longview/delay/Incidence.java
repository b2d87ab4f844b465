package dev.longview.delay;

/**
 * The cumulative incidence of final levels from every state at every landmark: a product-limit estimator of a chain with several
 * states [1].
 *
 * <p>What a state at landmark k leads to is read off those that were in it at k (a landmark estimator [2]), since a recommendation's past
 * tells more than its present state: who watched five episodes on the first day is not who has got there by the tenth. From k on, only
 * classes are followed, which is consistent for the shares of final levels whatever the process [3]; where those rows are thin, their
 * steps are drawn towards the ones that the chain of all rows (Markov, and with state bins) has from that state.
 *
 * <p>All is conditional on the clock's start. [1] Aalen and Johansen, Scandinavian Journal of Statistics 1978.
 * [2] Putter and Spitoni, Statistical Methods in Medical Research 2018. [3] Datta and Satten, Statistics and Probability Letters 2001.
 */
final class Incidence {
    private final Chain chain;
    private final int bins;
    private final Transitions steps;
    private final TransitionCounts counts;
    private final int category;
    private final boolean timed;
    private final int labels;

    Incidence(Chain chain, int bins, Transitions steps, TransitionCounts counts, int category) {
        this.chain = chain;
        this.bins = bins;
        this.steps = steps;
        this.counts = counts;
        this.category = category;
        timed = chain.levels().timed();
        labels = timed ? bins + 2 : 1;
    }

    /** How many ends are told apart: levels; or for times the bins of receipt, {@link #never} and {@link #known}. */
    static int targets(Levels levels, int bins) {
        return levels.timed() ? bins + 2 : levels.size();
    }

    static int never(int bins) {
        return bins;
    }

    /** It has happened already, and its time stands. */
    static int known(int bins) {
        return bins + 1;
    }

    static int offset(Chain chain, int bins, int group, int landmark, int start) {
        return ((group * (bins + 1) + landmark) * chain.starts() + start) * targets(chain.levels(), bins);
    }

    /** Fills the part of the table that is this category's. */
    void into(double[] table, int group) {
        for (int landmark = 0; landmark <= bins; landmark++) {
            for (int start = 0; start < chain.starts(); start++) {
                double[] ends = ends(landmark, start);
                System.arraycopy(ends, 0, table, offset(chain, bins, group, landmark, start), ends.length);
            }
        }
    }

    private double[] ends(int landmark, int start) {
        double[][] mass = follow(landmark, start);
        double[] ends = new double[targets(chain.levels(), bins)];
        double born = 0;
        for (int kind = 0; kind < mass.length; kind++) {
            if (kind == chain.unbornClass()) {
                continue;
            }
            for (int label = 0; label < labels; label++) {
                double share = mass[kind][label];
                ends[timed ? label : chain.levelOfClass(kind)] += share;
                born += share;
            }
        }
        if (!(born > 0)) {
            // No clock was ever seen to start so late; as if it had just started.
            return ends(landmark, chain.pending(chain.levels().absent(), 0));
        }
        for (int i = 0; i < ends.length; i++) {
            ends[i] /= born;
        }
        return ends;
    }

    /** Class × label at the end: for times, the label is when it came. */
    private double[][] follow(int landmark, int start) {
        double[] states = new double[chain.size()];
        states[start] = 1;
        double[][] mass = new double[chain.classes()][labels];
        boolean came = start != chain.unborn() && chain.level(start) == 1;
        mass[chain.classOf(start)][timed ? (came ? known(bins) : never(bins)) : 0] = 1;
        for (int bin = landmark; bin < bins; bin++) {
            double[][] flow = new double[chain.classes()][chain.classes()];
            states = step(states, bin, flow);
            mass = step(mass, landmark, start, bin, flow);
        }
        return mass;
    }

    /** One step of the chain of all rows; {@code flow} receives the mass that goes from class to class. */
    private double[] step(double[] states, int bin, double[][] flow) {
        double[] next = new double[states.length];
        for (int from = 0; from < states.length; from++) {
            if (states[from] == 0) {
                continue;
            }
            if (chain.isEnded(from)) {
                next[from] += states[from];
                continue;
            }
            Transitions.Step step = steps.step(bin, from);
            for (int i = 0; i < step.to().length; i++) {
                double mass = states[from] * step.probability()[i];
                next[step.to()[i]] += mass;
                flow[chain.classOf(from)][chain.classOf(step.to()[i])] += mass;
            }
        }
        return next;
    }

    private double[][] step(double[][] mass, int landmark, int start, int bin, double[][] flow) {
        double[][] next = new double[mass.length][labels];
        for (int from = 0; from < mass.length; from++) {
            double present = 0;
            for (double m : mass[from]) {
                present += m;
            }
            if (present == 0) {
                continue;
            }
            double[] leads =
                    from > chain.unbornClass() ? new double[0] : probabilities(landmark, start, bin, from, flow[from]);
            if (leads.length == 0) {
                add(mass[from], 1, next[from]);
                continue;
            }
            for (int to = 0; to < leads.length; to++) {
                if (timed && chain.moves(from, to)) {
                    boolean comes = to != chain.unbornClass() && chain.levelOfClass(to) == 1;
                    next[to][comes ? bin : never(bins)] += present * leads[to];
                } else {
                    add(mass[from], leads[to], next[to]);
                }
            }
        }
        return next;
    }

    /** From a class to each other, by those who were in {@code start} at the landmark; empty where nothing is known of it. */
    private double[] probabilities(int landmark, int start, int bin, int from, double[] flow) {
        double total = 0;
        for (double f : flow) {
            total += f;
        }
        if (!(total > 0)) {
            return new double[0];
        }
        double[] prior = new double[flow.length];
        long[] seen = new long[flow.length];
        double moving = 0;
        for (int to = 0; to < prior.length; to++) {
            prior[to] = flow[to] / total;
            moving += chain.moves(from, to) ? prior[to] : 0;
            seen[to] = flow[to] > 0 ? counts.since(category, landmark, start, bin, from, to) : 0;
        }
        return Transitions.shrunkByChanges(seen, prior, moving);
    }

    private static void add(double[] mass, double share, double[] to) {
        for (int i = 0; i < mass.length; i++) {
            to[i] += share * mass[i];
        }
    }
}
