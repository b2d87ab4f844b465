package dev.longview.policy;

/**
 * The candidates left of one decision, each with its probability of being drawn next: an exploration at work. It is filled once for a
 * decision, and told of each candidate that was taken from its pool or put back; nothing is added up by differences, so that what has
 * been drawn before leaves no rounding behind. Reused, without allocation, by one thread.
 */
sealed interface Urn permits GreedyUrn, PlackettLuceUrn, SquareCbUrn, EnsembleUrn, ThompsonUrn, GuardedUrn {
    /**
     * @param scores of each model of the policy; arrays are read until the next call
     * @param pool the candidates left, whose number may be below its size
     */
    void fill(double[][] scores, Pool pool);

    /** After a candidate has been taken from the pool, or put back. */
    void changed(int item);

    /** A candidate left; it stays in. */
    int draw(Draws draws);

    /** The probability of a candidate left to be drawn next. */
    double probability(int item);

    /** Adds to each candidate left its probability to be drawn next, times a weight: of all at once, where one may cost more. */
    void addAll(double weight, double[] into);

    static Urn of(Exploration exploration) {
        return switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) -> new GreedyUrn(epsilon);
            case Exploration.Softmax(double temperature, double floor) -> new PlackettLuceUrn(temperature, floor);
            case Exploration.SquareCb(double gamma, double floor) -> new SquareCbUrn(gamma, floor);
            case Exploration.Ensemble(int replicas, double floor) -> new EnsembleUrn(floor);
            case Exploration.Thompson(double floor) -> new ThompsonUrn(floor);
            case Exploration.Guarded guarded -> new GuardedUrn(guarded);
        };
    }
}
