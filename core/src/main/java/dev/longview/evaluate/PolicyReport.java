package dev.longview.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * A policy, learned from decisions before a moment and judged by those after it.
 *
 * @param policy its name
 * @param reward that it is learned from, and judged by
 * @param learnedAsOf nothing received later was learned from, in microseconds
 * @param split decisions before it teach, those from it on judge, in microseconds
 * @param asOf by what had been received by then, in microseconds
 * @param progressiveLoss mean squared error of each row's prediction before it was learned from
 * @param constantLoss that of the best constant
 * @param learned rows that were learned from
 * @param learnedBy by what
 * @param value off-policy, of the decisions that judge
 * @param perDecision whether values are per decision, else per recommendation
 * @param segments all decisions first, then each value of each feature
 * @param notes what a reader must know
 */
public record PolicyReport(
        String policy,
        String reward,
        long learnedAsOf,
        long split,
        long asOf,
        double progressiveLoss,
        double constantLoss,
        long learned,
        LearnedBy learnedBy,
        int catalogue,
        Optional<Report> value,
        boolean perDecision,
        List<Segment> segments,
        List<String> notes) {
    public PolicyReport {
        segments = List.copyOf(segments);
        notes = List.copyOf(notes);
    }

    /**
     * Decisions with a value of a feature.
     *
     * @param by the feature; empty for all decisions
     * @param value of the feature; empty where it is missing, and for all decisions
     * @param fit to what was shown
     * @param own what the policy would show
     * @param logged what was shown
     * @param earned off-policy, what the policy would have earned on them; empty where the log cannot tell
     */
    public record Segment(
            String by,
            String value,
            ForwardFit fit,
            Exposure.Summary own,
            Exposure.Summary logged,
            Optional<Report> earned) {
        /** As a reader is told. */
        public String label() {
            return by.isEmpty() ? "all" : by + " = " + (value.isEmpty() ? "(missing)" : value);
        }
    }
}
