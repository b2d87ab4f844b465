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
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.HistoryFeature.As;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one feature of a member's history. An event counts for a decision when it happened before it, at most so long, and was
 * received by then; one that was withdrawn by then does not. Nothing received later can change it, whatever moment is asked about.
 */
record History(Answered answered, HistoryFeature feature, int index) {
    private static final double MICROS_A_DAY = 86_400e6;
    /**
     * A sum of doubles depends on their order, and that on the number of threads. Whole numbers do not: each value becomes a multiple of
     * 2⁻⁶⁰, and 2²⁶ of the largest fit 127 bits.
     */
    private static final int UNITS = 60;

    private static final double LARGEST = 1e12;

    String step() {
        return "history_" + index;
    }

    /** Step {@code history_n}: decisions with any event, and the number. */
    void add(Steps steps) {
        String past = "past_" + index;
        String before = "before_" + index;
        String pairs = "remembered_" + index;
        steps.add(before, Query.Union.of(decisions(0), decisions(1)));
        steps.add(past, events());
        steps.add(
                pairs,
                Described.joined(
                        remembered(before, past)
                                .keep(before, "decision_id", "decided")
                                .keep(past, "happened", "value")
                                .output(holds(past), "holds"),
                        past,
                        feature.where().stream().toList(),
                        false));
        Expression decision = name(pairs, "decision_id");
        steps.add(
                step(),
                Select.from(pairs)
                        .keep(pairs, "decision_id")
                        .output(number(pairs), "number")
                        .groupBy(decision, name(pairs, "decided")));
    }

    private Select remembered(String before, String past) {
        Expression decided = name(before, "decided");
        Expression happened = name(past, "happened");
        Select pairs = Select.from(before)
                .join(
                        past,
                        all(
                                equal(name(before, "member"), name(past, "member")),
                                equal(name(before, "stretch"), name(past, "stretch")),
                                atMost(minus(decided, whole(over())), happened),
                                less(happened, decided),
                                atMost(name(past, "received"), decided)));
        Expression withdrawn = name(past, "withdrawn");
        return feature.retractable() ? pairs.where(any(missing(withdrawn), less(decided, withdrawn))) : pairs;
    }

    private long over() {
        return OutcomePlan.micros(feature.over());
    }

    private Expression stretch(Expression time) {
        return new Expression.Infix(Expression.Operator.QUOTIENT, time, whole(Math.max(1, over())));
    }

    private Select decisions(int next) {
        Expression decided = name("served", "time");
        return Select.from("served")
                .keep("served", "decision_id", "member")
                .output(decided, "decided")
                .output(plus(stretch(minus(decided, whole(over()))), whole(next)), "stretch");
    }

    private Select events() {
        Expression happened = Steps.happened("event");
        Select events = Select.from("event")
                .outerJoin("withdrawal", equal(name("event", "event_id"), name("withdrawal", "event_id")))
                .where(all(
                        equal(name("event", "kind"), text(feature.of())),
                        missing(name("event", "retracts")),
                        answered.inTime()))
                .keep("event", "event_id", "member", "received", "value", "label")
                .output(happened, "happened")
                .output(stretch(happened), "stretch")
                .output(name("withdrawal", "received"), "withdrawn");
        return Described.readsAttributes(answered.assembly()) ? events.keep("event", Answered.ATTRIBUTES) : events;
    }

    private Expression holds(String events) {
        return feature.where()
                .map(condition -> Described.holds(condition, events))
                .orElse(equal(whole(0), whole(0)));
    }

    private Expression number(String pairs) {
        Expression holds = name(pairs, "holds");
        Expression.Call count = call(Function.COUNT);
        Expression value = name(pairs, "value");
        Expression valued = all(holds, present(value), not(call(Function.IS_NAN, value)));
        return switch (feature.as()) {
            case COUNT -> call(Function.TO_DOUBLE, new Expression.Filtered(count, holds));
            case SUM -> {
                Expression units = call(
                        Function.TO_WIDE, Expression.times(within(value), new Expression.Real(Math.scalb(1.0, UNITS))));
                Expression sum = new Expression.Filtered(call(Function.SUM, units), valued);
                yield Expression.times(call(Function.TO_DOUBLE, sum), new Expression.Real(Math.scalb(1.0, -UNITS)));
            }
            case MAX -> new Expression.Filtered(call(Function.MAX, value), valued);
            case DAYS_SINCE -> {
                Expression latest = new Expression.Filtered(call(Function.MAX, name(pairs, "happened")), holds);
                Expression since = call(Function.TO_DOUBLE, minus(name(pairs, "decided"), latest));
                yield Expression.times(since, new Expression.Real(1 / MICROS_A_DAY));
            }
            case SHARE ->
                new Expression.Infix(
                        Expression.Operator.OVER,
                        call(Function.TO_DOUBLE, new Expression.Filtered(count, holds)),
                        call(Function.TO_DOUBLE, count));
        };
    }

    private static Expression within(Expression value) {
        return call(
                Function.LEAST,
                call(Function.GREATEST, value, new Expression.Real(-LARGEST)),
                new Expression.Real(LARGEST));
    }

    /** What was logged with the decision, else what the log tells. */
    Expression value() {
        Expression logged = name(Served.RECOMMENDED, feature.name());
        Expression number = name(step(), "number");
        return none().map(zero -> call(Function.COALESCE, logged, number, zero))
                .orElse(call(Function.COALESCE, logged, number));
    }

    /** What the log tells, whatever was logged with the decision. */
    Expression told() {
        Expression number = name(step(), "number");
        return none().map(zero -> (Expression) call(Function.COALESCE, number, zero))
                .orElse(number);
    }

    private Optional<Expression> none() {
        return feature.as() == As.COUNT || feature.as() == As.SUM
                ? Optional.of(new Expression.Real(0))
                : Optional.empty();
    }

    static List<History> of(Answered answered) {
        List<HistoryFeature> features = answered.assembly().history();
        return java.util.stream.IntStream.range(0, features.size())
                .mapToObj(index -> new History(answered, features.get(index), index))
                .toList();
    }
}
