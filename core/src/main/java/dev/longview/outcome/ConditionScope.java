package dev.longview.outcome;

import dev.longview.log.FeatureDefinition;
import java.util.List;
import java.util.Optional;

/**
 * What a condition may read, besides {@code event.value}, {@code event.label} and {@code event.ATTRIBUTE}, where there are events.
 *
 * @param features those that the workspace declares: {@code event.item.X} is the feature {@code item.X} of the event's own item
 * @param refusal why {@code item.X}, {@code member.X} and {@code context.X} of a decision may not be read; empty where they may
 * @param events whether it is about an event; else about an item that might be shown
 */
public record ConditionScope(List<FeatureDefinition> features, Optional<String> refusal, boolean events) {
    public ConditionScope {
        features = List.copyOf(features);
    }

    /** The events of a recommendation: its decision and its item too. */
    public static ConditionScope ofRecommendation(List<FeatureDefinition> features) {
        return new ConditionScope(features, Optional.empty(), true);
    }

    /** The events of a member's past, before there is a decision to read. */
    public static ConditionScope ofHistory(List<FeatureDefinition> features) {
        return new ConditionScope(
                features,
                Optional.of(
                        "a member's history is the same whatever is recommended, so that only events are read here"),
                true);
    }

    /** An item that might be shown to a member in a context: nothing has happened yet. */
    public static ConditionScope ofCandidate(List<FeatureDefinition> features) {
        return new ConditionScope(features, Optional.empty(), false);
    }
}
