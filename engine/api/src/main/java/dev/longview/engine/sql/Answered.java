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
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Engagements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps from feedback to outcomes: events once, attributed to recommendations, then summed up for all moments in one aggregation.
 * An outcome whose clock starts with another's first event is summed up in the next one.
 */
record Answered(Assembly assembly, List<OutcomePlan> outcomes) {
    private static final List<String> EVENT =
            List.of("time", "kind", "decision_id", "position", "item", "value", "label", "retracts", "member");
    /** What is left of an event when it has found its recommendation. */
    private static final List<String> FOUND = List.of(
            "event_id", "kind", "happened", "received", "value", "label", "withdrawn_received", "withdrawn_happened");

    /** The relation of the events with the decisions that they belong to. */
    private static final String ATTRIBUTED = "attributed";

    private List<String> found() {
        if (!attributes()) {
            return FOUND;
        }
        List<String> columns = new ArrayList<>(FOUND);
        columns.addAll(List.of("since", "until", "named"));
        return columns;
    }

    boolean attributes() {
        return assembly.attribution().isPresent();
    }

    /** Step {@code event}: all feedback, once. */
    void addEvents(Steps steps) {
        steps.once(
                "event",
                "feedback",
                List.of("event_id"),
                List.of("kind", "time"),
                EVENT,
                assembly.moment().asOf());
    }

    Expression inTime() {
        return atMost(minus(name("event", "received"), Steps.happened("event")), whole(lateness()));
    }

    long lateness() {
        return OutcomePlan.micros(assembly.lateness());
    }

    /** Step {@code answer}: events in time, each with its recommendation and the time of its decision. */
    void addAnswers(Steps steps) {
        // Of several retractions the first received counts, so that a moment's answer is that of a log cut there.
        steps.add(
                "withdrawal",
                Select.from("event")
                        .where(all(present(name("event", "retracts")), inTime()))
                        .output(name("event", "retracts"), "event_id")
                        .output(call(Function.MIN, name("event", "received")), "received")
                        .output(
                                call(
                                        Function.MIN_BY,
                                        Steps.happened("event"),
                                        call(Function.ROW, name("event", "received"), Steps.happened("event"))),
                                "happened")
                        .groupBy(name("event", "retracts")));
        Expression wanted = kinds().stream()
                .map(kind -> equal(name("event", "kind"), Expression.text(kind)))
                .reduce((a, b) -> any(a, b))
                .orElse(less(whole(1), whole(0)));
        Expression counts = all(missing(name("event", "retracts")), inTime(), wanted);
        if (attributes()) {
            steps.add(ATTRIBUTED, attributed(counts));
        }
        String source = attributes() ? ATTRIBUTED : "event";
        Select dated = Select.from(source)
                .join("served", equal(name(source, "decision_id"), name("served", "decision_id")))
                .outerJoin("withdrawal", equal(name(source, "event_id"), name("withdrawal", "event_id")))
                .keep(source, "event_id", "decision_id", "position", "item", "kind", "received", "value", "label")
                .output(attributes() ? name(source, "happened") : Steps.happened("event"), "happened")
                .output(name("withdrawal", "received"), "withdrawn_received")
                .output(name("withdrawal", "happened"), "withdrawn_happened")
                .output(name("served", "time"), "decided");
        steps.add("dated", attributes() ? dated.keep(source, "since", "until", "named") : dated.where(counts));
        Expression sameDecision = equal(name("dated", "decision_id"), name("slate", "decision_id"));
        Expression sameItem = equal(name("dated", "item"), name("slate", "item"));
        steps.add(
                "by_item",
                Select.from("dated")
                        .join("slate", all(sameDecision, sameItem))
                        .where(missing(name("dated", "position")))
                        .keep("dated", found())
                        .keep("dated", "decided", "decision_id")
                        .keep("slate", "position")
                        .output(
                                new Expression.Window(
                                        Expression.Over.ROW_NUMBER,
                                        List.of(),
                                        List.of(name("dated", "event_id")),
                                        List.of(name("slate", "received"), name("slate", "position"))),
                                "rank"));
        steps.add(
                "answer",
                Query.Union.of(
                        Select.from("dated")
                                .join(
                                        "slate",
                                        all(sameDecision, equal(name("dated", "position"), name("slate", "position"))))
                                .where(any(missing(name("dated", "item")), sameItem))
                                .keep("dated", found())
                                .keep("dated", "decided", "decision_id")
                                .keep("slate", "position"),
                        Select.from("by_item")
                                .where(equal(name("by_item", "rank"), whole(1)))
                                .keep("by_item", found())
                                .keep("by_item", "decided", "decision_id", "position")));
    }

