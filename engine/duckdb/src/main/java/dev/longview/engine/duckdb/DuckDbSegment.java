package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.engine.Contradiction;
import dev.longview.engine.LogException;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.files.Durable;
import dev.longview.engine.sql.Dialect;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Rows gathered in a table of DuckDB, then copied to Parquet and published. */
final class DuckDbSegment implements SegmentWriter {
    private static final long DAY = 86_400_000_000L;
    /** The year 9999: what a folder's name can say. */
    private static final long LAST = 253_402_300_799_999_999L;

    private final DuckDBConnection connection;
    private final String rowsTable;
    private final Appending appending;
    private final Target target;
    private final TreeSet<Long> days = new TreeSet<>();
    private final DuckDBAppender appender;
    private long rows;
    private long leftOut;
    private boolean done;
    private boolean dropped;

    /** Where rows go. */
    sealed interface Target {
        Path path();
    }

    /** A file for each day of {@code received}, in a table's folder. */
    record Days(Path log, Table table, String segment, LogFiles files) implements Target {
        @Override
        public Path path() {
            return log.resolve(table.tableName());
        }

        String file() {
            return segment + ".parquet";
        }
    }

    /** One file outside the log, of which it may have rows: of forgotten decisions it must not. */
    record Single(Path path, Path log) implements Target {}

