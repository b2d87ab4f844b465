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
import static dev.longview.engine.sql.Expression.times;
import static dev.longview.engine.sql.Expression.when;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Check;
import dev.longview.engine.Inspection;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeedbackKind;
import java.util.ArrayList;
import java.util.List;

/** Checks of decisions, their slates and the accounts that they were served to. */
record ServingChecks(Inspection inspection, Assembly assembly) {
    private static final long MICROS_A_DAY = 86_400_000_000L;
    private static final Expression NOTHING = less(whole(1), whole(0));

    static List<CheckQuery> of(Inspection inspection) {
        Assembly at = inspection.assembly().at(inspection.assembly().moment().asOf());
        ServingChecks checks = new ServingChecks(inspection, at);
        List<CheckQuery> queries = new ArrayList<>(
                List.of(checks.decisions(), checks.recommendations(), checks.marginals(), checks.positions()));
        queries.add(checks.days());
        queries.add(checks.accounts());
        return queries;
    }

    private long asOf() {
        return assembly.moment().asOf();
    }

    private CheckQuery decisions() {
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        candidates(steps);
        Expression decision = name("slate", "decision_id");
        Expression position = name("slate", "position");
        steps.add(
                "item_of_decision",
                Select.from("slate")
                        .keep("slate", "decision_id")
                        .output(call(Function.COUNT), "rows")
                        .output(call(Function.MIN, position), "first")
                        .output(call(Function.MAX, position), "last")
                        .groupBy(decision, name("slate", "item")));
        Expression rows = call(Function.SUM, name("item_of_decision", "rows"));
        steps.add(
                "shape",
                Select.from("item_of_decision")
                        .keep("item_of_decision", "decision_id")
                        .output(new Expression.Cast(rows, ColumnType.BIGINT), "rows")
                        .output(call(Function.COUNT), "items")
                        .output(call(Function.MIN, name("item_of_decision", "first")), "first")
                        .output(call(Function.MAX, name("item_of_decision", "last")), "last")
                        .groupBy(name("item_of_decision", "decision_id")));
        Select checked = Select.from("decision")
                .outerJoin("shape", equal(name("decision", "decision_id"), name("shape", "decision_id")))
                .outerJoin("candidates", equal(name("decision", "candidates_id"), name("candidates", "candidates_id")));
        Expression seen = NOTHING;
        if (assembly.impressions()) {
            new Answered(assembly, List.of()).addEvents(steps);
            steps.add(
                    "impressed",
                    Select.from("event")
                            .where(all(
                                    equal(name("event", "kind"), text(FeedbackKind.IMPRESSION)),
                                    missing(name("event", "retracts")),
                                    present(name("event", "decision_id"))))
                            .keep("event", "decision_id")
                            .groupBy(name("event", "decision_id")));
            checked = checked.outerJoin(
                    "impressed", equal(name("decision", "decision_id"), name("impressed", "decision_id")));
            seen = present(name("impressed", "decision_id"));
        }
        Expression waited = minus(name("decision", "received"), Steps.happened("decision"));
        steps.add(
                "checked",
                checked.where(new Served(assembly).asked())
                        .output(name("decision", "decision_id"), CheckQuery.ID)
                        .output(usable(), "usable")
                        .keep("shape", "rows", "items", "first", "last")
                        .keep("decision", "candidates_id")
                        .output(call(Function.SIZE, name("candidates", "items")), "candidates")
                        .output(less(name("decision", "received"), name("decision", "time")), "ahead")
                        .output(less(whole(OutcomePlan.micros(assembly.lateness())), waited), "late")
                        .output(seen, "seen")
                        .output(less(knownCells(), call(Function.SIZE, name("decision", "cells"))), "strange"));
        CheckQuery query = CheckQuery.of(steps, "checked");
        Expression usable = query.column("usable");
        Expression named = present(query.column("candidates_id"));
        Expression known = present(query.column("candidates"));
        Expression slate = present(query.column("rows"));
        Expression counted = all(
                equal(query.column("first"), whole(0)),
                equal(plus(query.column("last"), whole(1)), query.column("rows")));
        return query.check(Check.DECISION_WITHOUT_SLATE, not(slate))
                .check(Check.SLATE_WITH_GAPS, slate, not(counted))
                .check(Check.REPEATED_ITEM, slate, less(query.column("items"), query.column("rows")))
                .check(Check.CANDIDATES_NOT_NAMED, usable, not(named))
                .check(Check.CANDIDATES_UNKNOWN, named, not(known))
                .check(Check.SINGLE_CANDIDATE, all(usable, known), equal(query.column("candidates"), whole(1)))
                .check(
                        Check.DECISION_WITHOUT_IMPRESSION,
                        assembly.impressions() ? slate : NOTHING,
                        not(query.column("seen")))
                .check(Check.FUTURE_DATED_DECISION, query.column("ahead"))
                .check(Check.LATE_DECISION, query.column("late"))
                .check(Check.CELL_UNKNOWN, query.column("strange"));
    }

