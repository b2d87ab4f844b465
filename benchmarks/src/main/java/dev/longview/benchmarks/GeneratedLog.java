package dev.longview.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * A log of N decisions over four weeks with one recommendation each, and 2N events that answer them: a play, two of watching and a thumb
 * in turn, after minutes to weeks. One in twenty is received up to three days late, one in a hundred twice. Drawn by hashes, so that the
 * same N gives the same rows.
 *
 * @param start when the first was decided, in microseconds
 * @param receivedBy what is received later is left out
 */
record GeneratedLog(Path folder, long decisions, long start, long receivedBy) {
    static final long START = 1_767_225_600_000_000L; // 2026-01-01
    static final int DAYS = 28;
    private static final long DAY = 86_400_000_000L;
    /** Later than all but a few events. */
    static final long AS_OF = START + 2 * DAYS * DAY;

    private static final List<String> MACROS = List.of(
            "CREATE TEMP MACRO uniform(i, s) AS (hash(i, s) % 1000000007) / 1000000007.0",
            "CREATE TEMP MACRO decision(i) AS 'd-' || hex(hash(i, 1))",
            "CREATE TEMP MACRO served(i) AS $START + CAST(i * (" + DAYS * DAY
                    + "::DOUBLE / $N) AS BIGINT) + CAST(uniform(i, 2) * 3600e6 AS BIGINT)",
            "CREATE TEMP MACRO logged(i) AS served(i) + 1000 + (hash(i, 4) % 500000)::BIGINT",
            "CREATE TEMP MACRO member(i) AS hash(i, 3) % ($N // 20)",
            "CREATE TEMP MACRO item(i) AS 'item-' || hash(i, 6) % 5000",
            "CREATE TEMP MACRO happened(e, i) AS served(i) + CAST(-ln(1 - uniform(e, 11))"
                    + " * [3600e6, 86400e6, 259200e6, 432000e6][e % 4 + 1] AS BIGINT)",
            "CREATE TEMP MACRO arrived(e, i, copy) AS happened(e, i) + copy * 3600000000 + CASE WHEN hash(e, 13) % 20"
                    + " = 0 THEN CAST(uniform(e, 14) * 259200e6 AS BIGINT) ELSE (hash(e, 14) % 60000000)::BIGINT END",
            "CREATE TEMP MACRO day(micros) AS CAST(make_timestamp(micros) AS DATE)");

    private static final String DECISIONS = """
        SELECT decision(i) AS decision_id, 'a-' || member(i) AS account, 'm-' || member(i) AS member, served(i) AS time,
          logged(i) AS received, 'home' AS surface, 'popular-' || (i * 4 // $N) AS policy,
          ['ranking/' || CASE WHEN member(i) % 2 = 0 THEN 'old' ELSE 'new' END] AS cells, i::BIGINT AS seed,
          'c-' || (i * 100 // $N) AS candidates_id, TRUE AS usable_off_policy, NULL::VARCHAR AS unusable_reason,
          day(logged(i)) AS day
        FROM range($N) r(i)\
        """;

    private static final String SLATES = """
        SELECT decision(i) AS decision_id, 0::BIGINT AS position, item(i) AS item,
          0.01 + 0.5 * uniform(i, 7) AS conditional_propensity, 0.01 + 0.5 * uniform(i, 7) AS marginal_propensity,
          NULL::DOUBLE AS marginal_error, uniform(i, 8) AS score, logged(i) AS received, day(logged(i)) AS day
        FROM range($N) r(i)\
        """;

    private static final String FEEDBACK = """
        SELECT 'e-' || hex(hash(e, 12)) AS event_id, ['play', 'watch', 'watch', 'thumb'][e % 4 + 1] AS kind,
          'm-' || member(i) AS member, item(i) AS item, happened(e, i) AS time, arrived(e, i, copy) AS received,
          decision(i) AS decision_id, 0::BIGINT AS position,
          CASE WHEN e % 4 IN (1, 2) THEN round(uniform(e, 15) * 120, 1) END AS value,
          CASE WHEN e % 4 = 3 THEN CASE WHEN hash(e, 16) % 4 = 0 THEN 'down' ELSE 'up' END END AS label,
          NULL::MAP(VARCHAR, VARCHAR) AS attributes, NULL::VARCHAR AS retracts, day(arrived(e, i, copy)) AS day
        FROM (SELECT e, copy, (hash(e, 10) % $N)::BIGINT AS i FROM range(2 * $N) r(e), (VALUES (0), (1)) c(copy)
          WHERE copy = 0 OR hash(e, 17) % 100 = 0)
        WHERE arrived(e, i, copy) <= $BY\
        """;

    /** From {@link #START} on, with all that was ever received. */
    GeneratedLog(Path folder, long decisions) {
        this(folder, decisions, START, Long.MAX_VALUE);
    }

    /** Writes all segments. */
    void write(DuckDBConnection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET preserve_insertion_order = false");
            for (String macro : MACROS) {
                statement.execute(sized(macro));
            }
            copy(statement, "decisions", DECISIONS);
            copy(statement, "slates", SLATES);
            copy(statement, "feedback", FEEDBACK);
        }
    }

    private String sized(String sql) {
        return sql.replace("$N", String.valueOf(decisions))
                .replace("$START", String.valueOf(start))
                .replace("$BY", String.valueOf(receivedBy));
    }

    private void copy(Statement statement, String table, String select) throws SQLException, IOException {
        Path target = Files.createDirectories(folder).resolve(table);
        statement.execute("COPY (" + sized(select) + ") TO '" + target
                + "' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day), FILENAME_PATTERN 'generated-{i}')");
    }

    /** The files of a table, as DuckDB reads them. */
    String scan(String table) {
        return "read_parquet('" + folder.resolve(table)
                + "/*/*.parquet', union_by_name = true, hive_partitioning = false)";
    }

    /** Compressed bytes of some columns, over all files. */
    String bytes(String table, List<String> columns) {
        return "SELECT coalesce(sum(total_compressed_size), 0)::BIGINT FROM parquet_metadata('" + folder.resolve(table)
                + "/*/*.parquet') WHERE split_part(path_in_schema, ',', 1) IN ('" + String.join("', '", columns) + "')";
    }
}
