package dev.longview.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * A typed summary of what a recommendation led to.
 *
 * @param name as rewards call it
 * @param of the kind of feedback; of an account, the membership's event or {@link #DECISION}
 * @param as how events become a value
 * @param from the outcome whose first event starts the clock; the decision when empty. An origin that has not happened keeps the outcome
 *     pending until the origin is final
 * @param finalAfter the horizon, from the clock's origin: events that happen later do not count. What it is measured from, and where to,
 *     the scope's reach says
 * @param retractable whether events of this kind may be withdrawn: such an outcome is never final before its horizon and lateness
 * @param scope whose events
 * @param where which of them; all when empty
 * @param reassignable whether events can turn out to be another recommendation's: where they are attributed by engagements
 */
public record OutcomeDefinition(
        String name,
        String of,
        Aggregate as,
        Optional<String> from,
        Duration finalAfter,
        boolean retractable,
        Scope scope,
        Optional<Condition> where,
        boolean reassignable) {
    /** What {@code of} is for an outcome that counts an account's decisions. */
    public static final String DECISION = "decision";

    /** Of all feedback of a kind on the recommendation itself. */
    public OutcomeDefinition(
            String name, String of, Aggregate as, Optional<String> from, Duration finalAfter, boolean retractable) {
        this(name, of, as, from, finalAfter, retractable, new Scope.Recommendation(), Optional.empty(), false);
    }

    /** Whether more feedback can take away what was there. */
    public boolean mayFall() {
        return retractable || reassignable;
    }

    /** The same where feedback is attributed by engagements, which is of account for a recommendation's own feedback alone. */
    public OutcomeDefinition attributed() {
        return new OutcomeDefinition(
                name, of, as, from, finalAfter, retractable, scope, where, scope instanceof Scope.Recommendation);
    }

    public OutcomeDefinition withScope(Scope scope) {
        return new OutcomeDefinition(name, of, as, from, finalAfter, retractable, scope, where, reassignable);
    }

    public OutcomeDefinition where(Condition condition) {
        return new OutcomeDefinition(
                name, of, as, from, finalAfter, retractable, scope, Optional.of(condition), reassignable);
    }

    /** A text that is equal for equal meanings only: what a version's hash is taken of. */
    public String canonical() {
        return "outcome " + name + " of " + of + " as " + as.canonical() + " from " + from.orElse("decision")
                + " final-after " + finalAfter + (retractable ? " retractable" : "")
                + (reassignable ? " reassignable" : "") + scope.canonical()
                + where.map(condition -> " where " + condition.canonical()).orElse("");
    }
}
