package dev.longview.loop;

import java.util.List;
import java.util.Optional;

/**
 * Two rewards on the same recommendations: how alike they put them in order, and where they differ.
 *
 * @param asOf ISO-8601
 * @param basis {@code expected}: what is pending is forecast where there is a forecast; {@code so far}: it stands as it is
 * @param forecasts outcomes that were forecast, of either reward
 * @param spearman correlation of ranks, ties averaged; NaN where one reward is the same for all
 * @param tauB Kendall's, of all pairs
 * @param flippedShare of all pairs of recommendations, those that the two put in opposite orders; exact
 * @param tiedInOneShare of all pairs, those that one reward tells apart and the other does not
 * @param up those that rise most from the first to the second
 * @param down those that fall most
 */
public record RewardComparison(
        Side first,
        Side second,
        String asOf,
        String basis,
        List<String> forecasts,
        long rows,
        double spearman,
        double tauB,
        double flippedShare,
        double tiedInOneShare,
        List<Mover> up,
        List<Mover> down,
        Optional<Grouping> by) {
    /**
     * One of the two.
     *
     * @param reward {@code NAME@VERSION}
     * @param sd of its values over the recommendations, not of a forecast
     */
    public record Side(String reward, String normalised, double mean, double sd) {}

    /**
     * A recommendation that moves.
     *
     * @param alike how many have the same two values, this one included
     * @param move by which share of all recommendations it goes up in rank, negative for down
     * @param firstRank the share of recommendations that it is above by the first reward
     * @param first the first reward, in the basis of the comparison
     * @param outcomes its feedback as of the moment
     * @param firstTerms what the first reward is made of so far, terms of 0 left out
     */
    public record Mover(
            String decision,
            long position,
            String item,
            long alike,
            double move,
            double firstRank,
            double secondRank,
            double first,
            double second,
            List<RewardExplanation.Outcome> outcomes,
            List<RewardExplanation.Term> firstTerms,
            List<RewardExplanation.Term> secondTerms) {}

    /** @param values the one that rises most first */
    public record Grouping(String attribute, List<Value> values) {}

    /**
     * Recommendations with one value of an attribute; of a multi-valued one a recommendation counts for each of its values.
     *
     * @param value empty where it is missing
     * @param meanMove mean share of all recommendations by which they go up in rank
     */
    public record Value(Optional<String> value, long rows, double meanFirst, double meanSecond, double meanMove) {}
}
