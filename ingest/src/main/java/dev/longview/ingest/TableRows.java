package dev.longview.ingest;

import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.log.Table.ColumnDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one table on their way to the sink: one row of cells that is being read, and the good ones before it as a batch. */
final class TableRows {
    private static final int BATCH = 4096;

    private final Table table;
    private final List<ColumnDefinition> columns;
    private final int batchSize;
    private final Consumer<TableRows> check;
    private final BatchSink sink;
    private final BatchBuilder batch;
    private final Cell[] cells;
    private final Map<String, Cell> byName = new HashMap<>();
    private final SequencedMap<String, ColumnType> types;
    private long row;
    private long kept;

    TableRows(Table table, List<FeatureDefinition> features, RowProblems problems, BatchSink sink) {
        this(table, columns(table, table.columns(), features), BATCH, row -> {}, problems, sink);
    }

    /**
     * Rows of other columns than the table's own.
     *
     * @param batchSize rows that are handed to the sink at once
     * @param check what else must hold of a row that is read: it adds to the problems
     */
    TableRows(
            Table table,
            List<ColumnDefinition> columns,
            int batchSize,
            Consumer<TableRows> check,
            RowProblems problems,
            BatchSink sink) {
        this.check = check;
        this.table = table;
        this.columns = List.copyOf(columns);
        this.batchSize = batchSize;
        this.sink = sink;
        this.types = new LinkedHashMap<>();
        columns.forEach(column -> {
            types.put(column.name(), column.type());
            byName.put(column.name(), new Cell(column, table.tableName() + "." + column.name(), problems));
        });
        this.batch = new BatchBuilder(types);
        this.cells = types.keySet().stream().map(byName::get).toArray(Cell[]::new);
    }

    /** Fixed columns, then those of the features that belong to a table. */
    static List<ColumnDefinition> columns(Table table, List<ColumnDefinition> fixed, List<FeatureDefinition> features) {
        List<ColumnDefinition> all = new ArrayList<>(fixed);
        features.stream()
                .filter(feature -> table.featurePrefixes().stream().anyMatch(feature.name()::startsWith))
                .forEach(feature -> all.add(ColumnDefinition.of(feature, false, "a feature")));
        return all;
    }

    List<ColumnDefinition> columns() {
        return columns;
    }

    Table table() {
        return table;
    }

    Collection<String> names() {
        return types.keySet();
    }

    /** Begins a row; what the cells held is forgotten. */
    void begin() {
        row++;
    }

    @Nullable
    Cell find(String name) {
        return byName.get(name);
    }

    /** A fixed column's cell. */
    Cell cell(String name) {
        return Optional.ofNullable(byName.get(name)).orElseThrow();
    }

    /** Opens a cell of this row. */
    boolean open(Cell cell) {
        return cell.open(row);
    }

    boolean isPresent(Cell cell) {
        return cell.isPresent(row);
    }

    /** Whether this row said something of the cell, be it that there is no value. */
    boolean isGiven(Cell cell) {
        return cell.isGiven(row);
    }

    TableRows set(String name, String value) {
        reopened(name).text(value);
        return this;
    }

    TableRows set(String name, long value) {
        reopened(name).integer(value);
        return this;
    }

    /** NaN leaves the value missing. */
    TableRows set(String name, double value) {
        if (!Double.isNaN(value)) {
            reopened(name).number(value);
        }
        return this;
    }

    TableRows set(String name, boolean value) {
        reopened(name).flag(value);
        return this;
    }

    TableRows set(String name, List<String> values) {
        Cell cell = reopened(name);
        cell.list().addAll(values);
        cell.listed();
        return this;
    }

    private Cell reopened(String name) {
        Cell cell = cell(name);
        cell.reopen(row);
        return cell;
    }

    void checkGiven() {
        for (Cell cell : cells) {
            cell.checkGiven(row);
        }
        check.accept(this);
    }

    /** Keeps the row. */
    void keep() {
        for (Cell cell : cells) {
            if (cell.isPresent(row)) {
                cell.moveTo(batch);
            }
        }
        batch.endRow();
        kept++;
        if (batch.size() == batchSize) {
            flush();
        }
    }

    void flush() {
        if (batch.size() > 0) {
            sink.accept(table, batch.build());
        }
    }

    long kept() {
        return kept;
    }

    /** What to ask about the rows that were kept. */
    Optional<String> note() {
        for (Cell cell : cells) {
            if (cell.early() > 0) {
                return Optional.of(
                        "%s.%s: %,d of %,d rows are in the first hundred days of 1970; were they written in seconds or"
                                        .formatted(table.tableName(), cell.name(), cell.early(), kept)
                                + " milliseconds? Times are microseconds");
            }
        }
        return Optional.empty();
    }
}
