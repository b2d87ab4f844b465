package dev.longview.engine.sql;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Gathers rows into batches of {@value #ROWS}, the last but one, wherever an engine cuts its chunks: same rows, same batches. */
public final class Rebatching {
    public static final int ROWS = 8192;

    private final SequencedMap<String, GatheredColumn> columns = new LinkedHashMap<>();
    private final Consumer<Batch> sink;
    private int size;
    private long total;

    public Rebatching(Map<String, ColumnType> types, Consumer<Batch> sink) {
        types.forEach((name, type) -> columns.put(name, new GatheredColumn(type, ROWS)));
        this.sink = sink;
    }

    /** All rows of several batches as one, whatever their number. */
    public static Batch one(Map<String, ColumnType> types, List<Batch> parts) {
        int rows = parts.stream().mapToInt(Batch::size).sum();
        Map<String, Column> joined = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            GatheredColumn column = new GatheredColumn(type, rows);
            parts.forEach(part -> column.add(part.column(name), each(part.size()), 0, part.size()));
            joined.put(name, column.take());
        });
        return Batch.of(rows, joined);
    }

    private static int[] each(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    /** Adds all rows of a batch that has these columns, and may have others. */
    public void add(Batch batch) {
        add(batch.columns(), each(batch.size()), Map.of(), batch.size());
    }

    /**
     * Adds rows that are those of {@code source} named, a row possibly several times, with columns of their own beside.
     *
     * @param rows of which the first {@code count} are added
     * @param own columns of at least {@code count} rows; they go before those of the source
     */
    void add(Map<String, Column> source, int[] rows, Map<String, Column> own, int count) {
        int[] each = each(count);
        int done = 0;
        while (done < count) {
            int next = Math.min(count - done, ROWS - size);
            int from = done;
            columns.forEach((name, column) -> {
                Column computed = own.get(name);
                Column given = computed == null ? source.get(name) : computed;
                if (given == null) {
                    throw new IllegalArgumentException("no column '" + name + "'; there are " + source.keySet());
                }
                column.add(given, computed == null ? rows : each, from, next);
            });
            size += next;
            done += next;
            if (size == ROWS) {
                flush();
            }
        }
    }

    private void flush() {
        Map<String, Column> taken = new LinkedHashMap<>();
        columns.forEach((name, column) -> taken.put(name, column.take()));
        Batch batch = Batch.of(size, taken);
        total += size;
        size = 0;
        sink.accept(batch);
    }

    /**
     * Sends what is left.
     *
     * @return the number of rows in all
     */
    public long finish() {
        if (size > 0) {
            flush();
        }
        return total;
    }
}
