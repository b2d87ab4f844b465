package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The steps of a query while it is put together. */
final class Steps {
    private final List<Query.Step> steps = new ArrayList<>();

    void add(String name, Query.Relation relation) {
        steps.add(new Query.Step(name, relation));
    }

    Query result(Select select) {
        return new Query(steps, select);
    }

    /**
     * Adds a step of a table's rows received by a moment, each key once: the earliest received, and of those received at once the first
     * by its columns in their order. Rows in which a key or another required column is missing are left out.
     *
     * <p>A window over all rows would sort them all. Instead, the few hashes that come more than once are found by counting, and only
     * their rows are ranked: a collision of hashes costs a comparison, and no row.
     *
     * @param columns to keep besides the key and {@code received}, the most telling first
     */
    void once(String name, String table, List<String> key, List<String> required, List<String> columns, long asOf) {
        String repeated = name + "_repeated";
        String ranked = name + "_ranked";
        Expression hash = call(
                Function.HASH, key.stream().map(column -> name(table, column)).toArray(Expression[]::new));
        Expression known = Stream.concat(key.stream(), required.stream())
                .map(column -> present(name(table, column)))
                .reduce(atMost(name(table, "received"), whole(asOf)), (a, b) -> all(a, b));
        List<String> kept = Stream.of(key, List.of("received"), columns)
                .flatMap(List::stream)
                .toList();
        add(
                name + "_counted",
                Select.from(table)
                        .where(known)
                        .output(hash, "hash")
                        .output(call(Function.COUNT), "rows")
                        .groupBy(hash));
        add(
                repeated,
                Select.from(name + "_counted")
                        .where(less(whole(1), name(name + "_counted", "rows")))
                        .keep(name + "_counted", "hash"));
        Expression same = equal(hash, name(repeated, "hash"));
        add(
                ranked,
                Select.from(table)
                        .join(repeated, same)
                        .where(known)
                        .keep(table, kept)
                        .output(
                                new Expression.Window(
                                        Expression.Over.ROW_NUMBER,
                                        List.of(),
                                        names(table, key),
                                        order(table, kept.subList(key.size(), kept.size()))),
                                "rank"));
        add(
                name,
                Query.Union.of(
                        Select.from(table)
                                .outerJoin(repeated, same)
                                .where(known)
                                .where(missing(name(repeated, "hash")))
                                .keep(table, kept),
                        Select.from(ranked)
                                .where(equal(name(ranked, "rank"), whole(1)))
                                .keep(ranked, kept)));
    }

    /** A map has no order; its text has. */
    private static List<Expression> order(String table, List<String> columns) {
        return columns.stream()
                .map(column -> column.equals(Answered.ATTRIBUTES)
                        ? call(Function.ENCODE_MAP, name(table, column))
                        : name(table, column))
                .toList();
    }

    static List<Expression> names(String relation, List<String> columns) {
        return columns.stream().map(column -> name(relation, column)).toList();
    }

    /** When it happened, which is not after it was received: a clock that runs ahead is set back. */
    static Expression happened(String relation) {
        return call(Function.LEAST, name(relation, "time"), name(relation, "received"));
    }
}
