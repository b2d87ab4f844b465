package dev.longview.delay;

import java.util.List;

/**
 * How good a model of opinions is on recommendations whose end is known, as far as that can be told: of those who answered.
 *
 * @param best the value that shares are of, the last one declared
 * @param answered recommendations
 * @param silent recommendations
 * @param bestOfAnswered the share of {@code best} among who answered
 * @param logLoss −mean log p(what was said), of who answered, in nats
 * @param priorLogLoss the same of the shares among those that were learned from
 * @param asked the share of {@code best} if all were asked, under assumptions on the silent
 * @param weighted the same by another way, that rests on who answers alone: Σ best/p / Σ 1/p over who answered, with p their chance of
 *     answering. Far from {@code asked} at δ = 0, one of the two models is wrong
 * @param rarelyAnswer the share of the silent whose like answer less than once in a hundred: of them next to nothing is learned
 */
public record OpinionReport(
        String outcome,
        String best,
        long answered,
        long silent,
        double bestOfAnswered,
        double logLoss,
        double priorLogLoss,
        List<Asked> asked,
        double weighted,
        double rarelyAnswer) {
    public OpinionReport {
        asked = List.copyOf(asked);
    }

    /**
     * Under one assumption.
     *
     * @param tilt δ: the odds of a better value among the silent are e^δ times those among who answered with the same s
     * @param best the share of the best value over everyone
     */
    public record Asked(double tilt, double best) {}
}
