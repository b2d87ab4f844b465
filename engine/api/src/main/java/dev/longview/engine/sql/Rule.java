package dev.longview.engine.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The written rules for rows that are not as they should be, and what is done with them. */
enum Rule {
    INCOMPLETE_DECISION("a required column is missing: not used"),
    DUPLICATE_DECISION("the same decision again: the row received first is used"),
    FUTURE_DATED_DECISION("its time is after it was received: counted as of when it was received"),
    INCOMPLETE_RECOMMENDATION("a required column is missing: not used"),
    DUPLICATE_RECOMMENDATION("the same decision and position again: the row received first is used"),
    RECOMMENDATION_WITHOUT_DECISION("its decision is not in the log: not used"),
    INCOMPLETE_EVENT("a required column is missing: not used"),
    DUPLICATE_EVENT("the same event again: the row received first is used"),
    FUTURE_DATED_EVENT("its time is after it was received: counted as of when it was received"),
    PAST_LATENESS("received later after its time than the allowed lateness: not used"),
    RETRACTED("a retraction of an event: that event does not count from when the retraction was received"),
    NOT_RETRACTABLE("a retraction of an event whose kind has no retractable outcome: not used"),
    RETRACTION_OF_UNKNOWN("a retraction of an event that is not in the log: not used yet"),
    ORGANIC("without a decision, and in no engagement of a recommendation: nobody's outcome"),
    ENGAGED("without a decision: given to the recommendation that its engagement belongs to"),
    ORPHAN("its decision is not in the log: not used"),
    UNMATCHED("its decision has no such position or item: not used"),
    CONTRADICTORY("its item is another than the one at its position: not used"),
    BEFORE_ORIGIN("happened before the outcome's clock started: does not count for it"),
    PAST_HORIZON("happened after the outcome's horizon: does not count for it"),
    MISSING_VALUE("an event without a value, for a sum or maximum: does not count for it"),
    UNKNOWN_LABEL("a label that the outcome does not list: does not count for it"),
    UNSEEN("a recommendation without an impression: left out");

    /** Rules of which each event meets at most one. */
    static final List<Rule> OF_EVENTS = List.of(
            PAST_LATENESS,
            RETRACTED,
            NOT_RETRACTABLE,
            RETRACTION_OF_UNKNOWN,
            ORGANIC,
            ENGAGED,
            ORPHAN,
            UNMATCHED,
            CONTRADICTORY);

    private final String meaning;

    Rule(String meaning) {
        this.meaning = meaning;
    }

    String ruleName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
        return meaning;
    }

    static Rule named(String name) {
        return Arrays.stream(values())
                .filter(rule -> rule.ruleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rule '" + name + "'"));
    }
}
