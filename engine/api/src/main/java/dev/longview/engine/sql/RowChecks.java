package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Check;
import dev.longview.engine.Inspection;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.List;

/** Checks of a table's rows as files have them: what is not there, and what is there more than once. */
final class RowChecks {
    private RowChecks() {}

    static List<CheckQuery> of(Inspection inspection) {
        long asOf = inspection.assembly().moment().asOf();
        return List.of(
                incomplete(Table.DECISIONS, List.of("decision_id"), List.of("time"), asOf, Check.INCOMPLETE_DECISION),
                incomplete(
                        Table.SLATES,
                        List.of("decision_id", "position"),
                        List.of("item"),
                        asOf,
                        Check.INCOMPLETE_RECOMMENDATION),
                incomplete(Table.FEEDBACK, List.of("event_id"), List.of("kind", "time"), asOf, Check.INCOMPLETE_EVENT),
                repeated(
                        Table.DECISIONS,
                        List.of("decision_id"),
                        asOf,
                        Check.DUPLICATE_DECISION,
                        Check.DIFFERING_DECISION),
                repeated(
                        Table.SLATES,
                        List.of("decision_id", "position"),
                        asOf,
                        Check.DUPLICATE_RECOMMENDATION,
                        Check.DIFFERING_RECOMMENDATION),
                repeated(Table.FEEDBACK, List.of("event_id"), asOf, Check.DUPLICATE_EVENT, Check.DIFFERING_EVENT),
                repeated(
                        Table.MEMBERSHIPS,
                        List.of("event_id"),
                        asOf,
                        Check.DUPLICATE_MEMBERSHIP,
                        Check.DIFFERING_MEMBERSHIP));
    }

    private static Expression received(String table, long asOf) {
        return any(missing(name(table, "received")), atMost(name(table, "received"), whole(asOf)));
    }

    private static CheckQuery incomplete(Table table, List<String> key, List<String> required, long asOf, Check check) {
        String name = table.tableName();
        List<String> needed = new ArrayList<>(key);
        needed.addAll(required);
        needed.add("received");
        Expression lacks = needed.stream()
                .map(column -> missing(name(name, column)))
                .reduce((a, b) -> any(a, b))
                .orElseThrow();
        Steps steps = new Steps();
        steps.add(
                "checked",
                Select.from(name)
                        .where(received(name, asOf))
                        .output(idOf(name, key), CheckQuery.ID)
                        .output(lacks, "lacks"));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(check, query.column("lacks"));
    }

    /** The key as a text, with {@code ?} for what is missing. */
    private static Expression idOf(String relation, List<String> key) {
        return key.stream()
                .map(column -> (Expression) call(
                        Function.COALESCE, new Expression.Cast(name(relation, column), ColumnType.TEXT), text("?")))
                .reduce(CheckQuery::id)
                .orElseThrow();
    }

    /** Only rows whose hash of the key comes again are compared; all others are told from their hashes. */
    private static CheckQuery repeated(Table table, List<String> key, long asOf, Check duplicate, Check differing) {
        String name = table.tableName();
        List<String> content = table.types(List.of()).keySet().stream()
                .filter(column -> !key.contains(column) && !column.equals("received"))
                .toList();
        Expression hash = call(Function.HASH, Steps.names(name, key).toArray(Expression[]::new));
        Expression known = key.stream()
                .map(column -> present(name(name, column)))
                .reduce(received(name, asOf), (a, b) -> all(a, b));
        Expression count = call(Function.COUNT);
        Steps steps = new Steps();
        steps.add(
                "counted",
                Select.from(name)
                        .where(known)
                        .output(hash, "hash")
                        .output(count, "rows")
                        .groupBy(hash));
        steps.add(
                "again",
                Select.from("counted")
                        .where(less(whole(1), name("counted", "rows")))
                        .keep("counted", "hash"));
        List<Expression> told = new ArrayList<>(Steps.names(name, key));
        told.addAll(content(table, content));
        steps.add(
                "variant",
                Select.from(name)
                        .join("again", equal(hash, name("again", "hash")))
                        .where(known)
                        .keep(name, key)
                        .output(count, "rows")
                        .groupBy(told.toArray(Expression[]::new)));
        Expression rows = call(Function.SUM, name("variant", "rows"));
        steps.add(
                "checked",
                Query.Union.of(
                        Select.from("counted")
                                .where(equal(name("counted", "rows"), whole(1)))
                                .output(new Expression.Missing(ColumnType.TEXT), CheckQuery.ID)
                                .output(whole(1), "rows")
                                .output(whole(1), "variants"),
                        Select.from("variant")
                                .output(idOf("variant", key), CheckQuery.ID)
                                .output(new Expression.Cast(rows, ColumnType.BIGINT), "rows")
                                .output(count, "variants")
                                .groupBy(Steps.names("variant", key).toArray(Expression[]::new))));
        CheckQuery query = CheckQuery.of(steps, "checked");
        return query.check(duplicate, less(whole(1), query.column("rows")))
                .check(differing, less(whole(1), query.column("variants")));
    }

    /** What rows are compared by. Maps and lists have no order that all dialects know; their texts have. */
    private static List<Expression> content(Table table, List<String> columns) {
        return columns.stream()
                .map(column -> Served.readable(
                        name(table.tableName(), column), table.types(List.of()).getOrDefault(column, ColumnType.TEXT)))
                .toList();
    }
}
