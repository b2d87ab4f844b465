package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Selection;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The rows of one table as they were known at a moment.
 *
 * @param types the result's columns, in their order
 */
public record Listing(Query query, SequencedMap<String, ColumnType> types) {

    /** The columns of a relation, in its order. */
    public static Listing of(String relation, SequencedMap<String, ColumnType> types) {
        return new Listing(new Query(List.of(), outputs(Select.from(relation), relation, types), List.of()), types);
    }

    private static Select outputs(Select select, String relation, SequencedMap<String, ColumnType> types) {
        Select all = select;
        for (var column : types.entrySet()) {
            all = all.output(Served.readable(name(relation, column.getKey()), column.getValue()), column.getKey());
        }
        return all;
    }

    /** Each item once, with the version valid last, and of several the one received last; sorted. */
    public static Listing catalogue(List<FeatureDefinition> features, long asOf) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put("item", ColumnType.TEXT);
        features.stream()
                .filter(FeatureDefinition::ofItem)
                .forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        List<String> columns = List.copyOf(types.keySet());
        List<String> order = new ArrayList<>(List.of("valid_from", "received"));
        order.addAll(columns.subList(1, columns.size()));
        Steps steps = new Steps();
        steps.add(
                "version",
                Select.from("items")
                        .where(present(name("items", "item")))
                        .where(atMost(name("items", "received"), whole(asOf)))
                        .where(atMost(name("items", "valid_from"), whole(asOf)))
                        .keep("items", columns)
                        .output(
                                new Expression.Window(
                                        Expression.Over.NEXT,
                                        List.of(name("items", "valid_from")),
                                        List.of(name("items", "item")),
                                        Steps.names("items", order)),
                                "next_from"));
        Select last = Select.from("version").where(missing(name("version", "next_from")));
        return new Listing(steps.result(outputs(last, "version", types).orderBy(name("version", "item"))), types);
    }

    public static Listing candidateSets(long asOf) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put("candidates_id", ColumnType.TEXT);
        types.put("items", ColumnType.TEXT_LIST);
        Steps steps = new Steps();
        steps.once("candidates", "candidate_sets", List.of("candidates_id"), List.of("items"), List.of("items"), asOf);
        Select select = outputs(Select.from("candidates"), "candidates", types);
        return new Listing(steps.result(select.orderBy(name("candidates", "candidates_id"))), types);
    }

    public static Listing memberships(long asOf) {
        SequencedMap<String, ColumnType> types = Table.MEMBERSHIPS.types(List.of());
        List<String> columns = types.keySet().stream()
                .filter(column -> !column.equals("event_id") && !column.equals("received"))
                .toList();
        Steps steps = new Steps();
        steps.once(
                "membership", "memberships", List.of("event_id"), List.of("account", "event", "time"), columns, asOf);
        Select select = outputs(Select.from("membership"), "membership", types)
                .orderBy(name("membership", "account"), name("membership", "time"), name("membership", "event_id"));
        return new Listing(steps.result(select), types);
    }

    /** Rows as they stand. */
    public static Listing rows(Table table, List<FeatureDefinition> features, Selection which) {
        String relation = table.tableName();
        SequencedMap<String, ColumnType> all = table.types(features);
        SequencedMap<String, ColumnType> types = wanted(all, which.columns(), relation);
        Expression received = name(relation, "received");
        Select select = outputs(Select.from(relation), relation, types)
                .where(all(atMost(whole(which.from()), received), atMost(received, whole(which.by()))));
        if (which.equal().isPresent()) {
            Selection.Equal equal = which.equal().get();
            select = select.where(equal(name(relation, equal.column()), text(equal.text())));
        }
        Expression identity = name(relation, all.firstEntry().getKey());
        Select ordered = select.orderBy(received, identity);
        return new Listing(new Query(List.of(), ordered, List.of()), types);
    }

    private static SequencedMap<String, ColumnType> wanted(
            SequencedMap<String, ColumnType> all, List<String> columns, String table) {
        if (columns.isEmpty()) {
            return all;
        }
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        for (String column : columns) {
            ColumnType type = all.get(column);
            if (type == null) {
                throw new IllegalArgumentException(
                        table + " have no column '" + column + "'; there are " + all.keySet());
            }
            types.put(column, type);
        }
        return types;
    }

    /**
     * Feedback of these kinds, and what withdraws any, received from a moment on; each event once, as {@link AssemblyQuery} counts it:
     * of what was received from then on, what repeats an earlier event is left out, whatever it says.
     */
    public static Listing feedback(List<String> kinds, long from, long asOf) {
        SequencedMap<String, ColumnType> types = Table.FEEDBACK.types(List.of());
        List<String> columns = Stream.concat(Answered.EVENT.stream(), Stream.of(Answered.ATTRIBUTES))
                .toList();
        Expression wanted = kinds.stream()
                .map(each -> equal(name("feedback", "kind"), text(each)))
                .reduce(present(name("feedback", "retracts")), (a, b) -> any(a, b));
        Steps steps = new Steps();
        steps.once(
                new Distinct("event_once", "feedback", List.of("event_id"), Answered.REQUIRED, columns, from),
                "event",
                asOf,
                Optional.of(wanted),
                false);
        Select select = outputs(Select.from("event"), "event", types)
                .orderBy(name("event", "received"), name("event", "event_id"));
        return new Listing(steps.result(select), types);
    }

    /** Each member and item with the time of the latest feedback of these kinds, from a time on; sorted. */
    public static Listing watched(List<String> kinds, long from, long asOf) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put("member", ColumnType.TEXT);
        types.put("item", ColumnType.TEXT);
        types.put("time", ColumnType.BIGINT);
        Expression kind = kinds.stream()
                .map(each -> equal(name("feedback", "kind"), text(each)))
                .reduce((a, b) -> any(a, b))
                .orElseThrow();
        Steps steps = new Steps();
        steps.add(
                "watched",
                Select.from("feedback")
                        .where(present(name("feedback", "member")))
                        .where(present(name("feedback", "item")))
                        .where(kind)
                        .where(atMost(whole(from), name("feedback", "time")))
                        .where(atMost(name("feedback", "received"), whole(asOf)))
                        .keep("feedback", List.of("member", "item"))
                        .output(call(Expression.Function.MAX, name("feedback", "time")), "time")
                        .groupBy(name("feedback", "member"), name("feedback", "item")));
        Select select = outputs(Select.from("watched"), "watched", types)
                .orderBy(name("watched", "member"), name("watched", "item"));
        return new Listing(steps.result(select), types);
    }
}