    /** The events with a decision of their own, for ever; and those that were given one, for as long as it is so. */
    private static Query.Relation attributed(Expression counts) {
        List<String> kept = List.of("event_id", "item", "kind", "received", "value", "label");
        Expression namesOne = present(name("event", "decision_id"));
        Select named = Select.from("event")
                .where(all(counts, namesOne))
                .keep("event", kept)
                .keep("event", "decision_id", "position")
                .output(Steps.happened("event"), "happened")
                .output(whole(0), "since")
                .output(new Expression.Missing(ColumnType.BIGINT), "until")
                .output(new Expression.Real(1), "named");
        String won = EngagementQuery.WON;
        Expression ended = less(name(won, "until"), whole(Engagements.OPEN));
        Select given = Select.from("event")
                .join(won, equal(name("event", "event_id"), name(won, "event_id")))
                .where(all(counts, Expression.not(namesOne)))
                .keep("event", kept)
                .keep(won, "decision_id", "position")
                .output(Steps.happened("event"), "happened")
                .keep(won, "since")
                .output(Expression.when(ended, name(won, "until"), new Expression.Missing(ColumnType.BIGINT)), "until")
                .output(new Expression.Real(0), "named");
        return Query.Union.of(named, given);
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>(
                outcomes.stream().map(plan -> plan.outcome().of()).distinct().toList());
        if (assembly.impressions() && !kinds.contains(FeedbackKind.IMPRESSION)) {
            kinds.add(FeedbackKind.IMPRESSION);
        }
        return kinds;
    }

    int moments() {
        return switch (assembly.moment()) {
            case Moment.At at -> 1;
            case Moment.Ages(List<Long> ages, long asOf) -> ages.size();
        };
    }

    int levels() {
        return outcomes.stream().mapToInt(plan -> plan.level() + 1).max().orElse(assembly.impressions() ? 1 : 0);
    }

    static String continuing(int moment) {
        return "continuing." + moment;
    }

    /** For each recommendation that is ever a continuation, whether it is at each moment. */
    Select continued() {
        String relation = EngagementQuery.CONTINUING;
        Expression decision = name(relation, "decision_id");
        Expression position = name(relation, "position");
        Select select = Select.from(relation)
                .join("served", equal(decision, name("served", "decision_id")))
                .output(decision, "decision_id")
                .output(position, "position");
        for (int moment = 0; moment < moments(); moment++) {
            Expression now = switch (assembly.moment()) {
                case Moment.At(long asOf) -> whole(asOf);
                case Moment.Ages(List<Long> ages, long asOf) -> plus(name("served", "time"), whole(ages.get(moment)));
            };
            Expression holds = all(atMost(name(relation, "since"), now), less(now, name(relation, "until")));
            select = select.output(
                    less(whole(0), new Expression.Filtered(call(Function.COUNT), holds)), continuing(moment));
        }
        return select.groupBy(decision, position);
    }

    static String level(int level) {
        return "outcomes_" + level;
    }

    private static String clock(int level) {
        return "clocks_" + level;
    }

    /**
     * For each level of clocks a step {@code clocks_n}, which events lie in which window, and a step {@code outcomes_n}, a row for each
     * recommendation that got any feedback. Apart, since the planner's work grows with the square of the aggregates' size.
     */
    void addOutcomes(Steps steps) {
        for (int level = 0; level < levels(); level++) {
            addClocks(steps, level);
            Expression decision = name(clock(level), "decision_id");
            Expression position = name(clock(level), "position");
            Select select = Select.from(clock(level)).keep(clock(level), "decision_id", "position");
            if (level == 0 && assembly.impressions()) {
                select = select.output(
                        new Expression.Filtered(
                                call(Function.MIN, name(clock(0), "received")),
                                equal(name(clock(0), "kind"), Expression.text(FeedbackKind.IMPRESSION))),
                        "seen");
            }
            for (OutcomePlan plan : outcomes) {
                for (int moment = 0; plan.level() == level && moment < moments(); moment++) {
                    select = summed(select, plan, moment);
                }
            }
            steps.add(level(level), select.groupBy(decision, position));
        }
    }