    DuckDbSegment(DuckDBConnection connection, String rowsTable, Appending appending, Target target)
            throws SQLException {
        this.connection = connection;
        this.rowsTable = rowsTable;
        this.appending = appending;
        this.target = target;
        execute(Statements.createTable(rowsTable, appending.types()));
        this.appender = connection.createAppender(rowsTable);
        // One thread after another may write, never two at once: the lock that this gives is not needed.
        this.appender.unsafeBreakThreadConfinement();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void append(Batch batch) {
        if (done) {
            throw new IllegalStateException("the segment is published or closed already");
        }
        appending.check(batch);
        if (target instanceof Days) {
            long[] received = batch.longs("received");
            for (int i = 0; i < received.length; i++) {
                if (received[i] < 0 || received[i] > LAST) {
                    throw new IllegalArgumentException(appending.where() + ": 'received' is " + received[i] + " in row "
                            + i + "; allowed are microseconds of the years 1970 to 9999");
                }
                days.add(received[i] / DAY);
            }
        }
        try {
            appending.append(batch, appender);
        } catch (SQLException e) {
            throw Failures.of(target.path(), e);
        }
        rows += batch.size();
    }

    @Override
    public long publish() {
        return switch (target) {
            case Days days ->
                new Publishing(days.log(), days.files(), List.of(this))
                        .publish()
                        .rows();
            case Single(Path file, Path log) -> publishFile(file, log);
        };
    }

    /** No more rows come. */
    void seal() throws SQLException {
        if (done) {
            throw new IllegalStateException("the segment is published or closed already");
        }
        done = true;
        appender.close();
        // A file keeps the order in which its rows came.
        execute(Statements.set("preserve_insertion_order", true));
    }

    /** Where the rows go, of a segment of the log. */
    Days days() {
        return switch (target) {
            case Days days -> days;
            case Single(Path file, Path log) -> throw new IllegalArgumentException(file + " is no segment of a log");
        };
    }

    /**
     * Whether compacted files hold just the rows of this segment: as many, and with the same sum of hashes.
     *
     * @param types of all columns of the files, as DuckDB calls them
     */
    boolean isIn(List<Path> compacted, SequencedMap<String, String> types) throws SQLException {
        SequencedMap<String, String> columns = new LinkedHashMap<>(types);
        appending.types().forEach((name, type) -> columns.put(name, Dialect.DUCKDB.type(type)));
        String mine = Statements.fingerprint(
                Statements.table(rowsTable), columns, appending.types().keySet());
        String theirs =
                Statements.fingerprint(Statements.segmentOf(compacted, days().segment()), columns, types.keySet());
        return fingerprint(mine).equals(fingerprint(theirs));
    }

    /**
     * The first decision, by id, of which another segment, or another of these rows, says something else.
     *
     * @param found the log's segments of that table
     */
    Optional<Contradiction> contradiction(Told told, List<Segment> found, LogFiles files) throws SQLException {
        appender.flush();
        Optional<Received> received = received();
        if (received.isEmpty()) {
            return Optional.empty();
        }
        Table table = told.table();
        Set<String> present =
                found.isEmpty() ? Set.of() : files.columns(found, table.types(List.of()), DuckDbEngine.required(table));
        return contradiction(Statements.contradiction(
                told,
                rowsTable,
                days().segment(),
                received.get(),
                LogFiles.pinned(found),
                CompactedFiles.among(found).isEmpty(),
                present));
    }

    /** When the first and the last of some rows were received, by which most of a log need not be read. */
    record Received(long first, long last) {}

    private Optional<Received> received() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Statements.received(rowsTable))) {
            return row.next() ? Optional.of(new Received(row.getLong(1), row.getLong(2))) : Optional.empty();
        }
    }

    private Optional<Contradiction> contradiction(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? Optional.of(new Contradiction(row.getString(1), row.getString(2))) : Optional.empty();
        }
    }

    private String fingerprint(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1) + " " + row.getString(2);
        }
    }

    /** Writes a compacted file anew, without the rows of this segment. */
    void leave(Path compacted, Path staged, Map<String, String> footer) throws SQLException {
        execute(Statements.without(days().segment(), compacted, staged, footer));
    }

    long rows() {
        return rows;
    }

    /**
     * Drops the rows of members who were forgotten, and of slates those of their decisions.
     *
     * @param decisions the decisions that are published with this segment, not yet without theirs
     */
    void forget(Tombstones forgotten, List<DuckDbSegment> decisions) throws SQLException {
        Table table = days().table();
        if (forgotten.isEmpty()) {
            return;
        }
        ForgettingStatements.load(connection, forgotten);
        long dropped = update(ForgettingStatements.delete(
                rowsTable, ForgettingStatements.covered(table, appending.types().keySet(), forgotten)));
        if (table == Table.SLATES) {
            for (DuckDbSegment of : decisions) {
                dropped += update(ForgettingStatements.deleteSlates(
                        rowsTable,
                        of.rowsTable,
                        ForgettingStatements.covered(
                                Table.DECISIONS, of.appending.types().keySet(), forgotten)));
            }
        }
        leftOut += dropped;
        rows -= dropped;
        if (dropped > 0) {
            days.clear();
            try (Statement statement = connection.createStatement();
                    ResultSet left = statement.executeQuery(Statements.days(rowsTable, DAY))) {
                while (left.next()) {
                    days.add(left.getLong(1));
                }
            }
        }
    }

    private long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** How many rows {@link #forget} dropped. */
    long leftOut() {
        return leftOut;
    }

    /** Writes the files of all days. @return where they are to stand */
    List<Path> stage(Publication publication) throws SQLException {
        List<Path> files = new ArrayList<>();
        for (long day : days) {
            Path file =
                    days().path().resolve("day=" + LocalDate.ofEpochDay(day)).resolve(days().file());
            Path staged = publication.add(days().log().relativize(file).toString());
            execute(Statements.copyDay(
                    rowsTable,
                    day * DAY,
                    (day + 1) * DAY,
                    staged,
                    Footers.of(days().table().tableName())));
            files.add(file);
        }
        return files;
    }

    private long publishFile(Path file, Path log) {
        try {
            seal();
            boolean published = false;
            while (!published) {
                // Again, when somebody has been forgotten meanwhile.
                published = moveIntoPlace(file, log);
            }
            return rows;
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } catch (IOException e) {
            throw new LogException(file, file + " cannot be written: " + e, e);
        } finally {
            drop();
        }
    }

    /** @return false when somebody was forgotten meanwhile, who may be in it */
    private boolean moveIntoPlace(Path file, Path log) throws IOException, SQLException {
        Tombstones forgotten = Tombstones.read(log);
        if (!forgotten.isEmpty()) {
            ForgettingStatements.load(connection, forgotten);
            rows -= update(ForgettingStatements.delete(
                    rowsTable,
                    ForgettingStatements.coveredOutside(appending.types().keySet(), forgotten)));
        }
        Path folder = file.toAbsolutePath().getParent();
        Path parent = Durable.createFolder(folder == null ? file.toAbsolutePath() : folder);
        Path hidden = parent.resolve("." + file.getFileName() + "." + rowsTable + ".new");
        try {
            execute(Statements.copyAll(rowsTable, hidden, Footers.of("file")));
            Durable.sync(hidden);
            // Who forgets looks through the files after the hashes are written, under the exclusive lock: it sees this
            // one, or we the
            // hashes.
            return LogLock.shared(log, () -> {
                boolean still = Tombstones.read(log).equals(forgotten);
                if (still) {
                    Durable.move(hidden, file);
                    Durable.syncFolder(parent);
                }
                return still;
            });
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    private void drop() {
        try {
            appender.close();
            execute(Statements.dropTable(rowsTable));
            connection.close();
        } catch (SQLException e) {
            // The rows are safe or given up; what is left is memory, which goes with the engine.
            done = true;
        } finally {
            dropped = true;
        }
    }

    @Override
    public void close() {
        done = true;
        if (!dropped) {
            drop();
        }
    }
}
