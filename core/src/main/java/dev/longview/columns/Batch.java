package dev.longview.columns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Rows as named columns of equal size, in a declared order. */
public final class Batch {
    private final SequencedMap<String, Column> columns;
    private final int size;

    private Batch(SequencedMap<String, Column> columns, int size) {
        this.columns = columns;
        this.size = size;
    }

    /**
     * A batch of the given columns.
     *
     * @throws IllegalArgumentException when a column has another number of rows than {@code size}
     */
    public static Batch of(int size, Map<String, ? extends Column> columns) {
        columns.forEach((name, column) -> {
            if (column.size() != size) {
                throw new IllegalArgumentException(
                        "column " + name + " has " + column.size() + " rows, the batch " + size);
            }
        });
        return new Batch(new LinkedHashMap<>(columns), size);
    }

    public int size() {
        return size;
    }

    public SequencedMap<String, Column> columns() {
        return new LinkedHashMap<>(columns);
    }

    public boolean has(String name) {
        return columns.containsKey(name);
    }

    /** @throws IllegalArgumentException when there is no such column */
    public Column column(String name) {
        Column column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column '" + name + "'; there are " + columns.keySet());
        }
        return column;
    }

    public double[] doubles(String name) {
        return cast(name, Column.Doubles.class).values();
    }

    public long[] longs(String name) {
        return cast(name, Column.Longs.class).values();
    }

    public boolean[] booleans(String name) {
        return cast(name, Column.Booleans.class).values();
    }

    public Column.Texts texts(String name) {
        return cast(name, Column.Texts.class);
    }

    public Column.TextLists textLists(String name) {
        return cast(name, Column.TextLists.class);
    }

    public Column.FloatLists floatLists(String name) {
        return cast(name, Column.FloatLists.class);
    }

    /** This batch with one column more, or replaced. */
    public Batch with(String name, Column column) {
        SequencedMap<String, Column> all = columns();
        all.put(name, column);
        return of(size, all);
    }

    private <C extends Column> C cast(String name, Class<C> kind) {
        Column column = column(name);
        if (!kind.isInstance(column)) {
            throw new IllegalArgumentException(
                    "column " + name + " is " + column.type() + ", not " + kind.getSimpleName());
        }
        return kind.cast(column);
    }
}