    private void addClocks(Steps steps, int level) {
        Expression received = attributes()
                ? call(Function.GREATEST, name("answer", "received"), name("answer", "since"))
                : name("answer", "received");
        Select select = Select.from("answer")
                .keep("answer", "decision_id", "position", "event_id", "kind", "happened", "received")
                .output(minus(received, name("answer", "decided")), "delay");
        if (attributes()) {
            select = select.output(minus(name("answer", "until"), name("answer", "decided")), "lost");
        }
        if (level > 0) {
            select = select.join(
                    level(level - 1),
                    all(
                            equal(name("answer", "decision_id"), name(level(level - 1), "decision_id")),
                            equal(name("answer", "position"), name(level(level - 1), "position"))));
        }
        for (OutcomePlan plan : outcomes) {
            if (plan.level() != level) {
                continue;
            }
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
        steps.add(clock(level), select);
    }

    /** A clock that starts at the decision has one window, for all moments. */
    private int windows(OutcomePlan plan) {
        return plan.origin() < 0 ? 1 : moments();
    }

    private Select summed(Select select, OutcomePlan plan, int moment) {
        String clock = clock(plan.level());
        Expression counts = visible(plan, moment);
        Select more = select;
        if (plan.first()) {
            Expression.Call first = call(Function.MIN, name(clock, "happened"));
            more = more.output(new Expression.Filtered(first, counts), plan.firstColumn(moment));
        }
        if (plan.value()) {
            more = more.output(value(plan, counts), plan.valueColumn(moment));
        }
        return more;
    }

    /** Where the clock starts, at a moment; missing while it has not. */
    Expression origin(OutcomePlan plan, int moment) {
        return plan.origin() < 0
                ? name("answer", "decided")
                : name(level(plan.level() - 1), outcomes.get(plan.origin()).firstColumn(moment));
    }

    /** An event of the kind, between the clock's origin and its horizon, and of use to the aggregate. */
    Expression window(OutcomePlan plan, int moment) {
        Expression origin = origin(plan, moment);
        return all(
                equal(name("answer", "kind"), Expression.text(plan.outcome().of())),
                atMost(origin, name("answer", "happened")),
                atMost(name("answer", "happened"), plus(origin, whole(plan.horizon()))),
                useful(plan));
    }

    static Expression useful(OutcomePlan plan) {
        return switch (plan.outcome().as()) {
            case Aggregate.Sum sum -> hasValue();
            case Aggregate.Max max -> hasValue();
            case Aggregate.Last(List<String> values) -> present(category(values));
            case Aggregate.Occurred occurred -> less(whole(0), whole(1));
            case Aggregate.Count count -> less(whole(0), whole(1));
            case Aggregate.TimeToFirst first -> less(whole(0), whole(1));
        };
    }

    private static Expression hasValue() {
        Expression value = name("answer", "value");
        return all(present(value), Expression.not(call(Function.IS_NAN, value)));
    }

    private static Expression category(List<String> values) {
        Expression category = new Expression.Missing(ColumnType.BIGINT);
        for (int i = values.size() - 1; i >= 0; i--) {
            category =
                    Expression.when(equal(name("answer", "label"), Expression.text(values.get(i))), whole(i), category);
        }
        return category;
    }

    /** How long after the decision a retraction of the same clock takes the event away; missing when none does. */
    private Expression gone(OutcomePlan plan, int moment) {
        return Expression.when(
                atMost(name("answer", "withdrawn_happened"), plus(origin(plan, moment), whole(plan.horizon()))),
                minus(name("answer", "withdrawn_received"), name("answer", "decided")),
                new Expression.Missing(ColumnType.BIGINT));
    }

    /** In the window, received by the moment, and not withdrawn by then. */
    private Expression visible(OutcomePlan plan, int moment) {
        String clock = clock(plan.level());
        String window = plan.index() + "." + (windows(plan) == 1 ? 0 : moment);
        Expression in = name(clock, "in." + window);
        Expression gone = name(clock, "gone." + window);
        boolean retractable = plan.outcome().retractable();
        return switch (assembly.moment()) {
            // The log is cut at this moment already.
            case Moment.At at -> retractable ? all(in, missing(gone)) : in;
            case Moment.Ages(List<Long> ages, long asOf) -> {
                Expression age = whole(ages.get(moment));
                Expression received = all(in, atMost(name(clock, "delay"), age));
                if (attributes()) {
                    Expression lost = name(clock, "lost");
                    received = all(received, any(missing(lost), less(age, lost)));
                }
                yield retractable ? all(received, any(missing(gone), less(age, gone))) : received;
            }
        };
    }

    /** What an event adds, where that is not the event itself. */
    private static Optional<Expression> amount(OutcomePlan plan) {
        return switch (plan.outcome().as()) {
            case Aggregate.Sum(double max) ->
                Optional.of(call(
                        Function.TO_WIDE,
                        Expression.times(within(max), new Expression.Real(Math.scalb(1.0, exponent(max))))));
            case Aggregate.Max(double max) -> Optional.of(within(max));
            case Aggregate.Last(List<String> values) -> Optional.of(category(values));
            case Aggregate.Occurred occurred -> plan.moves() ? Optional.of(name("answer", "named")) : Optional.empty();
            case Aggregate.Count count -> Optional.empty();
            case Aggregate.TimeToFirst first -> Optional.empty();
        };
    }

    private static Expression value(OutcomePlan plan, Expression counts) {
        String clock = clock(plan.level());
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
            case Aggregate.TimeToFirst first -> throw new IllegalArgumentException("so is time-to-first");
        };
    }

    private static Expression within(double max) {
        return call(
                Function.LEAST,
                call(Function.GREATEST, name("answer", "value"), new Expression.Real(0)),
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
