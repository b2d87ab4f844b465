package dev.longview.log;

import dev.longview.columns.ColumnType;

/**
 * A feature that a workspace declares, and by that a column of the log.
 *
 * @param name with its scope: {@code context.device}, {@code member.tenure}, {@code item.genres}
 */
public record FeatureDefinition(String name, Kind kind) {

    /** What a feature's values are. */
    public enum Kind {
        NUMERIC(ColumnType.DOUBLE),
        CATEGORICAL(ColumnType.TEXT),
        MULTI_VALUED(ColumnType.TEXT_LIST);

        private final ColumnType columnType;

        Kind(ColumnType columnType) {
            this.columnType = columnType;
        }

        public ColumnType columnType() {
            return columnType;
        }
    }

    public boolean ofItem() {
        return name.startsWith("item.");
    }
}
