package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
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

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Finding;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.outcome.Aggregate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Counts the rows that met each rule, as of the assembly's last moment. Rules about a row alone are counted over the whole log; those
 * about an outcome over the assembly's recommendations, once for each outcome that the event did not count for.
 */
public record FindingsQuery(Assembly assembly) {
    private static final String ROWS = "rows";
    private static final String RULE = "rule";

    public static SequencedMap<String, ColumnType> types() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(RULE, ColumnType.TEXT);
        types.put(ROWS, ColumnType.BIGINT);
        return types;
    }

    public static Finding finding(Batch batch, int row) {
        Rule rule = Rule.named(batch.texts(RULE).text(row));
        return new Finding(rule.ruleName(), batch.longs(ROWS)[row], rule.meaning());
    }

    /** @throws IllegalArgumentException when outcomes have circular or unknown origins */
    public Query query() {
        long asOf = assembly.moment().asOf();
        // Counted at one moment, and with those unseen, who are a finding themselves.
        Assembly at = assembly.at(asOf);
        List<OutcomePlan> outcomes = OutcomePlan.of(at);
        Served served = new Served(at);
        Answered answered = new Answered(at, outcomes);
        Steps steps = new Steps();
        served.add(steps);
        List<Group> groups = Group.of(at, outcomes);
        answered.addEvents(steps);
        AssemblyQuery.addOutcomes(steps, answered, outcomes, groups);
        List<Select> counts = new ArrayList<>();
        duplicates(steps, counts, "decisions", "decision", Rule.DUPLICATE_DECISION, Rule.INCOMPLETE_DECISION);
        duplicates(steps, counts, "slates", "slate", Rule.DUPLICATE_RECOMMENDATION, Rule.INCOMPLETE_RECOMMENDATION);
        duplicates(steps, counts, "feedback", "event", Rule.DUPLICATE_EVENT, Rule.INCOMPLETE_EVENT);
        counts.add(count(Rule.FUTURE_DATED_DECISION, Select.from("decision"), ahead("decision")));
        counts.add(count(Rule.FUTURE_DATED_EVENT, Select.from("event"), ahead("event")));
        counts.add(count(
                Rule.RECOMMENDATION_WITHOUT_DECISION,
                Select.from("slate")
                        .outerJoin("decision", equal(name("slate", "decision_id"), name("decision", "decision_id"))),
                missing(name("decision", "decision_id"))));
        addClasses(steps, answered, outcomes);
        for (Rule rule : Rule.OF_EVENTS) {
            counts.add(
                    count(rule, Select.from("classified"), equal(name("classified", "class"), text(rule.ruleName()))));
        }
        for (Group group : groups) {
            if (group.recommendations()) {
                group.plans().forEach(plan -> addOutcome(counts, new Clocks(answered, group), plan));
            }
            if (group.tellsSeen()) {
                counts.add(unseen(group));
            }
        }
        steps.add("counts", new Query.Union(counts));
        Expression rule = name("counts", RULE);
        Expression total = call(Function.SUM, name("counts", ROWS));
        return steps.result(Select.from("counts")
                .output(rule, RULE)
                .output(new Expression.Cast(total, ColumnType.BIGINT), ROWS)
                .groupBy(rule)
                .orderBy(rule));
    }

    private static Select count(Rule rule, Select from, Expression condition) {
        return from.where(condition).output(text(rule.ruleName()), RULE).output(call(Function.COUNT), ROWS);
    }

    private static Expression ahead(String relation) {
        return less(name(relation, "received"), name(relation, "time"));
    }

    /** What {@link Steps#once} has left out. */
    private void duplicates(
            Steps steps, List<Select> counts, String table, String once, Rule duplicate, Rule incomplete) {
        long asOf = assembly.moment().asOf();
        steps.add(once + "_kept", Select.from(once).output(call(Function.COUNT), ROWS));
        steps.add(
                once + "_complete",
                Select.from(table).where(steps.complete(once)).output(call(Function.COUNT), ROWS));
        steps.add(
                once + "_read",
                Select.from(table)
                        .where(any(
                                missing(name(table, "received")),
                                Expression.atMost(name(table, "received"), whole(asOf))))
                        .output(call(Function.COUNT), ROWS));
        Expression always = equal(whole(0), whole(0));
        counts.add(Select.from(once + "_complete")
                .join(once + "_kept", always)
                .output(text(duplicate.ruleName()), RULE)
                .output(minus(name(once + "_complete", ROWS), name(once + "_kept", ROWS)), ROWS));
        counts.add(Select.from(once + "_read")
                .join(once + "_complete", always)
                .output(text(incomplete.ruleName()), RULE)
                .output(minus(name(once + "_read", ROWS), name(once + "_complete", ROWS)), ROWS));
    }

    /** Step {@code classified}: each event once, under the first rule that it meets. */
    static void addClasses(Steps steps, Answered answered, List<OutcomePlan> outcomes) {
        steps.add("claim", claims(answered));
        Expression sameDecision = equal(name("claim", "decision_id"), name("slate", "decision_id"));
        steps.add(
                "item_of_decision",
                Select.from("slate")
                        .keep("slate", "decision_id", "item")
                        .groupBy(name("slate", "decision_id"), name("slate", "item")));
        List<Expression> retractable = outcomes.stream()
                .filter(plan -> plan.outcome().retractable())
                .map(plan -> plan.outcome().of())
                .distinct()
                .map(kind -> equal(name("target", "kind"), text(kind)))
                .toList();
        Expression mayBeRetracted =
                retractable.stream().reduce((a, b) -> any(a, b)).orElse(less(whole(1), whole(0)));
        Expression retraction = rule(
                missing(name("target", "event_id")),
                Rule.RETRACTION_OF_UNKNOWN,
                rule(mayBeRetracted, Rule.RETRACTED, text(Rule.NOT_RETRACTABLE.ruleName())));
        Expression unmatched = any(
                all(present(name("claim", "position")), missing(name("slate", "decision_id"))),
                all(missing(name("claim", "position")), missing(name("item_of_decision", "item"))));
        Expression contradictory =
                all(present(name("slate", "item")), not(equal(name("claim", "item"), name("slate", "item"))));
        Expression given = rule(name("claim", "given"), Rule.ENGAGED, text("counted"));
        Expression attributed = rule(unmatched, Rule.UNMATCHED, rule(contradictory, Rule.CONTRADICTORY, given));
        Expression known = rule(
                missing(name("claim", "decision_id")),
                Rule.ORGANIC,
                rule(missing(name("decision", "decision_id")), Rule.ORPHAN, attributed));
        Expression kind = rule(
                not(name("claim", "in_time")),
                Rule.PAST_LATENESS,
                when(present(name("claim", "retracts")), retraction, known));
        steps.add(
                "classified",
                Select.from("claim")
                        .outerJoin("decision", equal(name("claim", "decision_id"), name("decision", "decision_id")))
                        .outerJoin(
                                "slate", all(sameDecision, equal(name("claim", "position"), name("slate", "position"))))
                        .outerJoin(
                                "item_of_decision",
                                all(
                                        equal(name("claim", "decision_id"), name("item_of_decision", "decision_id")),
                                        equal(name("claim", "item"), name("item_of_decision", "item"))))
                        .outerJoin("event", "target", equal(name("claim", "retracts"), name("target", "event_id")))
                        .keep("claim", "event_id")
                        .output(kind, "class"));
    }

    /** Events with the decision that they name, or that they were given. */
    private static Select claims(Answered answered) {
        Select claims = Select.from("event")
                .keep("event", "event_id", "item", "retracts")
                .output(answered.inTime(), "in_time");
        Expression namesNone = missing(name("event", "decision_id"));
        if (!answered.engages()) {
            return claims.keep("event", "decision_id", "position").output(less(whole(1), whole(0)), "given");
        }
        String won = EngagementQuery.WON;
        return claims.outerJoin(won, equal(name("event", "event_id"), name(won, "event_id")))
                .output(when(namesNone, name(won, "decision_id"), name("event", "decision_id")), "decision_id")
                .output(when(namesNone, name(won, "position"), name("event", "position")), "position")
                .output(all(namesNone, present(name(won, "decision_id"))), "given");
    }

    private static Expression rule(Expression condition, Rule then, Expression otherwise) {
        return when(condition, text(then.ruleName()), otherwise);
    }

    private static void addOutcome(List<Select> counts, Clocks clocks, OutcomePlan plan) {
        Group group = clocks.group();
        Select from = group.joined(Select.from("answer"), group.origin());
        Expression origin = clocks.origin(plan, 0);
        Expression happened = name("answer", "happened");
        Expression end = plus(origin, whole(plan.horizon()));
        Expression ofKind = equal(name("answer", "kind"), text(plan.outcome().of()));
        Expression early = any(missing(origin), less(happened, origin));
        counts.add(count(Rule.BEFORE_ORIGIN, from, all(ofKind, early)));
        counts.add(count(Rule.PAST_HORIZON, from, all(ofKind, less(end, happened))));
        useless(plan.outcome().as()).ifPresent(rule -> {
            Select within = Select.from("answer");
            counts.add(count(rule, within, all(ofKind, not(clocks.useful(plan)))));
        });
    }

    private static Optional<Rule> useless(Aggregate as) {
        return switch (as) {
            case Aggregate.Sum sum -> Optional.of(Rule.MISSING_VALUE);
            case Aggregate.Max max -> Optional.of(Rule.MISSING_VALUE);
            case Aggregate.Last last -> Optional.of(Rule.UNKNOWN_LABEL);
            case Aggregate.Occurred occurred -> Optional.empty();
            case Aggregate.Count count -> Optional.empty();
            case Aggregate.TimeToFirst first -> Optional.empty();
        };
    }

    private static Select unseen(Group group) {
        Select from = Select.from(Served.RECOMMENDED);
        return count(Rule.UNSEEN, group.outcomesOf(from, true), missing(name(group.outcomes(), "seen")));
    }
}
