package dev.longview.reward;

/** How a reward's expectation under forecasts is computed where all that it reads is pending; always exact but by draws. */
public sealed interface Averaging {
    /**
     * The reward is a weighted sum of its outcomes' numbers, so that E[r(x)] is r(E[x]): an amount may be replaced by its mean, whether
     * something happened by its probability. Whoever has only means may use it; its deviation needs the distributions all the same.
     */
    record Substitution() implements Averaging {}

    /** @param combinations of final values, at most */
    record Enumeration(long combinations) implements Averaging {}

    /** @param draws of final values, a recommendation: the standard error of the mean is the deviation / √draws */
    record Draws(int draws) implements Averaging {}
}
