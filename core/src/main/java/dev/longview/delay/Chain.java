package dev.longview.delay;

import dev.longview.outcome.OutcomeDefinition;

/**
 * The states that a recommendation can be in at a landmark, as one number: a level of the outcome with a bin of the other outcome that
 * tells most about it; a level that is final; or <em>unborn</em>, while the outcome's clock has not started. Its classes are the same
 * without the bins.
 */
final class Chain {
    static final int MOST_STATES = 1 << 14;
    static final int MOST_CLASSES = 1 << 10;

    private final OutcomeDefinition outcome;
    private final DelayDefinition definition;
    private final Levels levels;
    private final double[] cuts;

    /** @throws IllegalArgumentException when the definition is of another outcome, or there are too many states */
    Chain(DelayDefinition definition, OutcomeDefinition outcome) {
        if (!definition.outcome().equals(outcome.name())) {
            throw new IllegalArgumentException("the delay model is of outcome '" + definition.outcome()
                    + "', the outcome given is '" + outcome.name() + "'");
        }
        this.outcome = outcome;
        this.definition = definition;
        levels = new Levels(outcome);
        cuts = definition.cuts().stream().mapToDouble(Double::doubleValue).toArray();
        if (size() > MOST_STATES || classes() > MOST_CLASSES) {
            throw new IllegalArgumentException("delay model of '" + outcome.name() + "': " + levels.size()
                    + " levels x " + bins() + " bins of state; use fewer cuts, or fewer labels");
        }
    }

    OutcomeDefinition outcome() {
        return outcome;
    }

    DelayDefinition definition() {
        return definition;
    }

    Levels levels() {
        return levels;
    }

    int bins() {
        return cuts.length + 1;
    }

    int bin(double value) {
        int bin = 0;
        while (bin < cuts.length && value > cuts[bin]) {
            bin++;
        }
        return bin;
    }

    int size() {
        return levels.size() * (bins() + 1) + 1;
    }

    /** The states in which something can still happen: all of a pending level, and unborn. */
    int starts() {
        return levels.size() * bins() + 1;
    }

    /** A level that nothing can follow is final, whatever the row says. */
    int pending(int level, int bin) {
        return levels.absorbing(level) ? ended(level) : level * bins() + bin;
    }

    int ended(int level) {
        return levels.size() * bins() + 1 + level;
    }

    int unborn() {
        return levels.size() * bins();
    }

    boolean isPending(int state) {
        return state < unborn();
    }

    boolean isEnded(int state) {
        return state > unborn();
    }

    /** Not of the unborn. */
    int level(int state) {
        return isPending(state) ? state / bins() : state - unborn() - 1;
    }

    int classes() {
        return 2 * levels.size() + 1;
    }

    int unbornClass() {
        return levels.size();
    }

    int classOf(int state) {
        return isPending(state) ? level(state) : isEnded(state) ? levels.size() + 1 + level(state) : unbornClass();
    }

    /** Not of the unborn. */
    int levelOfClass(int kind) {
        return kind < unbornClass() ? kind : kind - unbornClass() - 1;
    }

    /** Whether from one class to another more changes than that what was pending is final. */
    boolean moves(int from, int to) {
        boolean oneUnborn = from == unbornClass() || to == unbornClass();
        return oneUnborn ? from != to : levelOfClass(from) != levelOfClass(to);
    }

    /** Whether a state can follow another, going by the definition. */
    boolean possible(int from, int to) {
        if (isEnded(from)) {
            return from == to;
        }
        return from == unborn() || to == unborn() || levels.possible(level(from), level(to));
    }
}
