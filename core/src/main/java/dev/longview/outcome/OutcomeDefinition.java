package dev.longview.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * A typed summary of the feedback that a recommendation got.
 *
 * @param name as rewards call it
 * @param of the kind of feedback
 * @param as how events become a value
 * @param from the outcome whose first event starts the clock; the decision when empty. An origin that has not happened keeps the outcome
 *     pending until the origin is final
 * @param finalAfter the horizon, from the clock's origin: events that happen later do not count
 * @param retractable whether events of this kind may be withdrawn: such an outcome is never final before its horizon and lateness
 */
public record OutcomeDefinition(
        String name, String of, Aggregate as, Optional<String> from, Duration finalAfter, boolean retractable) {

    /** A text that is equal for equal meanings only: what a version's hash is taken of. */
    public String canonical() {
        return "outcome " + name + " of " + of + " as " + as.canonical() + " from " + from.orElse("decision")
                + " final-after " + finalAfter + (retractable ? " retractable" : "");
    }
}
