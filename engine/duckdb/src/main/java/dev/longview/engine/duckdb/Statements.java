package dev.longview.engine.duckdb;

import dev.longview.columns.ColumnType;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Distinct;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** DuckDB's dialect where it has no counterpart elsewhere: files, settings, tables to write from. */
final class Statements {
    private static final Dialect DIALECT = Dialect.DUCKDB;
    /** Of one file. */
    private static final long MOST_ROWS = 1L << 40;

    private Statements() {}

    static String set(String setting, String value) {
        return "SET " + setting + " = " + DIALECT.literal(value);
    }

    static String set(String setting, boolean value) {
        return "SET " + setting + " = " + value;
    }

    static String createTable(String name, Map<String, ColumnType> types) {
        return "CREATE TABLE " + DIALECT.quoted(name)
                + types.entrySet().stream()
                        .map(column -> DIALECT.quoted(column.getKey()) + " " + DIALECT.type(column.getValue()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    static String dropTable(String name) {
        return "DROP TABLE IF EXISTS " + DIALECT.quoted(name);
    }

    /** Rows of a table received in {@code [from, before)} to a file; all rows when there is no such column. */
    static String copyDay(String table, long from, long before, Path file, Map<String, String> footer) {
        return copy(table, " WHERE \"received\" >= " + from + " AND \"received\" < " + before, file, footer);
    }

    static String copyAll(String table, Path file, Map<String, String> footer) {
        return copy(table, "", file, footer);
    }

    private static String copy(String table, String where, Path file, Map<String, String> footer) {
        String metadata = footer.entrySet().stream()
                .map(entry -> DIALECT.quoted(entry.getKey()) + ": " + DIALECT.literal(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "COPY (SELECT * FROM " + DIALECT.quoted(table) + where + ") TO " + DIALECT.literal(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd, KV_METADATA " + metadata + ")";
    }

    /** A view of the given columns over files; a column that no file has is missing in all rows. */
    static String view(String name, Collection<Path> files, Map<String, ColumnType> types, Set<String> present) {
        return view(name)
                + columns(files, types, present)
                + (files.isEmpty() ? " WHERE FALSE" : " FROM " + parquet(files));
    }

    /** The same with a number for each row, which is of its file and of its place there. */
    static String numbered(String name, Collection<Path> files, Map<String, ColumnType> types, Set<String> present) {
        return view(name) + columns(files, types, present) + ", CAST(file_index AS BIGINT) * " + MOST_ROWS
                + " + file_row_number AS " + DIALECT.quoted(Distinct.ROW) + " FROM " + parquet(files);
    }

    /** A view of another relation. */
    static String same(String name, String relation) {
        return view(name) + "* FROM " + DIALECT.quoted(relation);
    }

    /** A view of numbered rows without those whose numbers a table holds. */
    static String without(String name, String numbered, String table, Map<String, ColumnType> types) {
        String row = DIALECT.quoted(Distinct.ROW);
        return view(name) + types.keySet().stream().map(DIALECT::quoted).collect(Collectors.joining(", ")) + " FROM "
                + DIALECT.quoted(numbered) + " ANTI JOIN " + DIALECT.quoted(table) + " USING (" + row + ")";
    }

    static String createTemporary(String name, String query) {
        return "CREATE TEMP TABLE " + DIALECT.quoted(name) + " AS " + query;
    }

    static String count(String name) {
        return "SELECT count(*) FROM " + DIALECT.quoted(name);
    }

    private static String view(String name) {
        return "CREATE OR REPLACE TEMP VIEW " + DIALECT.quoted(name) + " AS SELECT ";
    }

    private static String columns(Collection<Path> files, Map<String, ColumnType> types, Set<String> present) {
        return types.entrySet().stream()
                .map(column -> {
                    String quoted = DIALECT.quoted(column.getKey());
                    return present.contains(column.getKey()) && !files.isEmpty()
                            ? quoted
                            : "CAST(NULL AS " + DIALECT.type(column.getValue()) + ") AS " + quoted;
                })
                .collect(Collectors.joining(", "));
    }

    private static String parquet(Collection<Path> files) {
        return "read_parquet(" + list(files) + ", union_by_name = true, hive_partitioning = false)";
    }

    /** Name and type of the topmost columns of files: {@code file_name}, {@code name}, {@code duckdb_type}. */
    static String schema(List<Path> files) {
        return "SELECT file_name, name, num_children, duckdb_type FROM parquet_schema(" + list(files)
                + ") ORDER BY file_name, column_id";
    }

    /** Rows and the first and last {@code received}. */
    static String summary(List<Path> files) {
        return "SELECT count(*), coalesce(min(\"received\"), 0), coalesce(max(\"received\"), 0) FROM " + parquet(files);
    }

    /** Reads a file whole, for nothing but its errors. */
    static String probe(Path file) {
        return "SELECT max(hash(COLUMNS(*))) FROM " + parquet(List.of(file));
    }

    private static String list(Collection<Path> files) {
        return files.stream()
                .map(file -> DIALECT.literal(unglobbed(file.toString())))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** DuckDB takes each path for a pattern: a folder called {@code a[1]} would match a1. */
    private static String unglobbed(String path) {
        return path.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]");
    }
}
