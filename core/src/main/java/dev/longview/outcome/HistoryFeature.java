package dev.longview.outcome;

import dev.longview.log.FeatureDefinition;
import java.time.Duration;
import java.util.Optional;

/**
 * A number that tells what a member did before a decision: of events that had happened before it and been received by then, so that it
 * is what a service could have known. What was logged with the decision is preferred to it.
 *
 * @param name {@code member.plays_7d}
 * @param of the kind of feedback
 * @param over how far back
 * @param retractable whether a retraction, received by the decision, takes an event away
 * @param where which events; all when empty. For a share, those in its numerator
 */
public record HistoryFeature(
        String name, String of, As as, Duration over, boolean retractable, Optional<Condition> where) {

    /** How events become a number. */
    public enum As {
        /** How many; 0 when there were none. */
        COUNT,
        /** The sum of their values; 0 when there were none. */
        SUM,
        /** The largest of their values; missing when there were none. */
        MAX,
        /** Days since the latest; missing when there were none. */
        DAYS_SINCE,
        /** The share of all events of the kind for which the condition holds; missing when there were none. */
        SHARE
    }

    /** A text that is equal for equal meanings only. */
    public String canonical() {
        return name + " of " + of + " as " + as + " over " + over + (retractable ? " retractable" : "")
                + where.map(condition -> " where " + condition.canonical()).orElse("");
    }

    /** The column that it is. */
    public FeatureDefinition definition() {
        return new FeatureDefinition(name, FeatureDefinition.Kind.NUMERIC);
    }
}
