package dev.longview.engine;

import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to assemble.
 *
 * @param lateness how long after its time an event may be received and still count; final waits for it
 * @param decidedFrom decisions at or after this time only, in microseconds
 * @param decidedBefore decisions before this time only
 * @param policy what served, a version or all versions of a name; any when empty
 * @param impressions whether a recommendation without an impression received by its moment is unseen, and left out
 * @param attribution how events that name no decision find their recommendation; they find none when empty
 * @param history features among {@code features} that are computed where the decision was not logged with them
 * @param recent outcomes of which the time of the latest event is wanted too, as {@link dev.longview.outcome.Assembled#recent} has it
 */
public record Assembly(
        List<FeatureDefinition> features,
        List<OutcomeDefinition> outcomes,
        Duration lateness,
        Moment moment,
        long decidedFrom,
        long decidedBefore,
        Optional<String> policy,
        boolean impressions,
        Optional<Attribution> attribution,
        List<HistoryFeature> history,
        Set<String> recent) {
    public Assembly {
        features = List.copyOf(features);
        outcomes = List.copyOf(outcomes);
        history = List.copyOf(history);
        recent = Set.copyOf(recent);
    }

    /** Everything that is known as of a moment. */
    public static Assembly of(
            List<FeatureDefinition> features, List<OutcomeDefinition> outcomes, Duration lateness, Moment moment) {
        return new Assembly(
                features,
                outcomes,
                lateness,
                moment,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                Set.of());
    }

    /** Only decisions of {@code [from, before)}, in microseconds. */
    public Assembly decided(long from, long before) {
        return new Assembly(
                features, outcomes, lateness, moment, from, before, policy, impressions, attribution, history, recent);
    }

    /** Only what this version of a policy served, or all versions of this name. */
    public Assembly servedBy(String version) {
        return new Assembly(
                features,
                outcomes,
                lateness,
                moment,
                decidedFrom,
                decidedBefore,
                Optional.of(version),
                impressions,
                attribution,
                history,
                recent);
    }

    /** Only what was rendered, as impressions say. */
    public Assembly seen() {
        return new Assembly(
                features,
                outcomes,
                lateness,
                moment,
                decidedFrom,
                decidedBefore,
                policy,
                true,
                attribution,
                history,
                recent);
    }

    /** With feedback that names no decision given to the recommendation that it answers. */
    public Assembly attributing(Attribution rules) {
        return new Assembly(
                features,
                outcomes,
                lateness,
                moment,
                decidedFrom,
                decidedBefore,
                policy,
                impressions,
                Optional.of(rules),
                history,
                recent);
    }

    /** With features of the members' history, besides the others. */
    public Assembly remembering(List<HistoryFeature> more) {
        List<FeatureDefinition> all = new ArrayList<>(features);
        for (HistoryFeature feature : more) {
            if (!all.contains(feature.definition())) {
                all.add(feature.definition());
            }
        }
        return new Assembly(
                all,
                outcomes,
                lateness,
                moment,
                decidedFrom,
                decidedBefore,
                policy,
                impressions,
                attribution,
                more,
                recent);
    }

    /** The same as of one moment. */
    public Assembly at(long asOf) {
        return new Assembly(
                features,
                outcomes,
                lateness,
                new Moment.At(asOf),
                decidedFrom,
                decidedBefore,
                policy,
                impressions,
                attribution,
                history,
                recent);
    }

    /** With the times of the latest events of these outcomes. */
    public Assembly recalling(Set<String> outcomesOfInterest) {
        return new Assembly(
                features,
                outcomes,
                lateness,
                moment,
                decidedFrom,
                decidedBefore,
                policy,
                impressions,
                attribution,
                history,
                outcomesOfInterest);
    }
}