    /** Step {@code candidates}: candidate sets, once. */
    private void candidates(Steps steps) {
        steps.once(
                "candidates", "candidate_sets", List.of("candidates_id"), List.of("items"), List.of("items"), asOf());
    }

    private static Expression usable() {
        return call(Function.COALESCE, name("decision", "usable_off_policy"), new Expression.Truth(false));
    }

    private static Expression inCell(String experiment, String cell) {
        return call(
                Function.COALESCE,
                call(Function.CONTAINS, name("decision", "cells"), text(experiment + "/" + cell)),
                new Expression.Truth(false));
    }

    /** How many of the declared cells a decision is in. */
    private Expression knownCells() {
        List<Expression> cells = new ArrayList<>();
        inspection
                .cells()
                .forEach((experiment, names) ->
                        names.forEach(cell -> cells.add(when(inCell(experiment, cell), whole(1), whole(0)))));
        return cells.stream().reduce(Expression::plus).orElse(whole(0));
    }

    /** Step {@code rated}: slates' rows with the standard errors of their marginals. */
    private void rated(Steps steps) {
        new Served(assembly).add(steps);
        steps.once(
                "rated",
                "slates",
                List.of("decision_id", "position"),
                List.of("item"),
                List.of("item", "conditional_propensity", "marginal_propensity", "marginal_error"),
                asOf());
    }

    private Expression usableAndAsked() {
        return all(usable(), new Served(assembly).asked());
    }

    private CheckQuery recommendations() {
        Steps steps = new Steps();
        rated(steps);
        candidates(steps);
        Expression item = name("items", "item");
        steps.add(
                "known_item",
                Select.from("items")
                        .where(all(present(item), atMost(name("items", "received"), whole(asOf()))))
                        .output(item, "item")
                        .groupBy(item));
        Expression decided = present(name("decision", "decision_id"));
        Expression contained = call(Function.CONTAINS, name("candidates", "items"), name("rated", "item"));
        steps.add(
                "checked",
                Select.from("rated")
                        .outerJoin("decision", equal(name("rated", "decision_id"), name("decision", "decision_id")))
                        .outerJoin(
                                "candidates",
                                equal(name("decision", "candidates_id"), name("candidates", "candidates_id")))
                        .outerJoin("known_item", equal(name("rated", "item"), name("known_item", "item")))
                        .output(CheckQuery.id(name("rated", "decision_id"), name("rated", "position")), CheckQuery.ID)
                        .keep("rated", "position", "conditional_propensity", "marginal_propensity")
                        .output(
                                call(Function.COALESCE, name("rated", "marginal_error"), new Expression.Real(0)),
                                "error")
                        .output(decided, "decided")
                        .output(all(decided, new Served(assembly).asked()), "asked")
                        .output(all(decided, usableAndAsked()), "usable")
                        .output(present(name("candidates", "candidates_id")), "has_candidates")
                        .output(call(Function.COALESCE, contained, new Expression.Truth(false)), "contained")
                        .output(present(name("known_item", "item")), "known"));
        CheckQuery query = CheckQuery.of(steps, "checked");
        Expression conditional = query.column("conditional_propensity");
        Expression marginal = query.column("marginal_propensity");
        Expression usable = query.column("usable");
        Expression asked = query.column("asked");
        Expression difference = call(Function.GREATEST, minus(conditional, marginal), minus(marginal, conditional));
        Expression tolerance = plus(new Expression.Real(1e-9), times(new Expression.Real(6), query.column("error")));
        Expression first =
                all(usable, equal(query.column("position"), whole(0)), present(conditional), present(marginal));
        return query.check(Check.SLATE_WITHOUT_DECISION, not(query.column("decided")))
                .check(Check.PROPENSITY_MISSING, usable, all(missing(conditional), missing(marginal)))
                .check(Check.PROPENSITY_OUT_OF_RANGE, usable, any(outOfRange(conditional), outOfRange(marginal)))
                .check(Check.FIRST_PROPENSITIES_DIFFER, first, less(tolerance, difference))
                .check(
                        Check.CHOSEN_OUTSIDE_CANDIDATES,
                        all(asked, query.column("has_candidates")),
                        not(query.column("contained")))
                .check(Check.ITEM_UNKNOWN, asked, not(query.column("known")));
    }

