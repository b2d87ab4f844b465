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
import static dev.longview.engine.sql.Expression.plus;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Moment;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Aggregate;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a {@link Group}: which of its events lie in which window, then one aggregation for all moments. Apart, since the
 * planner's work grows with the square of the aggregates' size.
 */
record Clocks(Answered answered, Group group) {

    /** Steps {@code clocks_n} and {@code outcomes_n}, a row for each recommendation or decision that has any event. */
    void add(Steps steps) {
        steps.add(group.clock(), windows());
        String clock = group.clock();
        Expression decision = name(clock, "decision_id");
        Select select = Select.from(clock).keep(clock, group.key());
        if (group.tellsSeen()) {
            select = select.output(
                    new Expression.Filtered(
                            call(Function.MIN, name(clock, "received")),
                            equal(name(clock, "kind"), Expression.text(FeedbackKind.IMPRESSION))),
                    "seen");
        }
        for (OutcomePlan plan : group.plans()) {
            for (int moment = 0; moment < answered.moments(); moment++) {
                select = summed(select, plan, moment);
            }
        }
        select = group.byPosition() ? select.groupBy(decision, name(clock, "position")) : select.groupBy(decision);
        steps.add(group.outcomes(), select);
    }

    private Select windows() {
        String events = group.relation();
        Expression received = moves()
                ? call(Function.GREATEST, name(events, "received"), name(events, "since"))
                : name(events, "received");
        Select select = Select.from(events)
                .keep(events, group.key())
                .keep(events, "event_id", "kind", "happened", "received")
                .output(minus(received, name(events, "decided")), "delay");
        if (moves()) {
            select = select.output(minus(name(events, "until"), name(events, "decided")), "lost");
        }
        for (OutcomePlan plan : group.plans()) {
            for (int window = 0; window < windows(plan); window++) {
                select = select.output(window(plan, window), "in." + plan.index() + "." + window);
                if (plan.outcome().retractable()) {
                    select = select.output(gone(plan, window), "gone." + plan.index() + "." + window);
                }
            }
            Optional<Expression> amount = amount(plan);
            if (amount.isPresent()) {
                select = select.output(amount.get(), "amount." + plan.index());
            }
        }
        List<String> kinds = answered.kinds(group);
        if (group.recommendations() && kinds.size() < answered.kinds().size()) {
            select = kinds.stream()
                    .map(kind -> equal(name(events, "kind"), Expression.text(kind)))
                    .reduce((a, b) -> any(a, b))
                    .map(select::where)
                    .orElse(select);
        }
        select = group.joined(select, group.origin());
        return new Described(answered.assembly()).joined(select, group);
    }

    private boolean moves() {
        return answered.engages() && group.recommendations();
    }

    /** A clock that starts at the decision has one window, for all moments. */
    private int windows(OutcomePlan plan) {
        return plan.startsAtDecision() ? 1 : answered.moments();
    }

    private Select summed(Select select, OutcomePlan plan, int moment) {
        String clock = group.clock();
        Expression counts = visible(plan, moment);
        Select more = select;
        if (plan.first()) {
            Expression.Call first = call(Function.MIN, name(clock, "happened"));
            more = more.output(new Expression.Filtered(first, counts), plan.firstColumn(moment));
        }
        if (plan.value()) {
            more = more.output(value(plan, counts), plan.valueColumn(moment));
        }
        if (plan.recent()) {
            Expression.Call latest = call(Function.MAX, name(clock, "happened"));
            more = more.output(new Expression.Filtered(latest, counts), plan.recentColumn(moment));
        }
        return more;
    }

    /** Where the clock starts, at a moment; missing while it has not. */
    Expression origin(OutcomePlan plan, int moment) {
        return plan.origin() < 0
                ? name(group.relation(), "decided")
                : name(group.origin().orElseThrow(), plan.originColumn(moment));
    }

    /** The last time of an event that counts. */
    private Expression end(OutcomePlan plan, int moment) {
        return switch (plan.outcome().scope().reach()) {
            case AFTER -> plus(origin(plan, moment), whole(plan.horizon()));
            case BEFORE -> name(group.relation(), "decided");
            case NEXT_BILLING -> billed(plan, moment);
        };
    }

    private static Expression billed(OutcomePlan plan, int moment) {
        Expression end = plus(name(plan.dueStep(), plan.dueColumn(moment)), whole(plan.horizon()));
        return plan.endsWithLapse()
                ? call(
                        Function.LEAST,
                        end,
                        call(Function.COALESCE, name(plan.dueStep(), plan.lapsedColumn(moment)), end))
                : end;
    }

    /** An event of the kind, between the clock's origin and its horizon, and of use to the aggregate. */
    Expression window(OutcomePlan plan, int moment) {
        String events = group.relation();
        Expression happened = name(events, "happened");
        Expression end = end(plan, moment);
        Expression in = switch (plan.outcome().scope().reach()) {
            case AFTER -> all(atMost(origin(plan, moment), happened), atMost(happened, end));
            case BEFORE -> all(atMost(minus(end, whole(plan.horizon())), happened), less(happened, end));
            case NEXT_BILLING -> all(less(name(events, "decided"), happened), atMost(happened, end));
        };
        Expression counts =
                all(equal(name(events, "kind"), Expression.text(plan.outcome().of())), in, useful(plan));
        return plan.outcome()
                .where()
                .map(condition -> all(counts, Described.holds(condition, events)))
                .orElse(counts);
    }

