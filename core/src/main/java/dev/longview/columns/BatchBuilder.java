package dev.longview.columns;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows into a batch. Values are set by column name for the row that is open; what was not set when the row ends is missing.
 *
 * <pre>{@code
 * var builder = new BatchBuilder(types);
 * builder.set("item", "one-piece").set("position", 0L).endRow();
 * Batch batch = builder.build();   // and the builder is empty again
 * }</pre>
 */
public final class BatchBuilder {
    private final SequencedMap<String, Growing> columns = new LinkedHashMap<>();
    private int size;

    public BatchBuilder(Map<String, ColumnType> types) {
        types.forEach((name, type) -> columns.put(name, new Growing(type)));
    }

    public int size() {
        return size;
    }

    public BatchBuilder set(String name, @Nullable String value) {
        if (value != null) {
            growing(name, ColumnType.TEXT).text(size, value);
        }
        return this;
    }

    public BatchBuilder set(String name, long value) {
        growing(name, ColumnType.BIGINT).integer(size, value);
        return this;
    }

    /** NaN is a missing value. */
    public BatchBuilder set(String name, double value) {
        growing(name, ColumnType.DOUBLE).number(size, value);
        return this;
    }

    public BatchBuilder set(String name, boolean value) {
        growing(name, ColumnType.BOOLEAN).integer(size, value ? 1 : 0);
        return this;
    }

    public BatchBuilder set(String name, List<String> values) {
        Growing column = growing(name, ColumnType.TEXT_LIST);
        values.forEach(value -> column.element(size, value));
        return this;
    }

    public BatchBuilder set(String name, float[] values) {
        growing(name, ColumnType.FLOAT_LIST).floats(size, values);
        return this;
    }

    public BatchBuilder set(String name, Map<String, String> values) {
        Growing column = growing(name, ColumnType.TEXT_MAP);
        values.forEach((key, value) -> column.entry(size, key, value));
        return this;
    }

    public void endRow() {
        size++;
    }

    /** The rows so far; the builder is empty afterwards. */
    public Batch build() {
        Map<String, Column> built = new LinkedHashMap<>();
        columns.forEach((name, column) -> built.put(name, column.build(size)));
        Batch batch = Batch.of(size, built);
        columns.replaceAll((name, column) -> new Growing(column.type));
        size = 0;
        return batch;
    }

    private Growing growing(String name, ColumnType type) {
        Growing column = columns.get(name);
        if (column == null || column.type != type) {
            throw new IllegalArgumentException(
                    "no column '" + name + "' of type " + type + "; there are " + columns.keySet());
        }
        return column;
    }

    private static final class Growing {
        private final ColumnType type;
        private long[] integers = new long[0];
        private double[] numbers = new double[0];
        private float[] floats = new float[0];
        private int[] codes = new int[0];
        private int[] keys = new int[0];
        private int[] ends = new int[0];
        private boolean[] present = new boolean[0];
        private int elements;
        private final Map<String, Integer> codeOf = new HashMap<>();

        Growing(ColumnType type) {
            this.type = type;
        }

        void integer(int row, long value) {
            if (row >= integers.length) {
                integers = Arrays.copyOf(integers, grown(row));
                present = Arrays.copyOf(present, integers.length);
            }
            integers[row] = value;
            present[row] = true;
        }

        void number(int row, double value) {
            if (row >= numbers.length) {
                int from = numbers.length;
                numbers = Arrays.copyOf(numbers, grown(row));
                Arrays.fill(numbers, from, numbers.length, Double.NaN);
            }
            numbers[row] = value;
        }

        void text(int row, String value) {
            if (row >= codes.length) {
                int from = codes.length;
                codes = Arrays.copyOf(codes, grown(row));
                Arrays.fill(codes, from, codes.length, -1);
            }
            codes[row] = code(value);
        }

        void element(int row, String value) {
            if (elements == codes.length) {
                codes = Arrays.copyOf(codes, grown(elements));
            }
            codes[elements++] = code(value);
            end(row);
        }

        void entry(int row, String key, String value) {
            if (elements == keys.length) {
                keys = Arrays.copyOf(keys, grown(elements));
            }
            keys[elements] = code(key);
            element(row, value);
        }

        private void end(int row) {
            if (row >= ends.length) {
                ends = Arrays.copyOf(ends, grown(row));
            }
            ends[row] = elements;
        }

        void floats(int row, float[] values) {
            if (elements + values.length > floats.length) {
                floats = Arrays.copyOf(floats, grown(elements + values.length));
            }
            System.arraycopy(values, 0, floats, elements, values.length);
            elements += values.length;
            end(row);
        }

        private int code(String value) {
            return codeOf.computeIfAbsent(value, unseen -> codeOf.size());
        }

        Column build(int size) {
            return switch (type) {
                case BOOLEAN -> new Column.Booleans(booleans(size), missing(size));
                case BIGINT -> new Column.Longs(Arrays.copyOf(integers, size), missing(size));
                case DOUBLE -> new Column.Doubles(filled(size));
                case TEXT -> new Column.Texts(filledCodes(size), dictionary());
                case TEXT_LIST -> new Column.TextLists(offsets(size), Arrays.copyOf(codes, elements), dictionary());
                case FLOAT_LIST -> new Column.FloatLists(offsets(size), Arrays.copyOf(floats, elements));
                case TEXT_MAP ->
                    new Column.TextMaps(
                            offsets(size), Arrays.copyOf(keys, elements), Arrays.copyOf(codes, elements), dictionary());
            };
        }

        private boolean[] booleans(int size) {
            boolean[] values = new boolean[size];
            for (int i = 0; i < Math.min(size, integers.length); i++) {
                values[i] = integers[i] != 0;
            }
            return values;
        }

        private boolean[] missing(int size) {
            boolean[] missing = new boolean[size];
            boolean any = false;
            for (int i = 0; i < size; i++) {
                missing[i] = i >= present.length || !present[i];
                any |= missing[i];
            }
            return any ? missing : new boolean[0];
        }

        private double[] filled(int size) {
            double[] values = Arrays.copyOf(numbers, size);
            if (size > numbers.length) {
                Arrays.fill(values, numbers.length, size, Double.NaN);
            }
            return values;
        }

        private int[] filledCodes(int size) {
            int[] values = Arrays.copyOf(codes, size);
            if (size > codes.length) {
                Arrays.fill(values, codes.length, size, -1);
            }
            return values;
        }

        private int[] offsets(int size) {
            int[] offsets = new int[size + 1];
            for (int i = 0; i < size; i++) {
                offsets[i + 1] = i < ends.length ? Math.max(offsets[i], ends[i]) : offsets[i];
            }
            return offsets;
        }

        private String[] dictionary() {
            String[] dictionary = new String[codeOf.size()];
            codeOf.forEach((value, code) -> dictionary[code] = value);
            return dictionary;
        }

        private static int grown(int needed) {
            return Math.max(16, (needed + 1) * 3 / 2);
        }
    }
}
