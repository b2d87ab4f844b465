package dev.longview.engine.duckdb;

import dev.longview.engine.sql.Dialect;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** DuckDB's statements about who was forgotten. */
final class ForgettingStatements {
    private static final Dialect DIALECT = Dialect.DUCKDB;
    private static final String HASHES = "forgotten_hashes";

    private ForgettingStatements() {}

    /** Lets statements of a connection look up hashes. */
    static void load(DuckDBConnection connection, Tombstones forgotten) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TEMP TABLE " + HASHES + " (line VARCHAR)");
        }
        try (DuckDBAppender appender = connection.createAppender("temp", "main", HASHES)) {
            for (String line : forgotten.lines()) {
                appender.beginRow();
                appender.append(line);
                appender.endRow();
            }
        }
    }

    /** Whether a row is of somebody forgotten; feedback of others on a decision of theirs is the others'. */
    static String covered(Table table, Set<String> columns, Tombstones forgotten) {
        return switch (table) {
            case DECISIONS, FEEDBACK -> covered(Tombstones.MEMBER, "member", forgotten);
            case SLATES -> covered(Tombstones.DECISION, "decision_id", forgotten);
            case MEMBERSHIPS -> {
                String account = covered(Tombstones.ACCOUNT, "account", forgotten);
                yield columns.contains("member")
                        ? "(" + covered(Tombstones.MEMBER, "member", forgotten) + " OR (\"member\" IS NULL AND "
                                + account + "))"
                        : account;
            }
            case CANDIDATE_SETS, ITEMS -> "FALSE";
        };
    }

    /** Whether a row of a file outside the log is of somebody forgotten, as far as its columns tell. */
    static String coveredOutside(Set<String> columns, Tombstones forgotten) {
        List<String> either = new ArrayList<>();
        if (columns.contains("member")) {
            either.add(covered(Tombstones.MEMBER, "member", forgotten));
        }
        if (columns.contains("decision_id")) {
            either.add(covered(Tombstones.DECISION, "decision_id", forgotten));
        }
        return either.isEmpty() ? "FALSE" : "(" + String.join(" OR ", either) + ")";
    }

    private static String covered(String kind, String column, Tombstones forgotten) {
        return "(" + DIALECT.literal(kind + " ") + " || sha256(" + DIALECT.literal(forgotten.salt()) + " || "
                + DIALECT.quoted(column) + ")) IN (SELECT line FROM " + HASHES + ")";
    }

    static String delete(String table, String covered) {
        return "DELETE FROM " + DIALECT.quoted(table) + " WHERE coalesce(" + covered + ", FALSE)";
    }

    /** Deletes the slates of decisions that are about to be deleted. */
    static String deleteSlates(String slates, String decisions, String covered) {
        return "DELETE FROM " + DIALECT.quoted(slates) + " WHERE decision_id IN (SELECT decision_id FROM "
                + DIALECT.quoted(decisions) + " WHERE coalesce(" + covered + ", FALSE))";
    }

    /** By file, how many of its rows are covered. */
    static String hits(List<Path> files, String covered) {
        return "SELECT " + Statements.fileColumn() + ", count(*) FROM " + Statements.parquetWithFile(files)
                + " WHERE coalesce(" + covered + ", FALSE) GROUP BY ALL";
    }

    static String left(Path file, String covered) {
        return "SELECT count(*) FROM " + Statements.parquet(List.of(file)) + " WHERE NOT coalesce(" + covered
                + ", FALSE)";
    }

    static String keep(Path from, String covered, Path file, Map<String, String> footer) {
        return Statements.copyQuery(
                "SELECT * FROM " + Statements.parquet(List.of(from)) + " WHERE NOT coalesce(" + covered + ", FALSE)",
                file,
                footer);
    }

    /** The decisions of members, and those left of members who are forgotten already: id, time, received, policy. */
    static String decisions(Collection<String> members, Tombstones forgotten) {
        return "SELECT decision_id, \"time\", received, \"policy\" FROM decisions WHERE \"member\" IN " + list(members)
                + " OR " + covered(Tombstones.MEMBER, "member", forgotten);
    }

    /** The accounts that have these members and no others. */
    static String accounts(Collection<String> members) {
        String theirs = " WHERE \"member\" IN " + list(members);
        String others = " WHERE \"member\" NOT IN " + list(members);
        return "(SELECT account FROM decisions" + theirs + " UNION SELECT account FROM memberships" + theirs
                + " UNION SELECT account FROM memberships WHERE account IN " + list(members)
                + ") EXCEPT (SELECT account FROM decisions" + others + " UNION SELECT account FROM memberships" + others
                + ")";
    }

    private static String list(Collection<String> members) {
        return members.stream().map(DIALECT::literal).collect(Collectors.joining(", ", "(", ")"));
    }
}