    Expression useful(OutcomePlan plan) {
        return switch (plan.outcome().as()) {
            case Aggregate.Sum sum -> hasValue();
            case Aggregate.Max max -> hasValue();
            case Aggregate.Last(List<String> values) -> present(category(values));
            case Aggregate.Occurred occurred -> less(whole(0), whole(1));
            case Aggregate.Count count -> less(whole(0), whole(1));
            case Aggregate.TimeToFirst first -> less(whole(0), whole(1));
        };
    }

    private Expression hasValue() {
        Expression value = name(group.relation(), "value");
        return all(present(value), Expression.not(call(Function.IS_NAN, value)));
    }

    private Expression category(List<String> values) {
        Expression category = new Expression.Missing(ColumnType.BIGINT);
        for (int i = values.size() - 1; i >= 0; i--) {
            category = Expression.when(
                    equal(name(group.relation(), "label"), Expression.text(values.get(i))), whole(i), category);
        }
        return category;
    }

    /** How long after the decision a retraction of the same clock takes the event away; missing when none does. */
    private Expression gone(OutcomePlan plan, int moment) {
        String events = group.relation();
        return Expression.when(
                atMost(name(events, "withdrawn_happened"), end(plan, moment)),
                minus(name(events, "withdrawn_received"), name(events, "decided")),
                new Expression.Missing(ColumnType.BIGINT));
    }

    /** In the window, received by the moment, and not withdrawn by then. */
    private Expression visible(OutcomePlan plan, int moment) {
        String clock = group.clock();
        String window = plan.index() + "." + (windows(plan) == 1 ? 0 : moment);
        Expression in = name(clock, "in." + window);
        Expression gone = name(clock, "gone." + window);
        boolean retractable = plan.outcome().retractable();
        return switch (answered.assembly().moment()) {
            // The log is cut at this moment already.
            case Moment.At at -> retractable ? all(in, missing(gone)) : in;
            case Moment.Ages(List<Long> ages, long asOf) -> {
                Expression age = whole(ages.get(moment));
                Expression received = all(in, atMost(name(clock, "delay"), age));
                if (moves()) {
                    Expression lost = name(clock, "lost");
                    received = all(received, any(missing(lost), less(age, lost)));
                }
                yield retractable ? all(received, any(missing(gone), less(age, gone))) : received;
            }
        };
    }

    /** What an event adds, where that is not the event itself. */
    private Optional<Expression> amount(OutcomePlan plan) {
        return switch (plan.outcome().as()) {
            case Aggregate.Sum(double max) ->
                Optional.of(call(
                        Function.TO_WIDE,
                        Expression.times(within(max), new Expression.Real(Math.scalb(1.0, exponent(max))))));
            case Aggregate.Max(double max) -> Optional.of(within(max));
            case Aggregate.Last(List<String> values) -> Optional.of(category(values));
            case Aggregate.Occurred occurred ->
                plan.moves() ? Optional.of(name(group.relation(), "named")) : Optional.empty();
            case Aggregate.Count count -> Optional.empty();
            case Aggregate.TimeToFirst first -> Optional.empty();
        };
    }

    private Expression value(OutcomePlan plan, Expression counts) {
        String clock = group.clock();
        Expression amount = name(clock, "amount." + plan.index());
        return switch (plan.outcome().as()) {
            case Aggregate.Count(double max) ->
                call(Function.TO_DOUBLE, new Expression.Filtered(call(Function.COUNT), counts));
            case Aggregate.Sum(double max) ->
                Expression.times(
                        call(Function.TO_DOUBLE, new Expression.Filtered(call(Function.SUM, amount), counts)),
                        new Expression.Real(Math.scalb(1.0, -exponent(max))));
            case Aggregate.Max(double max) -> new Expression.Filtered(call(Function.MAX, amount), counts);
            case Aggregate.Last(List<String> values) -> {
                Expression latest =
                        call(Function.ROW, name(clock, "happened"), name(clock, "received"), name(clock, "event_id"));
                yield new Expression.Filtered(call(Function.MAX_BY, amount, latest), counts);
            }
            // Whether one of the events names the decision itself, so that none can be given to another's.
            case Aggregate.Occurred occurred -> new Expression.Filtered(call(Function.MAX, amount), counts);
            case Aggregate.TimeToFirst first -> throw new IllegalArgumentException("is read off the first event");
        };
    }

    private Expression within(double max) {
        return call(
                Function.LEAST,
                call(Function.GREATEST, name(group.relation(), "value"), new Expression.Real(0)),
                new Expression.Real(max));
    }

    /**
     * A sum of doubles depends on their order, and that on the number of threads. Whole numbers do not: each value, at most {@code max},
     * becomes a multiple of about max·2⁻⁹⁶, which is finer than a double for all values above max·2⁻⁴³; 2³⁰ of them fit 127 bits.
     */
    private static int exponent(double max) {
        return 96 - Math.max(-900, Math.getExponent(max));
    }
}
