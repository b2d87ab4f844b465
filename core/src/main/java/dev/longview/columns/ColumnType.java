package dev.longview.columns;

/** The type of a column, the same in memory, in Parquet and in a dialect of SQL. */
public enum ColumnType {
    BOOLEAN,
    /** 64-bit integers; times are microseconds since 1970 in UTC. */
    BIGINT,
    DOUBLE,
    TEXT,
    TEXT_LIST,
    /** Numbers in single precision, in their order: an embedding. */
    FLOAT_LIST,
    /** Text keys to text values. */
    TEXT_MAP
}
