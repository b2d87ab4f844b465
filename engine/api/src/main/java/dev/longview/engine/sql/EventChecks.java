package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.not;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.times;
import static dev.longview.engine.sql.Expression.when;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Check;
import dev.longview.engine.Inspection;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;

/** Checks of feedback, each event once. */
record EventChecks(Inspection inspection, Assembly assembly) {
    private static final Expression NOTHING = less(whole(1), whole(0));

    static List<CheckQuery> of(Inspection inspection) {
        Assembly at = inspection.assembly().at(inspection.assembly().moment().asOf());
        EventChecks checks = new EventChecks(inspection, at);
        return List.of(checks.alone(), checks.kinds(), checks.answers());
    }

    private CheckQuery alone() {
        Steps steps = new Steps();
        new Answered(assembly, List.of()).addEvents(steps);
        Expression told = missing(name("event", "retracts"));
        steps.add(
                "checked",
                Select.from("event")
                        .output(name("event", "event_id"), CheckQuery.ID)
                        .output(less(name("event", "received"), name("event", "time")), "ahead")
                        .output(anyOf(name("event", "kind"), inspection.kinds()), "declared")
                        .output(all(told, anyOf(name("event", "kind"), kinds(EventChecks::readsValue))), "needs_value")
                        .output(
                                present(when(
                                        call(Function.IS_NAN, name("event", "value")),
                                        new Expression.Missing(ColumnType.DOUBLE),
                                        name("event", "value"))),
                                "has_value")
                        .output(
                                all(
                                        told,
                                        anyOf(
                                                name("event", "kind"),
                                                kinds(outcome -> outcome.as() instanceof Aggregate.Last))),
                                "needs_label")
                        .output(all(present(name("event", "label")), listed()), "has_label"));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(Check.FUTURE_DATED_EVENT, query.column("ahead"))
                .check(Check.UNDECLARED_KIND, not(query.column("declared")))
                .check(Check.MISSING_VALUE, query.column("needs_value"), not(query.column("has_value")))
                .check(Check.UNKNOWN_LABEL, query.column("needs_label"), not(query.column("has_label")));
    }

    private static boolean readsValue(OutcomeDefinition outcome) {
        return switch (outcome.as()) {
            case Aggregate.Sum sum -> true;
            case Aggregate.Max max -> true;
            case Aggregate.Occurred occurred -> false;
            case Aggregate.Count count -> false;
            case Aggregate.TimeToFirst first -> false;
            case Aggregate.Last last -> false;
        };
    }

    /** Kinds of feedback, not what happens to accounts. */
    private SequencedSet<String> kinds(Predicate<OutcomeDefinition> which) {
        SequencedSet<String> kinds = new LinkedHashSet<>();
        assembly.outcomes().stream()
                .filter(outcome -> !(outcome.scope() instanceof Scope.Account))
                .filter(which)
                .forEach(outcome -> kinds.add(outcome.of()));
        return kinds;
    }

    /** Whether an outcome of the kind lists the label. */
    private Expression listed() {
        List<Expression> pairs = new ArrayList<>();
        for (OutcomeDefinition outcome : assembly.outcomes()) {
            if (outcome.as() instanceof Aggregate.Last(List<String> labels)) {
                pairs.add(all(equal(name("event", "kind"), text(outcome.of())), anyOf(name("event", "label"), labels)));
            }
        }
        return pairs.stream().reduce((a, b) -> any(a, b)).orElse(NOTHING);
    }

    private static Expression anyOf(Expression value, Collection<String> texts) {
        return texts.stream()
                .map(each -> equal(value, text(each)))
                .reduce((a, b) -> any(a, b))
                .orElse(NOTHING);
    }

    /** Kinds, each with how much of it comes too late. */
    private CheckQuery kinds() {
        Steps steps = new Steps();
        Answered answered = new Answered(assembly, List.of());
        answered.addEvents(steps);
        Expression kind = name("event", "kind");
        steps.add(
                "checked",
                Select.from("event")
                        .output(kind, CheckQuery.ID)
                        .output(call(Function.COUNT), "rows")
                        .output(new Expression.Filtered(call(Function.COUNT), not(answered.inTime())), "late")
                        .groupBy(kind));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(Check.LATE_KIND, less(query.column("rows"), times(query.column("late"), whole(10))));
    }

    /** What {@link FindingsQuery} makes of each event. */
    private CheckQuery answers() {
        List<OutcomePlan> outcomes = OutcomePlan.of(assembly);
        Answered answered = new Answered(assembly, outcomes);
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        answered.addEvents(steps);
        FindingsQuery.addClasses(steps, answered, outcomes);
        steps.add(
                "checked",
                Select.from("classified")
                        .output(name("classified", "event_id"), CheckQuery.ID)
                        .keep("classified", "class"));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(Check.PAST_LATENESS, is(query, Rule.PAST_LATENESS))
                .check(Check.ORPHAN, is(query, Rule.ORPHAN))
                .check(Check.UNMATCHED, is(query, Rule.UNMATCHED))
                .check(Check.CONTRADICTORY, is(query, Rule.CONTRADICTORY))
                .check(Check.RETRACTION_OF_UNKNOWN, is(query, Rule.RETRACTION_OF_UNKNOWN))
                .check(Check.NOT_RETRACTABLE, is(query, Rule.NOT_RETRACTABLE));
    }

    private static Expression is(CheckQuery query, Rule rule) {
        return equal(query.column("class"), text(rule.ruleName()));
    }
}
