package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.LogException;
import dev.longview.engine.sql.EngagementQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SequencedMap;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The two relations of {@link EngagementQuery} as tables, while an assembly reads them. They are written over a connection of their own,
 * since the events that they are made of are still streaming over the other.
 */
final class DuckDbEngagements implements AutoCloseable {
    private final DuckDBConnection connection;
    private final Filling won;
    private final Filling continuing;

    private record Filling(Appending appending, DuckDBAppender appender) {
        static Filling of(DuckDBConnection connection, String table, SequencedMap<String, ColumnType> types)
                throws SQLException {
            execute(connection, Statements.dropTable(table));
            execute(connection, Statements.createTable(table, types));
            return new Filling(new Appending(types, Set.of(), table), connection.createAppender(table));
        }

        void add(Batch rows) {
            try {
                appending.append(rows, appender);
            } catch (SQLException e) {
                throw new LogException(
                        Path.of(appending.where()), "engagements could not be kept: " + e.getMessage(), e);
            }
        }
    }

    private DuckDbEngagements(DuckDBConnection connection, Filling won, Filling continuing) {
        this.connection = connection;
        this.won = won;
        this.continuing = continuing;
    }

    static DuckDbEngagements create(DuckDBConnection shared) throws SQLException {
        DuckDBConnection own = shared.duplicate().unwrap(DuckDBConnection.class);
        return new DuckDbEngagements(
                own,
                Filling.of(own, EngagementQuery.WON, EngagementQuery.wonTypes()),
                Filling.of(own, EngagementQuery.CONTINUING, EngagementQuery.continuingTypes()));
    }

    void won(Batch rows) {
        won.add(rows);
    }

    void continuing(Batch rows) {
        continuing.add(rows);
    }

    /** Lets others see what was written. */
    void complete() throws SQLException {
        won.appender.close();
        continuing.appender.close();
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            execute(connection, Statements.dropTable(EngagementQuery.WON));
            execute(connection, Statements.dropTable(EngagementQuery.CONTINUING));
        }
    }
}