    /** NaN is larger than any number, in both dialects. */
    private static Expression outOfRange(Expression propensity) {
        return call(
                Function.COALESCE,
                any(atMost(propensity, new Expression.Real(0)), less(new Expression.Real(1), propensity)),
                new Expression.Truth(false));
    }

    private CheckQuery marginals() {
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        Expression decision = name("slate", "decision_id");
        Expression position = name("slate", "position");
        steps.add(
                "checked",
                Select.from("slate")
                        .join("decision", equal(decision, name("decision", "decision_id")))
                        .where(usableAndAsked())
                        .output(CheckQuery.id(decision, call(Function.MIN, position)), CheckQuery.ID)
                        .output(call(Function.COUNT), "rows")
                        .output(call(Function.SUM, name("slate", "marginal_propensity")), "total")
                        .groupBy(decision, name("slate", "item")));
        CheckQuery query = CheckQuery.of(steps, "checked");
        // One that is above 1 by itself is out of range.
        Expression several = less(whole(1), query.column("rows"));
        return query.check(
                Check.MARGINALS_ABOVE_ONE, all(several, less(new Expression.Real(1 + 1e-9), query.column("total"))));
    }

    private CheckQuery positions() {
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        Expression position = name("slate", "position");
        Expression propensity =
                call(Function.COALESCE, name("slate", "conditional_propensity"), name("slate", "marginal_propensity"));
        steps.add(
                "checked",
                Select.from("slate")
                        .join("decision", equal(name("slate", "decision_id"), name("decision", "decision_id")))
                        .where(all(usableAndAsked(), present(propensity)))
                        .output(
                                call(
                                        Function.CONCAT,
                                        text("position "),
                                        new Expression.Cast(position, ColumnType.TEXT)),
                                CheckQuery.ID)
                        .output(call(Function.MIN, propensity), "smallest")
                        .groupBy(position));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(
                Check.POSITION_WITHOUT_EXPLORATION, atMost(new Expression.Real(1), query.column("smallest")));
    }

    /** Days, as numbers since 1970, on which decisions were made. */
    private CheckQuery days() {
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        Expression day =
                new Expression.Infix(Expression.Operator.QUOTIENT, name("served", "time"), whole(MICROS_A_DAY));
        steps.add("decided", Select.from("served").output(day, "day").groupBy(day));
        Expression next = new Expression.Window(
                Expression.Over.NEXT,
                List.of(name("decided", "day")),
                List.of(whole(0)),
                List.of(name("decided", "day")));
        steps.add(
                "checked",
                Select.from("decided")
                        .output(new Expression.Cast(name("decided", "day"), ColumnType.TEXT), CheckQuery.ID)
                        .output(minus(next, name("decided", "day")), "ahead"));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(Check.DAY_WITHOUT_DECISIONS, less(whole(1), query.column("ahead")));
    }

    /** Accounts, once for each experiment that they are in. */
    private CheckQuery accounts() {
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        Expression account = name("decision", "account");
        Expression.Call count = call(Function.COUNT);
        List<Select> experiments = new ArrayList<>();
        inspection.cells().forEach((experiment, cells) -> {
            Expression in = cells.stream()
                    .map(cell -> when(
                            less(whole(0), new Expression.Filtered(count, inCell(experiment, cell))),
                            whole(1),
                            whole(0)))
                    .map(Expression.class::cast)
                    .reduce(Expression::plus)
                    .orElse(whole(0));
            experiments.add(Select.from("decision")
                    .where(all(present(account), new Served(assembly).asked()))
                    .output(call(Function.CONCAT, account, text("/" + experiment)), CheckQuery.ID)
                    .output(in, "cells")
                    .groupBy(account));
        });
        if (experiments.isEmpty()) {
            experiments.add(Select.from("decision")
                    .where(NOTHING)
                    .output(account, CheckQuery.ID)
                    .output(whole(0), "cells"));
        }
        steps.add("checked", new Query.Union(experiments));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(
                Check.ACCOUNT_IN_SEVERAL_CELLS,
                less(whole(0), query.column("cells")),
                less(whole(1), query.column("cells")));
    }
}
