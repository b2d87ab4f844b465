package dev.longview.reward;

import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.OutcomeDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a workspace declares that a reward may name. */
record Vocabulary(Map<String, OutcomeDefinition> outcomes, Map<String, FeatureDefinition> features) {
    /** @throws IllegalArgumentException when two have one name */
    static Vocabulary of(List<OutcomeDefinition> outcomes, List<FeatureDefinition> features) {
        Map<String, OutcomeDefinition> byName = new LinkedHashMap<>();
        for (OutcomeDefinition outcome : outcomes) {
            if (byName.put(outcome.name(), outcome) != null) {
                throw new IllegalArgumentException("two outcomes are called '" + outcome.name() + "'");
            }
        }
        Map<String, FeatureDefinition> featuresByName = new LinkedHashMap<>();
        for (FeatureDefinition feature : features) {
            if (featuresByName.put(feature.name(), feature) != null) {
                throw new IllegalArgumentException("two features are called '" + feature.name() + "'");
            }
        }
        return new Vocabulary(byName, featuresByName);
    }
}
