package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.LogException;
import dev.longview.engine.sql.EngagementQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The two relations of {@link EngagementQuery} as tables, while an assembly reads them. They are written over a connection of their own,
 * since the events that they are made of are still streaming over the other.
 */
final class DuckDbEngagements implements AutoCloseable {
    private final Optional<Open> open;

    private record Open(DuckDBConnection connection, Filling won, Filling continuing) {}

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
                throw failed("kept", e);
            }
        }
    }

    private DuckDbEngagements(Optional<Open> open) {
        this.open = open;
    }

    /** Of an assembly that asks for none. */
    static DuckDbEngagements none() {
        return new DuckDbEngagements(Optional.empty());
    }

    static DuckDbEngagements create(DuckDBConnection shared) throws SQLException {
        DuckDBConnection own = shared.duplicate().unwrap(DuckDBConnection.class);
        return new DuckDbEngagements(Optional.of(new Open(
                own,
                Filling.of(own, EngagementQuery.WON, EngagementQuery.wonTypes()),
                Filling.of(own, EngagementQuery.CONTINUING, EngagementQuery.continuingTypes()))));
    }

    void won(Batch rows) {
        open.orElseThrow().won.add(rows);
    }

    void continuing(Batch rows) {
        open.orElseThrow().continuing.add(rows);
    }

    /** Lets others see what was written. */
    void complete() throws SQLException {
        open.orElseThrow().won.appender.close();
        open.orElseThrow().continuing.appender.close();
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static LogException failed(String what, SQLException cause) {
        return new LogException(
                Path.of(EngagementQuery.WON), "engagements could not be " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        if (open.isPresent()) {
            try (DuckDBConnection connection = open.get().connection) {
                execute(connection, Statements.dropTable(EngagementQuery.WON));
                execute(connection, Statements.dropTable(EngagementQuery.CONTINUING));
            } catch (SQLException e) {
                throw failed("given up", e);
            }
        }
    }
}
