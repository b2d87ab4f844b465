package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of a query while it is put together. */
final class Steps {
    private final List<Query.Step> steps = new ArrayList<>();
    private final List<Distinct> distinct = new ArrayList<>();
    private final Map<String, Expression> complete = new HashMap<>();

    void add(String name, Query.Relation relation) {
        steps.add(new Query.Step(name, relation, false));
    }

    Query result(Select select) {
        return new Query(steps, select, distinct);
    }

    /**
     * Adds a step of a table's rows received by a moment, each key once, as {@link Distinct} says. Rows in which a key or another required
     * column is missing are left out.
     *
     * @param columns to keep besides the key and {@code received}, the most telling first
     */
    void once(String name, String table, List<String> key, List<String> required, List<String> columns, long asOf) {
        once(name, table, key, required, columns, asOf, Optional.empty(), false);
    }

    /**
     * The same, of which only those rows are wanted for which a condition holds.
     *
     * @param again as of {@link Query.Step}
     */
    void once(
            String name,
            String table,
            List<String> key,
            List<String> required,
            List<String> columns,
            long asOf,
            Optional<Expression> wanted,
            boolean again) {
        once(new Distinct(name + "_once", table, key, required, columns, Long.MIN_VALUE), name, asOf, wanted, again);
    }

    /** The same, of what was received since a moment. */
    void once(Distinct once, String name, long asOf, Optional<Expression> wanted, boolean again) {
        distinct.add(once);
        String table = once.table();
        Expression received = name(table, "received");
        Expression range = once.since() == Long.MIN_VALUE
                ? atMost(received, whole(asOf))
                : all(atMost(whole(once.since()), received), atMost(received, whole(asOf)));
        Expression known = Stream.concat(once.key().stream(), once.required().stream())
                .map(column -> present(name(table, column)))
                .reduce(range, (a, b) -> all(a, b));
        complete.put(name, known);
        Select rows = Select.from(once.relation(), table)
                .where(known)
                .keep(table, once.key())
                .keep(table, "received")
                .keep(table, once.columns());
        steps.add(new Query.Step(name, wanted.map(rows::where).orElse(rows), again));
    }

    /** Of the rows of its table, those that {@link #once} has chosen from: received by the moment, with all that is required. */
    Expression complete(String step) {
        Expression known = complete.get(step);
        if (known == null) {
            throw new IllegalArgumentException("no step '" + step + "'; there are " + complete.keySet());
        }
        return known;
    }

    /** A map has no order; its text has. */
    static List<Expression> order(String table, List<String> columns) {
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
