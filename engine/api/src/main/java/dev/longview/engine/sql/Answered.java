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
import dev.longview.outcome.Engagements;
import java.util.ArrayList;
import java.util.List;

/** The steps from feedback to recommendations: events once, each with the recommendation that it answers. {@link Clocks} sums them up. */
record Answered(Assembly assembly, List<OutcomePlan> outcomes) {
    private static final List<String> EVENT =
            List.of("time", "kind", "decision_id", "position", "item", "value", "label", "retracts", "member");
    /** The map of an event's further attributes, kept where conditions read it. */
    static final String ATTRIBUTES = "attributes";
    /** What is left of an event when it has found its recommendation. */
    private static final List<String> FOUND = List.of(
            "event_id", "kind", "happened", "received", "value", "label", "withdrawn_received", "withdrawn_happened");

    private static final List<String> CLAIM =
            List.of("event_id", "decision_id", "position", "item", "kind", "received", "value", "label");
    /** The relation of the events with the decisions that they belong to. */
    private static final String ATTRIBUTED = "attributed";

    private List<String> found() {
        return !attributes() ? columns(FOUND) : columns(FOUND, "since", "until", "named");
    }

    private List<String> columns(List<String> those, String... more) {
        List<String> columns = new ArrayList<>(those);
        if (Described.readsAttributes(assembly)) {
            columns.add(ATTRIBUTES);
        }
        columns.addAll(List.of(more));
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
                columns(EVENT),
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
                .keep(source, columns(CLAIM))
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
                                        claim(),
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
    private Query.Relation attributed(Expression counts) {
        List<String> kept = columns(List.of("event_id", "item", "kind", "received", "value", "label"));
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

    /** What tells an event from others; an event that was given away has a row for each decision that it ever was given to. */
    private List<Expression> claim() {
        return attributes()
                ? Steps.names("dated", List.of("event_id", "decision_id", "since"))
                : Steps.names("dated", List.of("event_id"));
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>(outcomes.stream()
                .filter(plan -> !plan.scoped())
                .map(plan -> plan.outcome().of())
                .distinct()
                .toList());
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
}
