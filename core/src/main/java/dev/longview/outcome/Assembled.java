package dev.longview.outcome;

/**
 * The columns of an assembled batch: a row for each recommendation that was seen, joined with its decision, its item's features as of
 * the decision, and its outcomes as of a moment of its own.
 *
 * <p>Besides these, a batch has the declared features under their names ({@code context.device}, {@code item.genres}). Rows come in the
 * canonical order (time, decision_id, position, age), so that what is learned from them does not depend on the engine.
 */
public final class Assembled {
    public static final String DECISION = "decision_id";
    public static final String ACCOUNT = "account";
    public static final String MEMBER = "member";
    public static final String ITEM = "item";
    /** BIGINT, 0 is the first. */
    public static final String POSITION = "position";
    /** BIGINT microseconds: when the decision was served. */
    public static final String TIME = "time";
    /** BIGINT microseconds from the decision to the moment that the row's outcomes are as of. */
    public static final String AGE = "age";

    public static final String POLICY = "policy";
    /** Version of the rules that the decision's candidates and slate keep to. */
    public static final String RULES = "rules";

    public static final String CELLS = "cells";
    public static final String CANDIDATES = "candidates_id";
    public static final String CONDITIONAL = "conditional_propensity";
    public static final String MARGINAL = "marginal_propensity";
    /** BOOLEAN: whether the logged propensities may be used. */
    public static final String USABLE = "usable_off_policy";

    /**
     * BOOLEAN: whether the member was engaged with the item already when it was recommended ({@link Attribution}). There only where
     * feedback is attributed by engagements.
     */
    public static final String CONTINUATION = "continuation";

    private Assembled() {}

    /** DOUBLE: an outcome's value as of the row's moment, in the units of its {@link Aggregate}. */
    public static String value(String outcome) {
        return "outcome." + outcome + ".value";
    }

    /** BIGINT: the {@link State#code()} of an outcome. */
    public static String state(String outcome) {
        return "outcome." + outcome + ".state";
    }

    /** BIGINT microseconds from the decision to the outcome's clock origin; missing while the origin has not happened. */
    public static String origin(String outcome) {
        return "outcome." + outcome + ".origin";
    }

    /**
     * BIGINT microseconds from the decision to the billing that an outcome ends with; missing while none is known to be due. There only
     * for {@link Scope.Reach#NEXT_BILLING}.
     */
    public static String due(String outcome) {
        return "outcome." + outcome + ".due";
    }

    /**
     * BIGINT microseconds from the decision to the latest event that the outcome counts; missing while there is none. There only where it
     * was asked for.
     */
    public static String recent(String outcome) {
        return "outcome." + outcome + ".recent";
    }
}
