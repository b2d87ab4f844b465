package dev.longview.policy;

/** How scores become a random slate. Every eligible item keeps at least a declared probability at each position. */
public sealed interface Exploration {

    /**
     * Position by position: with probability 1 − ε the best item left, else one of those left, uniformly.
     *
     * @param epsilon in (0, 1]
     */
    record EpsilonGreedy(double epsilon) implements Exploration {}

    /**
     * Plackett–Luce: items are drawn one after the other without replacement, with weights w = (1 − floor)·softmax(score/temperature) +
     * floor/K over the K eligible items. As weights of the items left only grow by renormalisation, each keeps at least floor/K.
     *
     * @param temperature above 0, in units of the score
     * @param floor in (0, 1]
     */
    record Softmax(double temperature, double floor) implements Exploration {}
}
