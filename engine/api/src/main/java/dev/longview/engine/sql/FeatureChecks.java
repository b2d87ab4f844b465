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
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.times;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.engine.Assembly;
import dev.longview.engine.Check;
import dev.longview.engine.Inspection;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of features: whether rows have them, and whether those of a member's history are what was known when serving. */
record FeatureChecks(Assembly assembly) {
    private static final Expression NOTHING = less(whole(1), whole(0));
    /** Relative to the larger of 1 and the value: sums come in another order when they are served. */
    private static final double TOLERANCE = 1e-9;

    static List<CheckQuery> of(Inspection inspection) {
        Assembly at = inspection.assembly().at(inspection.assembly().moment().asOf());
        FeatureChecks checks = new FeatureChecks(at);
        List<CheckQuery> queries = new ArrayList<>(List.of(checks.always(), checks.items()));
        if (!at.history().isEmpty()) {
            queries.add(checks.history());
        }
        return queries;
    }

    /** Features, with how many rows have them; one pass over a table counts all of its features. */
    private CheckQuery always() {
        Steps steps = new Steps();
        Served served = new Served(assembly);
        served.add(steps);
        List<String> history =
                assembly.history().stream().map(feature -> feature.name()).toList();
        List<String> own = served.ownFeatures().stream()
                .filter(feature -> !history.contains(feature))
                .toList();
        List<Select> features = new ArrayList<>();
        features(steps, "served", NOTHING, own, features);
        Expression future = less(whole(assembly.moment().asOf()), name("items", "received"));
        features(steps, "items", future, served.itemFeatures(), features);
        if (features.isEmpty()) {
            features.add(Select.from("served")
                    .where(NOTHING)
                    .output(text(""), CheckQuery.ID)
                    .output(whole(0), "rows")
                    .output(whole(0), "had"));
        }
        steps.add("checked", new Query.Union(features));
        CheckQuery query = CheckQuery.of(steps, "checked");
        Expression rows = less(whole(0), query.column("rows"));
        return query.check(Check.FEATURE_ALWAYS_MISSING, rows, equal(query.column("had"), whole(0)));
    }

    private static void features(
            Steps steps, String table, Expression leaveOut, List<String> names, List<Select> features) {
        if (names.isEmpty()) {
            return;
        }
        String tally = "tally_of_" + table;
        Expression.Call count = call(Function.COUNT);
        Select counts = Select.from(table).where(not(leaveOut)).output(count, "rows");
        for (String name : names) {
            counts = counts.output(new Expression.Filtered(count, present(name(table, name))), name);
        }
        steps.add(tally, counts);
        names.forEach(name -> features.add(Select.from(tally)
                .output(text(name), CheckQuery.ID)
                .keep(tally, "rows")
                .output(name(tally, name), "had")));
    }

    /** Items, by whether any version of them has any feature. */
    private CheckQuery items() {
        Steps steps = new Steps();
        Expression item = name("items", "item");
        List<String> features = new Served(assembly).itemFeatures();
        Expression has = features.stream()
                .map(feature -> present(name("items", feature)))
                .reduce((a, b) -> any(a, b))
                .orElse(NOTHING);
        Expression known = all(
                present(item),
                atMost(name("items", "received"), whole(assembly.moment().asOf())),
                features.isEmpty() ? NOTHING : not(NOTHING));
        steps.add(
                "checked",
                Select.from("items")
                        .where(known)
                        .output(item, CheckQuery.ID)
                        .output(new Expression.Filtered(call(Function.COUNT), has), "described")
                        .groupBy(item));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(Check.ITEM_WITHOUT_FEATURES, equal(query.column("described"), whole(0)));
    }

    /**
     * Logged values of history features beside what the log says that was known when the decision was made. Only for decisions whose
     * history the log has whole: of an event that was dropped before the log began, serving could still know.
     */
    private CheckQuery history() {
        Steps steps = new Steps();
        new Served(assembly).add(steps);
        Answered answered = new Answered(assembly, List.of());
        answered.addEvents(steps);
        AssemblyQuery.addOutcomes(steps, answered, List.of(), List.of());
        steps.add("begin", Select.from("event").output(call(Function.MIN, name("event", "received")), "received"));
        List<History> history = History.of(answered);
        Select compared = Select.from("served").join("begin", equal(whole(0), whole(0)));
        for (History feature : history) {
            compared = compared.outerJoin(
                    feature.step(), equal(name("served", "decision_id"), name(feature.step(), "decision_id")));
        }
        for (History feature : history) {
            Expression from = minus(
                    name("served", "time"),
                    whole(OutcomePlan.micros(feature.feature().over())));
            compared = compared.output(name("served", feature.feature().name()), "logged." + feature.index())
                    .output(feature.told(), "told." + feature.index())
                    .output(atMost(name("begin", "received"), from), "whole." + feature.index());
        }
        steps.add("compared", compared.keep("served", "decision_id"));
        List<Select> values = new ArrayList<>();
        for (History feature : history) {
            Expression logged = name("compared", "logged." + feature.index());
            Expression told = name("compared", "told." + feature.index());
            values.add(Select.from("compared")
                    .where(all(present(logged), name("compared", "whole." + feature.index())))
                    .output(
                            CheckQuery.id(
                                    name("compared", "decision_id"),
                                    text(feature.feature().name())),
                            CheckQuery.ID)
                    .output(logged, "logged")
                    .output(told, "told"));
        }
        steps.add("checked", new Query.Union(values));
        CheckQuery query = CheckQuery.of(steps, "checked");
        Expression logged = query.column("logged");
        Expression told = query.column("told");
        Expression difference = call(Function.GREATEST, minus(logged, told), minus(told, logged));
        Expression allowed = times(
                new Expression.Real(TOLERANCE),
                call(Function.GREATEST, new Expression.Real(1), told, minus(new Expression.Real(0), told)));
        Expression differs = any(missing(told), less(allowed, difference));
        return query.with(new CheckQuery.Part(Check.HISTORY_SKEW, differs, Optional.empty(), Optional.of(difference)));
    }
}
