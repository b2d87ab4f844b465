package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.duckdb.DuckDBAppender;

/** Rows of batches into a table of DuckDB; checked first, so that a refused batch leaves nothing behind. */
record Appending(SequencedMap<String, ColumnType> types, Set<String> required, String where) {

    /** @throws IllegalArgumentException with all columns that are unknown, absent, of another type, or miss a required value */
    void check(Batch batch) {
        List<String> problems = new ArrayList<>();
        for (String name : batch.columns().keySet()) {
            if (!types.containsKey(name)) {
                problems.add("column '" + name + "' is unknown; there are " + types.keySet());
            }
        }
        types.forEach((name, type) -> {
            if (!batch.has(name)) {
                if (required.contains(name)) {
                    problems.add("column '" + name + "' is required and not there");
                }
                return;
            }
            Column column = batch.column(name);
            if (column.type() != type) {
                problems.add("column '" + name + "' is " + column.type() + ", must be " + type);
            } else if (required.contains(name)) {
                firstMissing(column)
                        .ifPresent(row -> problems.add("column '" + name + "' is required and missing in row " + row));
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(where + ": " + String.join("; ", problems));
        }
    }

    private static Optional<Integer> firstMissing(Column column) {
        // An empty list is no missing value; there is no required column of lists that may not be empty.
        if (column instanceof Column.TextLists) {
            return Optional.empty();
        }
        for (int row = 0; row < column.size(); row++) {
            if (column.isMissing(row)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    void append(Batch batch, DuckDBAppender appender) throws SQLException {
        List<Optional<Column>> columns = new ArrayList<>();
        types.keySet()
                .forEach(name -> columns.add(batch.has(name) ? Optional.of(batch.column(name)) : Optional.empty()));
        for (int row = 0; row < batch.size(); row++) {
            appender.beginRow();
            for (Optional<Column> column : columns) {
                if (column.isEmpty()) {
                    appender.appendNull();
                } else {
                    append(column.get(), row, appender);
                }
            }
            appender.endRow();
        }
    }

    private static void append(Column column, int row, DuckDBAppender appender) throws SQLException {
        boolean list = column instanceof Column.TextLists;
        if (!list && column.isMissing(row)) {
            appender.appendNull();
            return;
        }
        switch (column) {
            case Column.Booleans(boolean[] values, boolean[] missing) -> appender.append(values[row]);
            case Column.Longs(long[] values, boolean[] missing) -> appender.append(values[row]);
            case Column.Doubles(double[] values) -> appender.append(values[row]);
            case Column.Texts texts -> appender.append(texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                List<String> texts = new ArrayList<>();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    texts.add(dictionary[codes[i]]);
                }
                appender.append(texts);
            }
            case Column.FloatLists lists -> appender.append(lists.list(row));
            case Column.TextMaps(int[] offsets, int[] keys, int[] values, String[] dictionary) -> {
                Map<String, String> entries = new LinkedHashMap<>();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    entries.put(dictionary[keys[i]], dictionary[values[i]]);
                }
                appender.append(entries);
            }
        }
    }
}
