package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.minus;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.not;
import static dev.longview.engine.sql.Expression.plus;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.when;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Moment;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.outcome.Condition;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events around a decision that an outcome of a wider scope looks at: the member's, or the account's.
 *
 * <p>Each decision meets the events of its member within a span of time, not all of them: both carry the number of the stretch, as long
 * as the span, that they fall in, and a decision meets its own stretch and the next. So there are at most twice as many pairs as count.
 */
record Around(Answered answered, List<OutcomePlan> outcomes, OutcomePlan plan) {
    static String relation(OutcomePlan plan) {
        return "around_" + plan.index();
    }

    /** Whether the recommendations of a decision differ in the outcome. */
    static boolean byPosition(OutcomePlan plan) {
        OutcomeDefinition outcome = plan.outcome();
        boolean otherItems = outcome.scope() instanceof Scope.Member(boolean other, Scope.Reach reach) && other;
        return plan.origin() >= 0 || otherItems || readsItem(outcome);
    }

    private static boolean readsItem(OutcomeDefinition outcome) {
        return outcome.where().stream()
                .flatMap(condition -> condition.fields().stream())
                .anyMatch(field -> field.source() == Condition.Source.ITEM);
    }

    /** Steps {@code target_n}, {@code source_n}, {@code around_n}, and {@code due_n} where a billing ends it. */
    void add(Steps steps) {
        String target = "target_" + plan.index();
        String source = "source_" + plan.index();
        Select first = target(0);
        steps.add(target, bucketed() ? Query.Union.of(first, target(1)) : first);
        steps.add(source, source());
        if (plan.dueNeeded()) {
            steps.add(plan.dueStep(), due());
        }
        Expression decided = name(target, "decided");
        Expression happened = name(source, "happened");
        Expression same = equal(name(target, "who"), name(source, "who"));
        if (bucketed()) {
            same = all(same, equal(name(target, "stretch"), name(source, "stretch")));
        }
        Expression near = switch (plan.outcome().scope().reach()) {
            case AFTER -> all(atMost(decided, happened), atMost(happened, plus(decided, whole(span()))));
            case BEFORE -> all(atMost(minus(decided, whole(span())), happened), less(happened, decided));
            case NEXT_BILLING -> less(decided, happened);
        };
        Select pairs = Select.from(target).join(source, all(same, near));
        if (plan.outcome().scope() instanceof Scope.Member(boolean otherItems, Scope.Reach reach) && otherItems) {
            pairs = pairs.where(
                    any(missing(name(source, "item")), not(equal(name(source, "item"), name(target, "item")))));
        }
        if (ofDecisions()) {
            pairs = pairs.where(not(equal(name(source, "event_id"), name(target, "decision_id"))));
        }
        pairs = pairs.keep(target, "decision_id", "decided");
        if (byPosition(plan)) {
            pairs = pairs.keep(target, "position");
        }
        pairs = pairs.keep(
                source,
                "event_id",
                "kind",
                "happened",
                "received",
                "value",
                "label",
                "withdrawn_received",
                "withdrawn_happened");
        steps.add(relation(plan), readsAttributes() ? pairs.keep(source, Answered.ATTRIBUTES) : pairs);
    }

    private boolean ofDecisions() {
        return plan.outcome().scope() instanceof Scope.Account(Scope.Source source, Scope.Reach reach)
                && source == Scope.Source.DECISIONS;
    }

    private boolean readsAttributes() {
        return !ofDecisions() && !plan.ofMemberships() && Described.readsAttributes(answered.assembly());
    }

    /** An account has few events of its membership. */
    private boolean bucketed() {
        return !plan.ofMemberships();
    }

    /** From the decision to the end of the last horizon. */
    private long span() {
        return answered.span(plan);
    }

    private Expression stretch(Expression time) {
        return new Expression.Infix(Expression.Operator.QUOTIENT, time, whole(Math.max(1, span())));
    }

    private Select target(int next) {
        boolean member = plan.outcome().scope() instanceof Scope.Member;
        Expression decided = name("served", "time");
        Select target = Select.from("served")
                .keep("served", "decision_id")
                .output(decided, "decided")
                .output(name("served", member ? "member" : "account"), "who");
        if (bucketed()) {
            boolean before = plan.outcome().scope().reach() == Scope.Reach.BEFORE;
            Expression from = before ? minus(decided, whole(span())) : decided;
            target = target.output(plus(stretch(from), whole(next)), "stretch");
        }
        if (byPosition(plan)) {
            target = target.join("slate", equal(name("served", "decision_id"), name("slate", "decision_id")))
                    .keep("slate", "position", "item");
        }
        return plan.origin() < 0 ? target : started(target);
    }

