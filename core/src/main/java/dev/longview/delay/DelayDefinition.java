package dev.longview.delay;

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
 */
public record DelayDefinition(
        String outcome, Optional<String> state, List<Double> cuts, Optional<String> by, Optional<TreeInputs> trees) {
    /** Each cut multiplies the states that have to be seen. */
    public static final int MOST_CUTS = 64;

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
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("delay model of '" + outcome + "': " + String.join("; ", problems));
        }
    }

    /** Of a table alone. */
    public DelayDefinition(String outcome, Optional<String> state, List<Double> cuts, Optional<String> by) {
        this(outcome, state, cuts, by, Optional.empty());
    }

    /** The outcome that is forecast before this one, and whose end this one's forecast is given. */
    public Optional<String> after() {
        return trees.flatMap(TreeInputs::after);
    }
}
