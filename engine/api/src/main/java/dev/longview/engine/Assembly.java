package dev.longview.engine;

import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.OutcomeDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to assemble.
 *
 * @param lateness how long after its time an event may be received and still count; final waits for it
 * @param decidedFrom decisions at or after this time only, in microseconds
 * @param decidedBefore decisions before this time only
 * @param policy the version of the policy that served; any when empty
 * @param impressions whether a recommendation without an impression received by its moment is unseen, and left out
 */
public record Assembly(
        List<FeatureDefinition> features,
        List<OutcomeDefinition> outcomes,
        Duration lateness,
        Moment moment,
        long decidedFrom,
        long decidedBefore,
        Optional<String> policy,
        boolean impressions) {
    public Assembly {
        features = List.copyOf(features);
        outcomes = List.copyOf(outcomes);
    }

    /** Everything that is known as of a moment. */
    public static Assembly of(
            List<FeatureDefinition> features, List<OutcomeDefinition> outcomes, Duration lateness, Moment moment) {
        return new Assembly(
                features, outcomes, lateness, moment, Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty(), false);
    }

    /** Only decisions of {@code [from, before)}, in microseconds. */
    public Assembly decided(long from, long before) {
        return new Assembly(features, outcomes, lateness, moment, from, before, policy, impressions);
    }

    /** Only what the policy of this version served. */
    public Assembly servedBy(String version) {
        return new Assembly(
                features, outcomes, lateness, moment, decidedFrom, decidedBefore, Optional.of(version), impressions);
    }

    /** Only what was rendered, as impressions say. */
    public Assembly seen() {
        return new Assembly(features, outcomes, lateness, moment, decidedFrom, decidedBefore, policy, true);
    }
}
