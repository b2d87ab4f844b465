package dev.longview.log;

import dev.longview.columns.ColumnType;

/**
 * A feature that a workspace declares, and by that a column of the log.
 *
 * @param name with its scope: {@code context.device}, {@code member.tenure}, {@code item.genres}
 * @param size of an embedding, how many numbers each of its values has; 0 of every other kind
 */
public record FeatureDefinition(String name, Kind kind, int size) {
    /** The longest embedding. */
    public static final int LARGEST = 4096;

    /** What a feature's values are. */
    public enum Kind {
        NUMERIC(ColumnType.DOUBLE),
        CATEGORICAL(ColumnType.TEXT),
        MULTI_VALUED(ColumnType.TEXT_LIST),
        /** A list of as many numbers for each value, made elsewhere. */
        EMBEDDING(ColumnType.FLOAT_LIST);

        private final ColumnType columnType;

        Kind(ColumnType columnType) {
            this.columnType = columnType;
        }

        public ColumnType columnType() {
            return columnType;
        }
    }

    public FeatureDefinition {
        boolean embedding = kind == Kind.EMBEDDING;
        if (embedding ? size < 1 || size > LARGEST : size != 0) {
            throw new IllegalArgumentException(
                    "feature " + name + ": size must be " + (embedding ? "1 to " + LARGEST : "0") + ": " + size);
        }
    }

    /** A feature that is no embedding. */
    public FeatureDefinition(String name, Kind kind) {
        this(name, kind, 0);
    }

    public static FeatureDefinition embedding(String name, int size) {
        return new FeatureDefinition(name, Kind.EMBEDDING, size);
    }

    public boolean ofItem() {
        return name.startsWith("item.");
    }
}
