package dev.longview.outcome;

/** Whose events an outcome sums up. */
public sealed interface Scope {

    /** Feedback on the recommendation itself. */
    record Recommendation() implements Scope {}

    /**
     * All feedback of the member, organic feedback and that on other recommendations too: how the visit changed what came after it.
     *
     * @param otherItems leaves out events on the recommended item
     */
    record Member(boolean otherItems, Reach reach) implements Scope {}

    /** What happened to the account. */
    record Account(Source source, Reach reach) implements Scope {}

    /** Where an account's events are. */
    enum Source {
        /** In the table of memberships: {@code of} is an event there. */
        MEMBERSHIPS,
        /** The decisions served to the account, other than the outcome's own; {@code of} is {@link OutcomeDefinition#DECISION}. */
        DECISIONS
    }

    /** Which stretch of time an outcome looks at. */
    enum Reach {
        /** From the clock's origin to the horizon after it. */
        AFTER,
        /** As long before the decision, which is not part of it: a baseline. */
        BEFORE,
        /**
         * After the decision, to the billing that is due next, and as long after it as {@code final-after} says. Due is the end of the
         * period that the membership was in when the decision was served; while none is known, the outcome is pending. Of events of
         * the membership, one that lapses before ends it: who has left does not renew, and who comes back joins anew.
         */
        NEXT_BILLING
    }

    default Reach reach() {
        return Reach.AFTER;
    }

    /** A text that is equal for equal scopes only; empty for a recommendation's. */
    default String canonical() {
        return switch (this) {
            case Recommendation() -> "";
            case Member(boolean otherItems, Reach reach) ->
                " scope member" + (otherItems ? " except same-item" : "") + " " + reach;
            case Account(Source source, Reach reach) -> " scope account " + source + " " + reach;
        };
    }
}
