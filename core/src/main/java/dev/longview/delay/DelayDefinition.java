package dev.longview.delay;

import java.util.List;
import java.util.Optional;

/**
 * A delayed-feedback model as it is declared in {@code longview.yaml}.
 *
 * @param outcome the outcome whose final value is predicted
 * @param state the outcome whose value so far tells most about it (minutes watched, say); cut into bins
 * @param cuts the upper bounds of all state bins but the last, ascending
 * @param by a categorical feature, pooled towards its mean where it is thin
 */
public record DelayDefinition(String outcome, Optional<String> state, List<Double> cuts, Optional<String> by) {
    public DelayDefinition {
        cuts = List.copyOf(cuts);
    }
}
