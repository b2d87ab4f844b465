package dev.longview.engine.sql;

import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A column that is gathered from rows of others, up to a capacity; text keeps one dictionary for all of them. */
final class GatheredColumn {
    private final ColumnType type;
    private final int capacity;
    private final Map<String, Integer> dictionary = new LinkedHashMap<>();
    private boolean[] booleans = new boolean[0];
    private boolean[] missing = new boolean[0];
    private long[] longs = new long[0];
    private double[] doubles = new double[0];
    private int[] codes = new int[0];
    private float[] floats = new float[0];
    private int[] keys = new int[0];
    private int[] offsets = new int[0];
    private boolean anyMissing;
    private int size;

    GatheredColumn(ColumnType type, int capacity) {
        this.type = type;
        this.capacity = capacity;
        clear();
    }

    private void clear() {
        size = 0;
        anyMissing = false;
        dictionary.clear();
        switch (type) {
            case BOOLEAN -> {
                booleans = new boolean[capacity];
                missing = new boolean[capacity];
            }
            case BIGINT -> {
                longs = new long[capacity];
                missing = new boolean[capacity];
            }
            case DOUBLE -> doubles = new double[capacity];
            case TEXT -> codes = new int[capacity];
            case FLOAT_LIST -> offsets = new int[capacity + 1];
            case TEXT_LIST, TEXT_MAP -> {
                offsets = new int[capacity + 1];
                codes = new int[capacity];
                keys = new int[type == ColumnType.TEXT_MAP ? capacity : 0];
            }
        }
    }

    /** Adds the rows {@code rows[from … from + count)} of a column of the same type. */
    void add(Column source, int[] rows, int from, int count) {
        switch (source) {
            case Column.Booleans(boolean[] values, boolean[] gone) -> {
                for (int i = 0; i < count; i++) {
                    booleans[size + i] = values[rows[from + i]];
                    mark(size + i, gone.length > 0 && gone[rows[from + i]]);
                }
            }
            case Column.Longs(long[] values, boolean[] gone) -> {
                for (int i = 0; i < count; i++) {
                    longs[size + i] = values[rows[from + i]];
                    mark(size + i, gone.length > 0 && gone[rows[from + i]]);
                }
            }
            case Column.Doubles(double[] values) -> {
                for (int i = 0; i < count; i++) {
                    doubles[size + i] = values[rows[from + i]];
                }
            }
            case Column.Texts(int[] values, String[] texts) -> {
                int[] code = unknown(texts);
                for (int i = 0; i < count; i++) {
                    int value = values[rows[from + i]];
                    codes[size + i] = value < 0 ? -1 : code(code, texts, value);
                }
            }
            case Column.TextLists(int[] starts, int[] values, String[] texts) -> {
                int[] code = unknown(texts);
                for (int i = 0; i < count; i++) {
                    int row = rows[from + i];
                    int end = offsets[size + i];
                    for (int j = starts[row]; j < starts[row + 1]; j++) {
                        codes = room(codes, end);
                        codes[end++] = code(code, texts, values[j]);
                    }
                    offsets[size + i + 1] = end;
                }
            }
            case Column.FloatLists(int[] starts, float[] values) -> {
                for (int i = 0; i < count; i++) {
                    int row = rows[from + i];
                    int end = offsets[size + i];
                    int length = starts[row + 1] - starts[row];
                    if (end + length > floats.length) {
                        floats = Arrays.copyOf(floats, (end + length) * 2);
                    }
                    System.arraycopy(values, starts[row], floats, end, length);
                    offsets[size + i + 1] = end + length;
                }
            }
            case Column.TextMaps(int[] starts, int[] names, int[] values, String[] texts) -> {
                int[] code = unknown(texts);
                for (int i = 0; i < count; i++) {
                    int row = rows[from + i];
                    int end = offsets[size + i];
                    for (int j = starts[row]; j < starts[row + 1]; j++) {
                        codes = room(codes, end);
                        keys = room(keys, end);
                        keys[end] = code(code, texts, names[j]);
                        codes[end++] = code(code, texts, values[j]);
                    }
                    offsets[size + i + 1] = end;
                }
            }
        }
        size += count;
    }

    private void mark(int row, boolean gone) {
        missing[row] = gone;
        anyMissing |= gone;
    }

    private static int[] unknown(String[] texts) {
        int[] code = new int[texts.length];
        Arrays.fill(code, -1);
        return code;
    }

    private int code(int[] known, String[] texts, int value) {
        if (known[value] < 0) {
            known[value] = dictionary.computeIfAbsent(texts[value], text -> dictionary.size());
        }
        return known[value];
    }

    private static int[] room(int[] array, int needed) {
        return needed < array.length ? array : Arrays.copyOf(array, Math.max(16, needed * 2));
    }

    /** What was gathered; this is empty afterwards. */
    Column take() {
        boolean[] gone = anyMissing ? Arrays.copyOf(missing, size) : new boolean[0];
        String[] texts = dictionary.keySet().toArray(String[]::new);
        Column taken = switch (type) {
            case BOOLEAN -> new Column.Booleans(Arrays.copyOf(booleans, size), gone);
            case BIGINT -> new Column.Longs(Arrays.copyOf(longs, size), gone);
            case DOUBLE -> new Column.Doubles(Arrays.copyOf(doubles, size));
            case TEXT -> new Column.Texts(Arrays.copyOf(codes, size), texts);
            case TEXT_LIST -> {
                int[] starts = Arrays.copyOf(offsets, size + 1);
                yield new Column.TextLists(starts, Arrays.copyOf(codes, starts[size]), texts);
            }
            case FLOAT_LIST -> {
                int[] starts = Arrays.copyOf(offsets, size + 1);
                yield new Column.FloatLists(starts, Arrays.copyOf(floats, starts[size]));
            }
            case TEXT_MAP -> {
                int[] starts = Arrays.copyOf(offsets, size + 1);
                int n = starts[size];
                yield new Column.TextMaps(starts, Arrays.copyOf(keys, n), Arrays.copyOf(codes, n), texts);
            }
        };
        clear();
        return taken;
    }
}
