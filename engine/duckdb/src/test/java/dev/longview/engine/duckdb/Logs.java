package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;

/** Logs as plain rows, for tests: a row is a map from column to value, in which a missing value is not there. */
@NullUnmarked // a missing value of a row is null here
record Logs(Map<Table, List<Map<String, Object>>> tables) {
    static Logs empty() {
        return new Logs(new TreeMap<>());
    }

    List<Map<String, Object>> rows(Table table) {
        return tables.computeIfAbsent(table, unseen -> new ArrayList<>());
    }

    Logs add(Table table, Object... columnsAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            row.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        rows(table).add(row);
        return this;
    }

    Logs where(Predicate<Map<String, Object>> condition) {
        Logs kept = empty();
        tables.forEach((table, rows) ->
                kept.rows(table).addAll(rows.stream().filter(condition).toList()));
        return kept;
    }

    Logs receivedBy(long moment) {
        return where(row -> (Long) row.get("received") <= moment);
    }

    static Batch batch(Table table, List<FeatureDefinition> features, List<Map<String, Object>> rows) {
        return batch(table.types(features), rows);
    }

    static Batch batch(SequencedMap<String, ColumnType> types, List<Map<String, Object>> rows) {
        BatchBuilder builder = new BatchBuilder(types);
        for (Map<String, Object> row : rows) {
            row.forEach((column, value) -> set(builder, column, value));
            builder.endRow();
        }
        return builder.build();
    }

    @SuppressWarnings("unchecked")
    private static void set(BatchBuilder builder, String column, Object value) {
        switch (value) {
            case String text -> builder.set(column, text);
            case Long number -> builder.set(column, number);
            case Double number -> builder.set(column, number);
            case Boolean truth -> builder.set(column, truth);
            case float[] numbers -> builder.set(column, numbers);
            case List<?> list -> builder.set(column, (List<String>) list);
            case Map<?, ?> map -> builder.set(column, (Map<String, String>) map);
            default -> throw new IllegalArgumentException(column + ": " + value);
        }
    }

    /** Publishes all rows, those of a table in as many segments. */
    void publish(DuckDbEngine engine, List<FeatureDefinition> features, int segments) {
        tables.forEach((table, rows) -> {
            for (int segment = 0; segment < segments; segment++) {
                List<Map<String, Object>> part = new ArrayList<>();
                for (int i = segment; i < rows.size(); i += segments) {
                    part.add(rows.get(i));
                }
                if (part.isEmpty()) {
                    continue;
                }
                try (SegmentWriter writer = engine.write(table, "s" + segment, features)) {
                    writer.append(batch(table, features, part));
                    writer.publish();
                }
            }
        });
    }

    /** The rows of a batch. */
    static List<Map<String, Object>> rows(Batch batch) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Map<String, Object> row = new TreeMap<>();
            int at = i;
            batch.columns().forEach((name, column) -> {
                if (!column.isMissing(at)) {
                    row.put(name, value(column, at));
                }
            });
            rows.add(row);
        }
        return rows;
    }

    private static Object value(Column column, int row) {
        return switch (column) {
            case Column.Booleans(boolean[] values, boolean[] missing) -> values[row];
            case Column.Longs(long[] values, boolean[] missing) -> values[row];
            case Column.Doubles(double[] values) -> values[row];
            case Column.Texts texts -> texts.text(row);
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                List<String> list = new ArrayList<>();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    list.add(dictionary[codes[i]]);
                }
                yield list;
            }
            case Column.FloatLists lists -> {
                List<Object> list = new ArrayList<>();
                for (float each : lists.list(row)) {
                    list.add(each);
                }
                yield list;
            }
            case Column.TextMaps(int[] offsets, int[] keys, int[] values, String[] dictionary) -> {
                Map<String, String> map = new TreeMap<>();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    map.put(dictionary[keys[i]], dictionary[values[i]]);
                }
                yield map;
            }
        };
    }
}
