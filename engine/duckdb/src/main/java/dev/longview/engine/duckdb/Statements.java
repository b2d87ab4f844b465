package dev.longview.engine.duckdb;

import dev.longview.columns.ColumnType;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Distinct;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** DuckDB's dialect where it has no counterpart elsewhere: files, settings, tables to write from. */
final class Statements {
    private static final Dialect DIALECT = Dialect.DUCKDB;
    /** Of one file. */
    private static final long MOST_ROWS = 1L << 40;

    /** As of {@code Steps#happened}. */
    private static final String HAPPENED = "least(\"time\", \"received\")";
    /** Microseconds; more than any two times of a log are apart. */
    private static final long MOST = Long.MAX_VALUE / 2;

    /** Where DuckDB says which file a row is from; a name that no column of a log has. */
    private static final String FILE = "longview.file";

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
        return copyQuery("SELECT * FROM " + DIALECT.quoted(table) + where, file, footer);
    }

    /** The rows of files with the segment that each is from; {@code again} when some say it themselves. */
    static String compact(
            List<Path> files,
            Collection<String> columns,
            boolean again,
            List<String> order,
            Path file,
            Map<String, String> footer) {
        return copyQuery(
                "SELECT " + quoted(columns) + ", " + segmentOf(again) + " AS " + DIALECT.quoted(CompactedFiles.COLUMN)
                        + " FROM " + parquetWithFile(files) + " ORDER BY " + quoted(order),
                file,
                footer);
    }

    /**
     * The first row of a table of which files, in a segment other than the one that the table becomes, or another row of it, say something else
     * as of the same moment.
     *
     * @param received when the table's rows were
     * @param plain whether none of the files is compacted
     * @param present the columns that any of the files has
     */
    static String contradiction(
            Told told,
            String table,
            String segment,
            DuckDbSegment.Received received,
            List<Path> files,
            boolean plain,
            Set<String> present) {
        List<String> keys = told.keys();
        List<String> said = told.said();
        String differs = said.stream()
                .map(DIALECT::quoted)
                .map(c -> "theirs." + c + " <> mine." + c)
                .collect(Collectors.joining(" OR "));
        String columns = quoted(keys) + ", \"received\", ";
        String own = "SELECT " + columns + quoted(said) + ", " + DIALECT.literal(segment) + " AS segment FROM "
                + DIALECT.quoted(table);
        String theirs = files.isEmpty()
                ? own
                : own + " UNION ALL SELECT * FROM (SELECT " + columns
                        + said.stream()
                                .map(c -> present.contains(c) ? DIALECT.quoted(c) : "NULL")
                                .collect(Collectors.joining(", "))
                        + ", " + segmentOf(!plain) + " AS segment FROM " + parquetWithFile(files)
                        + ") WHERE segment <> " + DIALECT.literal(segment) + " AND \"received\" BETWEEN "
                        + received.first() + " AND " + received.last();
        return "SELECT mine.\"decision_id\", theirs.segment FROM (" + theirs + ") theirs JOIN " + DIALECT.quoted(table)
                + " mine USING (" + quoted(keys) + ") WHERE theirs.\"received\" = mine.\"received\" AND (" + differs
                + ") ORDER BY ALL LIMIT 1";
    }

    /** When the first and the last row of a table were received; nothing without rows. */
    static String received(String table) {
        return "SELECT min(\"received\"), max(\"received\") FROM " + DIALECT.quoted(table) + " HAVING count(*) > 0";
    }

    /** The segment of a row; {@code told} when some rows say it themselves. */
    private static String segmentOf(boolean told) {
        String name = "parse_filename(" + DIALECT.quoted(FILE) + ", true)";
        return told ? "coalesce(" + DIALECT.quoted(CompactedFiles.COLUMN) + ", " + name + ")" : name;
    }

    private static String quoted(Collection<String> columns) {
        return columns.stream().map(DIALECT::quoted).collect(Collectors.joining(", "));
    }

    /** The rows of a compacted file but those of one segment. */
    static String without(String segment, Path from, Path file, Map<String, String> footer) {
        return copyQuery(
                "SELECT * FROM " + parquet(List.of(from)) + " WHERE " + DIALECT.quoted(CompactedFiles.COLUMN) + " <> "
                        + DIALECT.literal(segment),
                file,
                footer);
    }

    /**
     * How many rows there are and the sum of their hashes, which owes nothing to their order.
     *
     * @param columns all that count, with DuckDB's types; those that are not {@code present} are missing
     */
    static String fingerprint(String rows, SequencedMap<String, String> columns, Set<String> present) {
        return "SELECT count(*), coalesce(sum(CAST(hash("
                + columns.entrySet().stream()
                        .map(column -> present.contains(column.getKey())
                                ? DIALECT.quoted(column.getKey())
                                : "CAST(NULL AS " + column.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + ") AS HUGEINT)), 0) FROM " + rows;
    }

    /** The days of {@code received}, since 1970. */
    static String days(String table, long day) {
        return "SELECT DISTINCT received // " + day + " FROM " + DIALECT.quoted(table);
    }

    /** For {@link #fingerprint}: a table. */
    static String table(String name) {
        return DIALECT.quoted(name);
    }

    /** For {@link #fingerprint}: the rows of a segment in compacted files. */
    static String segmentOf(List<Path> files, String segment) {
        return parquet(files) + " WHERE " + DIALECT.quoted(CompactedFiles.COLUMN) + " = " + DIALECT.literal(segment);
    }

    static String copyQuery(String query, Path file, Map<String, String> footer) {
        String metadata = footer.entrySet().stream()
                .map(entry -> DIALECT.quoted(entry.getKey()) + ": " + DIALECT.literal(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "COPY (" + query + ") TO " + DIALECT.literal(file.toString()) + " (FORMAT parquet, COMPRESSION zstd"
                + (footer.isEmpty() ? "" : ", KV_METADATA " + metadata) + ")";
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

    /** Of all decisions: when the first and the last happened, and how much later than that one was received at most. */
    static String timesOfDecisions() {
        return "SELECT coalesce(min(happened), 0), coalesce(max(happened), 0), " + clamped("max(delay)")
                + " FROM (SELECT "
                + HAPPENED + " AS happened, CAST(\"received\" AS HUGEINT) - " + HAPPENED
                + " AS delay FROM \"decisions\" WHERE \"time\" IS NOT NULL AND \"received\" IS NOT NULL)";
    }

    /**
     * Of all slates: how much later than their decision happened they were received, at least and at most. By hashes of ids: one that
     * collides makes the range wider.
     */
    static String delaysOfSlates() {
        return "SELECT " + clamped("min(delay)") + ", " + clamped("max(delay)")
                + " FROM (SELECT CAST(s.\"received\" AS HUGEINT) - d.happened AS delay FROM \"slates\" s"
                + " JOIN (SELECT hash(\"decision_id\") AS key, " + HAPPENED
                + " AS happened FROM \"decisions\" WHERE \"time\" IS NOT NULL AND \"decision_id\" IS NOT NULL) d"
                + " ON d.key = hash(s.\"decision_id\") AND s.\"decision_id\" IS NOT NULL)";
    }

    private static String clamped(String wide) {
        return "CAST(coalesce(greatest(least(" + wide + ", " + MOST + "), -" + MOST + "), 0) AS BIGINT)";
    }

    /** How many decisions of a range of time happened in each stretch after the first, in the order of time. */
    static String stretches(long first, long stretch, long from, long before) {
        String happened = "\"happened\"";
        return "SELECT (" + happened + " - CAST('" + first + "' AS BIGINT)) // " + stretch
                + " AS stretch, count(*) FROM (SELECT "
                + HAPPENED + " AS " + happened
                + " FROM \"decisions\" WHERE \"time\" IS NOT NULL AND \"received\" IS NOT NULL) WHERE " + happened
                + " >= CAST('" + from + "' AS BIGINT) AND " + happened + " < CAST('" + before
                + "' AS BIGINT) GROUP BY stretch ORDER BY stretch";
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

    /** Files with a column {@link #fileColumn} that says which one a row is from. */
    static String parquetWithFile(Collection<Path> files) {
        return parquet(files, ", filename = " + DIALECT.literal(FILE));
    }

    static String fileColumn() {
        return DIALECT.quoted(FILE);
    }

    static String count(List<Path> files) {
        return "SELECT count(*) FROM " + parquet(files);
    }

    static String parquet(Collection<Path> files) {
        return parquet(files, "");
    }

    private static String parquet(Collection<Path> files, String more) {
        return "read_parquet(" + list(files) + ", union_by_name = true, hive_partitioning = false" + more + ")";
    }

    /** Name and type of the topmost columns of files: {@code file_name}, {@code name}, {@code duckdb_type}. */
    static String schema(List<Path> files) {
        return "SELECT file_name, name, num_children, duckdb_type FROM parquet_schema(" + list(files)
                + ") ORDER BY file_name, column_id";
    }

    /** Of the footers of files: {@code file_name}, {@code key}, {@code value}. */
    static String footer(List<Path> files) {
        return "SELECT file_name, decode(key), decode(value) FROM parquet_kv_metadata(" + list(files) + ")";
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
