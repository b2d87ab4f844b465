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

    /**
     * Inverse gap weighting, position by position: of the K items left, each but the best has the probability (1 − floor) / (K +
     * γ·(score of the best − its own)) + floor/K, and the best has the rest. What an item is worth less than the best decides how seldom
     * it is tried, which keeps the regret of a regression oracle within its own error (Foster and Rakhlin, ICML 2020).
     *
     * @param gamma above 0, per unit of the score: the higher, the greedier
     * @param floor in (0, 1]
     */
    record SquareCb(double gamma, double floor) implements Exploration {}

    /**
     * Thompson sampling by an ensemble: at each position one of the policy's models is drawn, and shows the best item left by its scores;
     * or, with the floor's probability, any item left is shown. The models have learned from the same log, each from its own bootstrap of
     * it and its own draws of what is still pending (Osband and Van Roy, Bootstrapped Thompson sampling, 2015).
     *
     * @param replicas how many models, 2 … 100
     * @param floor in (0, 1]
     */
    record Ensemble(int replicas, double floor) implements Exploration {}

    /**
     * Thompson sampling by what is believed of each item: at each position each item left is shown with the probability that it is the
     * best of them, were each worth a draw from its belief; mixed with the floor (Thompson, Biometrika 1933). It takes a model of the
     * beliefs' means and one of their deviations ({@link ItemBeliefs}).
     *
     * @param floor in (0, 1]
     */
    record Thompson(double floor) implements Exploration {}

    /**
     * A policy that keeps to a baseline: at each position the baseline draws with probability {@code share}, else the policy, both from
     * what is left. So p(a) ≥ share · (the baseline's probability of a, given the same items above), whatever the policy has learned:
     * the mixture of Kakade and Langford (Approximately optimal approximate reinforcement learning, ICML 2002).
     *
     * @param own of the policy; its models come first
     * @param baseline of the baseline; its models come after the policy's
     * @param share in (0, 1]
     */
    record Guarded(Exploration own, Exploration baseline, double share) implements Exploration {}

    /** How many models it needs: first those whose scores are what an item is worth, as many as {@link #replicas} of its own. */
    default int models() {
        return switch (this) {
            case EpsilonGreedy e -> 1;
            case Softmax s -> 1;
            case SquareCb s -> 1;
            case Ensemble(int replicas, double floor) -> replicas;
            case Thompson t -> 2;
            case Guarded(Exploration own, Exploration baseline, double share) -> own.models() + baseline.models();
        };
    }

    /** How many of its models tell what an item is worth: their mean is its score. */
    default int replicas() {
        return switch (this) {
            case Thompson t -> 1;
            case Guarded(Exploration own, Exploration baseline, double share) -> own.replicas();
            case EpsilonGreedy e -> 1;
            case Softmax s -> 1;
            case SquareCb s -> 1;
            case Ensemble(int replicas, double floor) -> replicas;
        };
    }
}
