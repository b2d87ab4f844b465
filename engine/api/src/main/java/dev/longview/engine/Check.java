package dev.longview.engine;

import dev.longview.engine.Checked.Status;
import java.util.Locale;

/**
 * What is checked of a log. A check warns, or fails, when the share of the rows that meet it is above its threshold: 0 means by any row,
 * {@link #NEVER} by none. The thresholds stand here and, held against here by a test, in docs/validate.md.
 */
public enum Check {
    INCOMPLETE_DECISION(0, 0.01, "decision without a required column: not used", "write all required columns"),
    INCOMPLETE_RECOMMENDATION(0, 0.01, "slate's row without a required column: not used", "write all required columns"),
    INCOMPLETE_EVENT(0, 0.01, "event without a required column: not used", "write all required columns"),
    DUPLICATE_DECISION(0.01, Check.NEVER, "decision_id that comes more than once", "send a decision once"),
    DIFFERING_DECISION(
            0,
            0.001,
            "decision_id that comes again and says something else: the row received first is used",
            "give each decision an id of its own; correct by a new import of the segment"),
    DUPLICATE_RECOMMENDATION(0.01, Check.NEVER, "decision and position that come more than once", "send a slate once"),
    DIFFERING_RECOMMENDATION(
            0,
            0.001,
            "decision and position that come again and say something else: the row received first is used",
            "number positions within the decision, each once"),
    DUPLICATE_EVENT(0.01, Check.NEVER, "event_id that comes more than once", "send an event once"),
    DIFFERING_EVENT(
            0,
            0.001,
            "event_id that comes again and says something else: the row received first is used",
            "give each event an id of its own; withdraw by an event with retracts"),
    DUPLICATE_MEMBERSHIP(0.01, Check.NEVER, "event_id of memberships that comes more than once", "send an event once"),
    DIFFERING_MEMBERSHIP(
            0,
            0.001,
            "event_id of memberships that comes again and says something else: the row received first is used",
            "give each event an id of its own"),
    DECISION_WITHOUT_SLATE(
            0, 0.01, "decision of which the log has no slate", "log the slate with its decision, in one import"),
    SLATE_WITHOUT_DECISION(
            0, 0.01, "slate's row whose decision is not in the log: not used", "log the decision with its slate"),
    SLATE_WITH_GAPS(
            0,
            Check.NEVER,
            "decision whose positions are not 0, 1, 2, …: what stood at the others is not known",
            "log the whole slate, counted from 0, as shown"),
    REPEATED_ITEM(0, 0.01, "decision whose slate has an item twice", "log each item at the position where it stood"),
    PROPENSITY_MISSING(
            0,
            0,
            "recommendation without any propensity in a decision that says usable_off_policy",
            "log the propensity, or usable_off_policy: false with the reason"),
    PROPENSITY_OUT_OF_RANGE(
            0,
            0,
            "recommendation with a propensity that is not in (0, 1], in a decision that says usable_off_policy",
            "log the probability that was drawn with, not a score"),
    FIRST_PROPENSITIES_DIFFER(
            0,
            0.01,
            "first position whose conditional and marginal propensity differ, by more than six standard errors: they"
                    + " are the same probability",
            "log both of the same policy and the same candidates"),
    MARGINALS_ABOVE_ONE(
            0,
            0,
            "item of a decision whose marginal propensities add up to more than 1 over its positions",
            "log the probability of the item at this position, not anywhere in the slate"),
    POSITION_WITHOUT_EXPLORATION(
            0,
            0.999,
            "position at which every recommendation has propensity 1: nothing can be learned of other items there",
            "let the policy explore, or log usable_off_policy: false"),
    SINGLE_CANDIDATE(
            0.01,
            0.5,
            "decision that says usable_off_policy and had one candidate only",
            "log what was eligible, not what was chosen"),
    CANDIDATES_UNKNOWN(
            0, 0.01, "decision whose candidates_id is not in the log", "import the candidate sets with the decisions"),
    CANDIDATES_NOT_NAMED(
            0.01,
            Check.NEVER,
            "decision that says usable_off_policy and names no candidate set: all items are taken to have been"
                    + " eligible",
            "log candidates_id"),
    CHOSEN_OUTSIDE_CANDIDATES(
            0, 0, "recommended item that is not in its decision's candidate set", "log the set that was drawn from"),
    ITEM_UNKNOWN(0, 0.1, "recommended item of which the log has no row", "import items"),
    ITEM_WITHOUT_FEATURES(0.01, Check.NEVER, "item without any of the declared features", "import their features"),
    DECISION_WITHOUT_IMPRESSION(
            0.2,
            0.9,
            "decision of which nothing was seen, where impressions are declared",
            "send impressions with decision_id from all surfaces, or do not declare them"),
    FUTURE_DATED_DECISION(
            0,
            0.01,
            "decision whose time is after it was received: counted as of then",
            "set the clocks of what serves"),
    LATE_DECISION(
            0.01, 0.1, "decision received later after its time than the lateness", "import sooner, or raise lateness"),
    DAY_WITHOUT_DECISIONS(
            0, Check.NEVER, "day with decisions after which there is none for a day or more", "import what is missing"),
    FUTURE_DATED_EVENT(
            0, 0.01, "event whose time is after it was received: counted as of then", "set the clocks of what sends"),
    PAST_LATENESS(
            0.01,
            0.1,
            "event received later after its time than the lateness: not used",
            "import sooner, or raise lateness"),
    LATE_KIND(
            0,
            Check.NEVER,
            "kind of feedback of which more than a tenth is received later than the lateness: not used",
            "find out how this kind is sent; raise lateness"),
    UNDECLARED_KIND(0, Check.NEVER, "event of a kind that longview.yaml does not declare", "declare it under feedback"),
    MISSING_VALUE(
            0, 0.1, "event without a value, of a kind of which an outcome takes a sum or maximum", "send the value"),
    UNKNOWN_LABEL(0, 0.1, "event whose label no outcome of its kind lists", "list the label, or send one that is"),
    ORPHAN(0, 0.01, "event whose decision is not in the log: not used", "import the decisions, with the same ids"),
    UNMATCHED(
            0,
            0.01,
            "event whose decision has no such position or item: not used",
            "count positions from 0, as in the slate"),
    CONTRADICTORY(
            0,
            0.01,
            "event whose item is another than the one at its position: not used",
            "send the position and item of the same recommendation"),
    RETRACTION_OF_UNKNOWN(
            0, Check.NEVER, "retraction of an event that is not in the log", "send the event_id of what is withdrawn"),
    NOT_RETRACTABLE(
            0, Check.NEVER, "retraction of an event whose kind is not retractable: not used", "declare it retractable"),
    PERIODS_OVERLAP(
            0, 0.01, "membership's period that begins before the account's former one ends", "correct the periods"),
    PERIOD_BACKWARDS(0, 0.01, "membership's period that ends before it begins", "correct the period"),
    RENEW_WITHOUT_JOIN(
            0,
            Check.NEVER,
            "renewal of an account that has not joined before",
            "import what happened before, at least each account's join"),
    RENEW_AFTER_LAPSE(0, 0.01, "renewal of an account that has lapsed and not rejoined", "send rejoin before it"),
    UNDECLARED_COLUMN(
            0,
            Check.NEVER,
            "column that files have and neither the schema nor longview.yaml: not read",
            "declare the feature, or leave the column out"),
    FEATURE_ALWAYS_MISSING(
            0, Check.NEVER, "declared feature that no row has", "log it under its name, or do not declare it"),
    HISTORY_SKEW(
            0,
            0.01,
            "value of a history feature that was logged with a decision and differs from what the log says that was"
                    + " known then",
            "compute the feature when serving from what was received before the decision, and nothing later"),
    ACCOUNT_IN_SEVERAL_CELLS(
            0, 0, "account that is in several cells of one experiment", "allocate by the hash of the account"),
    CELL_UNKNOWN(
            0,
            Check.NEVER,
            "decision with a cell that longview.yaml does not declare",
            "declare the experiment and its cells");

    /** A threshold that no share is above. */
    public static final double NEVER = 1;

    private final double warnAbove;
    private final double failAbove;
    private final String meaning;
    private final String fix;

    Check(double warnAbove, double failAbove, String meaning, String fix) {
        this.warnAbove = warnAbove;
        this.failAbove = failAbove;
        this.meaning = meaning;
        this.fix = fix;
    }

    /** As it is written: {@code slate-with-gaps}. */
    public String checkName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public double warnAbove() {
        return warnAbove;
    }

    public double failAbove() {
        return failAbove;
    }

    /** What meets it. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }

    Status status(long rows, long of) {
        double share = of == 0 ? 0 : (double) rows / of;
        return share > failAbove ? Status.FAIL : share > warnAbove ? Status.WARN : Status.PASS;
    }
}