    /** Only recommendations whose clock has started, at any moment. */
    private Select started(Select target) {
        String origin = Group.outcomes("" + (plan.level() - 1));
        Expression any = present(name(origin, plan.originColumn(0)));
        for (int moment = 1; moment < answered.moments(); moment++) {
            any = Expression.any(any, present(name(origin, plan.originColumn(moment))));
        }
        return target.join(
                        origin,
                        all(
                                equal(name("slate", "decision_id"), name(origin, "decision_id")),
                                equal(name("slate", "position"), name(origin, "position"))))
                .where(any);
    }

    private Select source() {
        if (ofDecisions()) {
            return events("decision", "decision_id", "account", text(OutcomeDefinition.DECISION), Optional.empty());
        }
        if (plan.ofMemberships()) {
            return events("membership", "event_id", "account", name("membership", "event"), Optional.empty());
        }
        Select events = events("event", "event_id", "member", name("event", "kind"), Optional.of("withdrawal"))
                .where(missing(name("event", "retracts")));
        return readsAttributes() ? events.keep("event", Answered.ATTRIBUTES) : events;
    }

    private Select events(String from, String id, String who, Expression kind, Optional<String> withdrawal) {
        Expression happened = Steps.happened(from);
        Select events = Select.from(from);
        if (withdrawal.isPresent()) {
            String by = withdrawal.get();
            events = events.outerJoin(by, equal(name(from, id), name(by, "event_id")));
        }
        events = events.where(all(
                        equal(kind, text(plan.outcome().of())),
                        atMost(minus(name(from, "received"), happened), whole(answered.lateness()))))
                .output(name(from, id), "event_id")
                .output(name(from, who), "who")
                .output(kind, "kind")
                .output(happened, "happened")
                .keep(from, "received");
        List<String> ofFeedback = List.of("item", "label");
        for (String column : ofFeedback) {
            events = events.output(
                    withdrawal.isPresent() ? name(from, column) : new Expression.Missing(ColumnType.TEXT), column);
        }
        events = events.output(
                withdrawal.isPresent() ? name(from, "value") : new Expression.Missing(ColumnType.DOUBLE), "value");
        for (String column : List.of("received", "happened")) {
            events = events.output(
                    withdrawal
                            .<Expression>map(by -> name(by, column))
                            .orElse(new Expression.Missing(ColumnType.BIGINT)),
                    "withdrawn_" + column);
        }
        return bucketed() ? events.output(stretch(happened), "stretch") : events;
    }

    /**
     * When billing is due, at each moment: the end of the period that the membership was in at the decision; and when the membership
     * lapsed after it, where one is due.
     */
    private Select due() {
        Expression happened = Steps.happened("membership");
        Expression received = name("membership", "received");
        Expression time = name("served", "time");
        Expression tells = any(
                equal(name("membership", "event"), text("join")),
                equal(name("membership", "event"), text("renew")),
                equal(name("membership", "event"), text("rejoin")),
                equal(name("membership", "event"), text("lapse")));
        Expression end = when(
                equal(name("membership", "event"), text("lapse")),
                whole(Long.MIN_VALUE),
                call(Function.COALESCE, name("membership", "period_end"), whole(Long.MIN_VALUE)));
        Select due = Select.from("served")
                .join("membership", equal(name("served", "account"), name("membership", "account")))
                .where(all(tells, atMost(minus(received, happened), whole(answered.lateness()))))
                .keep("served", "decision_id");
        Expression.Call latest =
                call(Function.MAX_BY, end, call(Function.ROW, happened, received, name("membership", "event_id")));
        Expression.Call lapse = call(Function.MIN, happened);
        Expression before = atMost(happened, time);
        Expression lapsesAfter = all(equal(name("membership", "event"), text("lapse")), less(time, happened));
        Expression none = new Expression.Missing(ColumnType.BIGINT);
        List<Optional<Expression>> known = new ArrayList<>();
        switch (answered.assembly().moment()) {
            case Moment.At at -> known.add(Optional.empty());
            case Moment.Ages(List<Long> each, long asOf) ->
                each.forEach(age -> known.add(Optional.of(atMost(minus(received, time), whole(age)))));
        }
        for (int moment = 0; moment < known.size(); moment++) {
            Optional<Expression> by = known.get(moment);
            Expression found = filtered(latest, before, by);
            due = due.output(when(less(time, found), found, none), plan.dueColumn(moment));
            if (plan.endsWithLapse()) {
                Expression lapsed = filtered(lapse, lapsesAfter, by);
                due = due.output(when(less(time, found), lapsed, none), plan.lapsedColumn(moment));
            }
        }
        return due.groupBy(name("served", "decision_id"), time);
    }

    private static Expression filtered(Expression.Call aggregate, Expression where, Optional<Expression> known) {
        return new Expression.Filtered(
                aggregate, known.map(by -> all(where, by)).orElse(where));
    }

    /** Step {@code membership}: events of memberships, once. */
    static void addMemberships(Steps steps, long asOf) {
        steps.once(
                "membership",
                "memberships",
                List.of("event_id"),
                List.of("account", "event", "time"),
                List.of("time", "account", "event", "period_end"),
                asOf);
    }
}
