package dev.longview.engine.duckdb;

import dev.longview.columns.ColumnType;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Distinct;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/** The rows of a log that say again what others have said, found once for a set of files and then remembered. */
final class Repeats {
    /** A table of numbers of rows; what the files were like when they were read. */
    private record Found(String tableName, boolean none, Object files) {}

    private final DuckDBConnection connection;
    private final Map<Distinct, Found> found = new HashMap<>();
    private int tables;

    Repeats(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * Makes the view that a query wants.
     *
     * @param state equal for equal files
     */
    void provide(
            Distinct distinct,
            List<Path> files,
            Object state,
            SequencedMap<String, ColumnType> types,
            Set<String> present)
            throws SQLException {
        if (files.isEmpty()) {
            execute(Statements.same(distinct.relation(), distinct.table()));
            return;
        }
        execute(Statements.numbered(distinct.numbered(), files, types, present));
        Found known = found.get(distinct);
        if (known == null || !known.files.equals(state)) {
            if (known != null) {
                execute(Statements.dropTable(known.tableName));
            }
            known = find(distinct, state);
            found.put(distinct, known);
        }
        execute(
                known.none
                        ? Statements.same(distinct.relation(), distinct.table())
                        : Statements.without(distinct.relation(), distinct.numbered(), known.tableName, types));
    }

    private Found find(Distinct distinct, Object state) throws SQLException {
        String name = "repeats_" + tables++;
        execute(Statements.createTemporary(name, Dialect.DUCKDB.render(distinct.repeats())));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Statements.count(name))) {
            row.next();
            return new Found(name, row.getLong(1) == 0, state);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
