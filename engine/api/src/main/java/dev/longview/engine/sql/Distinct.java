package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import java.util.List;
import java.util.stream.Stream;

/**
 * A relation that the engine provides to a query: the rows of a table without those whose key another row has that comes first. The
 * first is the one received earliest, and of those received at once the first by its columns in their order. Rows in which a key or
 * another required column is missing are not looked at, and are left in.
 *
 * <p>Which rows are left out does not depend on a moment: what is received earliest of all is received earliest of what is received by
 * then. So an engine finds them once for a set of files, and not for each query, where finding them would be half of the work.
 *
 * @param relation the name under which the query reads it
 * @param columns by which rows received at once are ordered, the most telling first
 * @param since rows received before this moment are not looked at, as if the table began then
 */
public record Distinct(
        String relation, String table, List<String> key, List<String> required, List<String> columns, long since) {
    /** The column, besides those of the table, by which an engine numbers the rows of {@link #numbered}: BIGINT, unique. */
    public static final String ROW = "row";

    public Distinct {
        key = List.copyOf(key);
        required = List.copyOf(required);
        columns = List.copyOf(columns);
    }

    /** The relation with the table's rows and their numbers, which {@link #repeats} reads. */
    public String numbered() {
        return table + "_numbered";
    }

    private Expression looked(String rows) {
        Expression received = name(rows, "received");
        return since == Long.MIN_VALUE ? present(received) : atMost(whole(since), received);
    }

    /**
     * The numbers of the rows to leave out.
     *
     * <p>A window over all rows would sort them all. Instead, the few hashes that come more than once are found by counting, and only
     * their rows are ranked: a collision of hashes costs a comparison, and no row.
     */
    public Query repeats() {
        String rows = numbered();
        Steps steps = new Steps();
        Expression hash = call(Function.HASH, Steps.names(rows, key).toArray(Expression[]::new));
        Expression known = Stream.concat(key.stream(), required.stream())
                .map(column -> present(name(rows, column)))
                .reduce(looked(rows), (a, b) -> all(a, b));
        steps.add(
                "counted",
                Select.from(rows)
                        .where(known)
                        .output(hash, "hash")
                        .output(call(Function.COUNT), "rows")
                        .groupBy(hash));
        steps.add(
                "repeated",
                Select.from("counted")
                        .where(less(whole(1), name("counted", "rows")))
                        .keep("counted", "hash"));
        List<Expression> order = Steps.order(
                rows, Stream.concat(Stream.of("received"), columns.stream()).toList());
        steps.add(
                "ranked",
                Select.from(rows)
                        .join("repeated", equal(hash, name("repeated", "hash")))
                        .where(known)
                        .keep(rows, ROW)
                        .output(
                                new Expression.Window(
                                        Expression.Over.ROW_NUMBER, List.of(), Steps.names(rows, key), order),
                                "rank"));
        return steps.result(Select.from("ranked")
                .where(less(whole(1), name("ranked", "rank")))
                .keep("ranked", ROW));
    }
}
