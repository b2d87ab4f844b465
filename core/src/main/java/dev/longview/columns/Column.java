package dev.longview.columns;

import java.util.Arrays;

/**
 * One column of a batch. The arrays are the column's own, not copies: a reader must not write to them. {@code missing} arrays have
 * length 0 when no value is missing.
 */
public sealed interface Column {
    int size();

    boolean isMissing(int row);

    ColumnType type();

    record Booleans(boolean[] values, boolean[] missing) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.length > 0 && missing[row];
        }

        @Override
        public ColumnType type() {
            return ColumnType.BOOLEAN;
        }
    }

    record Longs(long[] values, boolean[] missing) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return missing.length > 0 && missing[row];
        }

        @Override
        public ColumnType type() {
            return ColumnType.BIGINT;
        }
    }

    /** A missing value is NaN. */
    record Doubles(double[] values) implements Column {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean isMissing(int row) {
            return Double.isNaN(values[row]);
        }

        @Override
        public ColumnType type() {
            return ColumnType.DOUBLE;
        }
    }

    /** Dictionary-coded text; code −1 is a missing value. The dictionary belongs to this batch alone. */
    record Texts(int[] codes, String[] dictionary) implements Column {
        @Override
        public int size() {
            return codes.length;
        }

        @Override
        public boolean isMissing(int row) {
            return codes[row] < 0;
        }

        @Override
        public ColumnType type() {
            return ColumnType.TEXT;
        }

        /** The text of a row that is not missing. */
        public String text(int row) {
            return dictionary[codes[row]];
        }
    }

    /** Row i holds codes[offsets[i] … offsets[i+1]); an empty list and a missing one are the same. */
    record TextLists(int[] offsets, int[] codes, String[] dictionary) implements Column {
        @Override
        public int size() {
            return offsets.length - 1;
        }

        @Override
        public boolean isMissing(int row) {
            return offsets[row] == offsets[row + 1];
        }

        @Override
        public ColumnType type() {
            return ColumnType.TEXT_LIST;
        }
    }

    /** Row i holds values[offsets[i] … offsets[i+1]); an empty list and a missing one are the same. */
    record FloatLists(int[] offsets, float[] values) implements Column {
        @Override
        public int size() {
            return offsets.length - 1;
        }

        @Override
        public boolean isMissing(int row) {
            return offsets[row] == offsets[row + 1];
        }

        @Override
        public ColumnType type() {
            return ColumnType.FLOAT_LIST;
        }

        /** A copy of a row's values. */
        public float[] list(int row) {
            return Arrays.copyOfRange(values, offsets[row], offsets[row + 1]);
        }
    }

    /** Row i holds the entries offsets[i] … offsets[i+1]); an empty map and a missing one are the same. */
    record TextMaps(int[] offsets, int[] keys, int[] values, String[] dictionary) implements Column {
        @Override
        public int size() {
            return offsets.length - 1;
        }

        @Override
        public boolean isMissing(int row) {
            return offsets[row] == offsets[row + 1];
        }

        @Override
        public ColumnType type() {
            return ColumnType.TEXT_MAP;
        }
    }
}
