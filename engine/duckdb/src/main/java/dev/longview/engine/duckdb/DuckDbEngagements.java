package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.LogException;
import dev.longview.engine.sql.EngagementQuery;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
    private final DuckDBConnection shared;
    private final List<Path> scanned;
    private Optional<DuckDBConnection> own = Optional.empty();
    private Optional<Filling> won = Optional.empty();
    private Optional<Filling> continuing = Optional.empty();

    private record Filling(Appending appending, DuckDBAppender appender) {
        void add(Batch rows) {
            try {
                appending.append(rows, appender);
            } catch (SQLException e) {
                throw new LogException(
                        Path.of(appending.where()), "engagements could not be kept: " + e.getMessage(), e);
            }
        }
    }

    DuckDbEngagements(DuckDBConnection shared, List<Path> scanned) {
        this.shared = shared;
        this.scanned = scanned;
    }

    List<Path> scanned() {
        return scanned;
    }

    void create() throws SQLException {
        DuckDBConnection connection = shared.duplicate().unwrap(DuckDBConnection.class);
        own = Optional.of(connection);
        won = Optional.of(filling(connection, EngagementQuery.WON, EngagementQuery.wonTypes()));
        continuing = Optional.of(filling(connection, EngagementQuery.CONTINUING, EngagementQuery.continuingTypes()));
    }

    private static Filling filling(DuckDBConnection connection, String table, SequencedMap<String, ColumnType> types)
            throws SQLException {
        execute(connection, Statements.dropTable(table));
        execute(connection, Statements.createTable(table, types));
        return new Filling(new Appending(types, Set.of(), table), connection.createAppender(table));
    }

    void won(Batch rows) {
        won.orElseThrow().add(rows);
    }

    void continuing(Batch rows) {
        continuing.orElseThrow().add(rows);
    }

    /** Lets others see what was written. */
    void complete() throws SQLException {
        won.orElseThrow().appender().close();
        continuing.orElseThrow().appender().close();
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        if (own.isPresent()) {
            try (DuckDBConnection connection = own.get()) {
                execute(connection, Statements.dropTable(EngagementQuery.WON));
                execute(connection, Statements.dropTable(EngagementQuery.CONTINUING));
            } catch (SQLException e) {
                throw new LogException(
                        Path.of(EngagementQuery.WON), "engagements could not be given up: " + e.getMessage(), e);
            }
        }
    }
}
