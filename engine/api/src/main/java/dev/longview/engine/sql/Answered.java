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
import static dev.longview.engine.sql.Served.RECOMMENDED;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Engagements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The steps from feedback to recommendations: events once, each with the recommendation that it answers. {@link Clocks} sums them up. */
record Answered(Assembly assembly, List<OutcomePlan> outcomes) {
    /** An event's columns, by which those received at once are ordered. */
    static final List<String> EVENT =
            List.of("time", "kind", "decision_id", "position", "item", "value", "label", "retracts", "member");
    /** What an event must have to count. */
    static final List<String> REQUIRED = List.of("kind", "time");

    /** The map of an event's further attributes, kept where conditions read it. */
    static final String ATTRIBUTES = "attributes";
    /** What is left of an event when it has found its recommendation. */
    private static final List<String> FOUND = List.of("event_id", "kind", "received", "value", "label");

    /** The relation of the events with the decisions that they belong to. */
    private static final String ATTRIBUTED = "attributed";

    private List<String> columns(List<String> those, String... more) {
        List<String> columns = new ArrayList<>(those);
        if (Described.readsAttributes(assembly)) {
            columns.add(ATTRIBUTES);
        }
        columns.addAll(List.of(more));
        return columns;
    }

    boolean engages() {
        return assembly.attribution().isPresent();
    }

    /** Whether retractions matter. */
    private boolean withdraws() {
        return !assembly.history().isEmpty()
                || outcomes.stream()
                        .anyMatch(plan -> plan.scoped() || plan.outcome().retractable());
    }

    /** Step {@code event}: all feedback, once. */
    void addEvents(Steps steps) {
        addEvents(steps, Optional.empty(), false);
    }

    /** Step {@code event}: feedback, once, of which at least that is there which counts for the decisions of a slice. */
    void addEvents(Steps steps, Slice slice) {
        boolean readAFewTimes = outcomes.stream().noneMatch(OutcomePlan::scoped)
                && assembly.history().isEmpty()
                && !engages();
        addEvents(steps, received(slice), readAFewTimes);
    }

    private void addEvents(Steps steps, Optional<Expression> wanted, boolean again) {
        steps.once(
                "event",
                "feedback",
                List.of("event_id"),
                REQUIRED,
                columns(EVENT),
                assembly.moment().asOf(),
                wanted,
                again);
    }

    /**
     * When events were received that can count for a slice's decisions. An event, and a retraction, happens by the end of the last
     * horizon and is received within the lateness after it; an event happens after the decision, and was received then, but an event's
     * retraction may have been received before both. Events of an engagement, impressions, and what is around a decision know no such
     * limits.
     */
    private Optional<Expression> received(Slice slice) {
        boolean unlimited = slice.whole()
                || engages()
                || assembly.impressions()
                || !assembly.history().isEmpty()
                || outcomes.stream().anyMatch(OutcomePlan::scoped);
        if (unlimited) {
            return Optional.empty();
        }
        long last = slice.before();
        for (long duration :
                List.of(outcomes.stream().mapToLong(this::span).max().orElse(0), lateness())) {
            last = Slice.sum(last, duration);
        }
        Expression received = name("feedback", "received");
        Expression before = atMost(received, whole(last));
        return Optional.of(withdraws() ? before : all(atMost(whole(slice.from()), received), before));
    }

    /** From the decision to the end of the outcome's horizon, at most. */
    long span(OutcomePlan plan) {
        long span = 0;
        OutcomePlan at = plan;
        while (true) {
            span = Math.min(OutcomePlan.LONGEST, span + at.horizon());
            if (at.origin() < 0) {
                return span;
            }
            at = outcomes.get(at.origin());
        }
    }

    Expression inTime() {
        return atMost(minus(name("event", "received"), Steps.happened("event")), whole(lateness()));
    }

    long lateness() {
        return OutcomePlan.micros(assembly.lateness());
    }

    /** Step {@code answer}: events in time, each with its recommendation and the time of its decision. */
    void addAnswers(Steps steps) {
        if (withdraws()) {
            addWithdrawals(steps);
        }
        Expression wanted = kinds().stream()
                .map(kind -> equal(name("event", "kind"), Expression.text(kind)))
                .reduce((a, b) -> any(a, b))
                .orElse(less(whole(1), whole(0)));
        Expression counts = all(missing(name("event", "retracts")), inTime(), wanted);
        if (engages()) {
            steps.add(ATTRIBUTED, attributed(counts));
        }
        String events = engages() ? ATTRIBUTED : "event";
        Expression position = name(events, "position");
        Expression sameItem = equal(name(events, "item"), name(RECOMMENDED, "item"));
        Expression samePosition = equal(position, name(RECOMMENDED, "position"));
        steps.add(
                "by_item",
                answering(events, sameItem, counts)
                        .where(missing(position))
                        .output(
                                new Expression.Window(
                                        Expression.Over.ROW_NUMBER,
                                        List.of(),
                                        claim(events),
                                        List.of(
                                                name(RECOMMENDED, Served.SLATE_RECEIVED),
                                                name(RECOMMENDED, "position"))),
                                "rank"));
        Select byPosition = answering(events, samePosition, counts).where(any(missing(name(events, "item")), sameItem));
        List<String> columns =
                byPosition.outputs().stream().map(Query.Output::name).toList();
        steps.add(
                "answer",
                Query.Union.of(
                        byPosition,
                        Select.from("by_item")
                                .where(equal(name("by_item", "rank"), whole(1)))
                                .keep("by_item", columns)));
    }

    /** Events with those recommendations of their decisions for which a condition holds. */
    private Select answering(String events, Expression same, Expression counts) {
        Select select = Select.from(events)
                .join(RECOMMENDED, all(equal(name(events, "decision_id"), name(RECOMMENDED, "decision_id")), same));
        select = engages()
                ? select.keep(events, "happened")
                : select.where(counts).output(Steps.happened(events), "happened");
        select = select.keep(events, columns(FOUND))
                .output(name(RECOMMENDED, "time"), "decided")
                .keep(RECOMMENDED, "decision_id", "position");
        if (engages()) {
            select = select.keep(events, "since", "until", "named");
        }
        if (withdraws()) {
            select = select.outerJoin("withdrawal", equal(name(events, "event_id"), name("withdrawal", "event_id")))
                    .output(name("withdrawal", "received"), "withdrawn_received")
                    .output(name("withdrawal", "happened"), "withdrawn_happened");
        }
        return select;
    }

    /** Of several retractions the first received counts, so that a moment's answer is that of a log cut there. */
    private void addWithdrawals(Steps steps) {
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
    private List<Expression> claim(String events) {
        return engages()
                ? Steps.names(events, List.of("event_id", "decision_id", "since"))
                : Steps.names(events, List.of("event_id"));
    }

    List<String> kinds() {
        return kinds(outcomes.stream().filter(plan -> !plan.scoped()).toList(), assembly.impressions());
    }

    /** Those that a group sums up. */
    List<String> kinds(Group group) {
        return kinds(group.plans(), group.tellsSeen());
    }

    private static List<String> kinds(List<OutcomePlan> plans, boolean impressions) {
        List<String> kinds = new ArrayList<>(
                plans.stream().map(plan -> plan.outcome().of()).distinct().toList());
        if (impressions && !kinds.contains(FeedbackKind.IMPRESSION)) {
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
