package dev.longview.delay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A delayed-feedback model as it is declared in {@code longview.yaml}.
 *
 * @param outcome the outcome whose final value is predicted
 * @param state the outcome whose value so far tells most about it (minutes watched, say); cut into bins
 * @param cuts the upper bounds of all state bins but the last, ascending; a value that is missing is in the first bin
 * @param by a categorical feature of few values, pooled towards all rows' rate where it is thin
 * @param trees what boosted trees read that correct the table; none for the table alone
 * @param period of an outcome that ends with the next billing, the longest time from a decision to it that is learned from; 31 days when
 *     empty
 * @param opinion what tells who answers and what the silent would have said ({@link OpinionModel}); none where no opinion is forecast
 */
public record DelayDefinition(
        String outcome,
        Optional<String> state,
        List<Double> cuts,
        Optional<String> by,
        Optional<TreeInputs> trees,
        Optional<Duration> period,
        Optional<TreeInputs> opinion) {
    /** Each cut multiplies the states that have to be seen. */
    public static final int MOST_CUTS = 64;

    /** A month. */
    public static final Duration USUAL_PERIOD = Duration.ofDays(31);

    /** @throws IllegalArgumentException when cuts do not ascend, are not finite, too many, or of no state; all problems at once */
    public DelayDefinition {
        cuts = List.copyOf(cuts);
        List<String> problems = new ArrayList<>();
        if (cuts.size() > MOST_CUTS) {
            problems.add("there are " + cuts.size() + " cuts, allowed are up to " + MOST_CUTS);
        }
        if (state.isEmpty() && !cuts.isEmpty()) {
            problems.add("there are cuts " + cuts + " but no state to cut; name the outcome, or leave out the cuts");
        }
        for (int i = 0; i < cuts.size(); i++) {
            if (!Double.isFinite(cuts.get(i)) || (i > 0 && cuts.get(i) <= cuts.get(i - 1))) {
                problems.add("cuts must be finite and ascend: " + cuts);
                break;
            }
        }
        if (trees.flatMap(TreeInputs::after).filter(outcome::equals).isPresent()) {
            problems.add("it cannot be after itself");
        }
        if (opinion.filter(read -> read.outcomes().contains(outcome)).isPresent()) {
            problems.add("what was said tells nothing of who says nothing: leave '" + outcome
                    + "' out of the outcomes of its opinion");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("delay model of '" + outcome + "': " + String.join("; ", problems));
        }
    }

    /** Of an outcome whose end is at one age, or within a month. */
    public DelayDefinition(
            String outcome,
            Optional<String> state,
            List<Double> cuts,
            Optional<String> by,
            Optional<TreeInputs> trees) {
        this(outcome, state, cuts, by, trees, Optional.empty(), Optional.empty());
    }

    /** Of a table alone. */
    public DelayDefinition(String outcome, Optional<String> state, List<Double> cuts, Optional<String> by) {
        this(outcome, state, cuts, by, Optional.empty());
    }

    /** The longest time from a decision to the next billing that is learned from. */
    public Duration longestPeriod() {
        return period.orElse(USUAL_PERIOD);
    }

    /** The outcome that is forecast before this one, and whose end this one's forecast is given. */
    public Optional<String> after() {
        return trees.flatMap(TreeInputs::after);
    }
}
