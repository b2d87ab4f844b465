package dev.longview.ingest;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows of all tables of one import. */
final class Tables {
    private final Map<Table, TableRows> rows = new EnumMap<>(Table.class);

    Tables(List<FeatureDefinition> features, RowProblems problems, BatchSink sink) {
        for (Table table : Table.values()) {
            rows.put(table, new TableRows(table, features, problems, sink));
        }
    }

    TableRows of(Table table) {
        TableRows of = rows.get(table);
        if (of == null) {
            throw new IllegalStateException("every table has its rows: " + table);
        }
        return of;
    }

    /** Hands what is left to the sink. */
    List<TableRows> flush() {
        rows.values().forEach(TableRows::flush);
        return List.copyOf(rows.values());
    }
}
