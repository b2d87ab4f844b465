package dev.longview.delay;

import java.util.List;
import java.util.Optional;

/**
 * What boosted trees read, beside the age, the table's own probability, and the outcome and state of their {@link DelayDefinition}.
 *
 * @param outcomes further outcomes, whose values so far tell something
 * @param features numeric and categorical ones; of items attributes, never the identity, which is the learner's
 * @param after the outcome whose end is given when this one's is forecast: who finishes says so more often
 */
public record TreeInputs(List<String> outcomes, List<String> features, Optional<String> after) {
    public TreeInputs {
        outcomes = List.copyOf(outcomes);
        features = List.copyOf(features);
    }
}
