package dev.longview.serve.journal;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * A file of the journal: an SQLite database of one table, {@code row(n, key, line)}, in WAL mode with {@code synchronous=FULL}, so that
 * a commit is one write and one fsync at the end of the write-ahead log. It is never checkpointed while it is written: it lives for
 * minutes, is read once, and goes.
 *
 * <p>{@code sqlite3 journal/000000000007.db "select line from row"} shows what is in one.
 */
final class JournalFile implements AutoCloseable {
    private static final String SUFFIX = ".db";
    private static final int PAGE_BYTES = 8192;
    private static final int DIGITS = 12;
    private static final long BYTES_AT_ONCE = 1 << 18;

    private final Path path;
    private final int number;
    private final Connection connection;
    private final PreparedStatement insert;
    /** Rows that were committed, as far as this process knows: others may be in the file, but were not acknowledged. */
    private int committed;

    private long bytes;
    private boolean deleted;

    private JournalFile(Path path, int number, Connection connection, int committed, long bytes) throws SQLException {
        this.path = path;
        this.number = number;
        this.connection = connection;
        this.committed = committed;
        this.bytes = bytes;
        this.insert = connection.prepareStatement("INSERT INTO row VALUES (?, ?, ?)");
    }

    /** What is told of each row. */
    interface Rows {
        void row(int n, Key key, byte[] line);
    }

    /** A new one, durably there when this returns. */
    static JournalFile create(Path folder, int number) throws SQLException, IOException {
        Path path = path(folder, number);
        Connection connection = connect(path);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, key BLOB NOT NULL, line BLOB NOT NULL)");
            }
            connection.commit();
            Durable.syncFolder(folder);
            return new JournalFile(path, number, connection, 0, 0);
        } catch (SQLException | IOException e) {
            connection.close();
            remove(path);
            throw e;
        }
    }

    /**
     * One that is there, whoever left it: all that is whole in it counts. One whose creation was cut off is empty.
     *
     * @throws SQLException when it is no journal
     */
    static JournalFile open(Path folder, int number) throws SQLException {
        Path path = path(folder, number);
        Connection connection = connect(path);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS row (n INTEGER PRIMARY KEY, key BLOB NOT NULL, line BLOB NOT NULL)");
            connection.commit();
            try (ResultSet rows =
                    statement.executeQuery("SELECT COALESCE(MAX(n) + 1, 0), COALESCE(SUM(LENGTH(line)), 0) FROM row")) {
                rows.next();
                return new JournalFile(path, number, connection, rows.getInt(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(Path path) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setPageSize(PAGE_BYTES);
        // Nobody else opens it: the index of the write-ahead log stays in memory, and no file is shared.
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // Else each row that is inserted is followed by a query for its key.
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** The numbers of the files in a folder, ascending. */
    static List<Integer> numbers(Path folder) throws IOException {
        return Durable.list(folder).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.matches("[0-9]{" + DIGITS + "}\\" + SUFFIX))
                .map(name -> Integer.parseInt(name.substring(0, DIGITS)))
                .sorted()
                .toList();
    }

    private static Path path(Path folder, int number) {
        return folder.resolve(("%0" + DIGITS + "d").formatted(number) + SUFFIX);
    }

    /**
     * Adds rows, all or none; they are durable when this returns.
     *
     * @param entries numbered from {@link #size()} on
     * @throws SQLException when they are not in the file; a crash may still bring them to light
     */
    synchronized void add(List<Entry> entries) throws SQLException {
        try {
            long added = 0;
            int n = committed;
            for (Entry entry : entries) {
                insert.setInt(1, n++);
                insert.setBytes(2, entry.key().bytes());
                insert.setBytes(3, entry.line());
                insert.executeUpdate();
                added += entry.line().length;
            }
            connection.commit();
            committed = n;
            bytes += added;
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Empty when there is none, or the file has been deleted: then the log has it. */
    synchronized Optional<byte[]> line(int n) throws SQLException {
        if (deleted) {
            return Optional.empty();
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT line FROM row WHERE n = ?")) {
            select.setInt(1, n);
            try (ResultSet row = select.executeQuery()) {
                return n < committed && row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** Tells all committed rows, in their order. Between a few and the next few, others may look up theirs. */
    void read(Rows rows) throws SQLException {
        int next = 0;
        while (next >= 0) {
            next = read(next, rows);
        }
    }

    /**
     * Tells a few of the committed rows, in their order.
     *
     * @param n the first that is wanted
     * @return the first of those that come after them; −1 when none do
     */
    int read(int n, Rows rows) throws SQLException {
        List<Row> some = from(n);
        for (Row row : some) {
            rows.row(row.n(), row.key(), row.line());
        }
        return some.isEmpty() ? -1 : some.getLast().n() + 1;
    }

    private record Row(int n, Key key, byte[] line) {}

    private synchronized List<Row> from(int n) throws SQLException {
        List<Row> some = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT n, key, line FROM row WHERE n >= ? AND n < ? ORDER BY n")) {
            select.setInt(1, n);
            select.setInt(2, committed);
            try (ResultSet row = select.executeQuery()) {
                long read = 0;
                while (read < BYTES_AT_ONCE && row.next()) {
                    byte[] line = row.getBytes(3);
                    some.add(new Row(row.getInt(1), Key.read(row.getBytes(2)), line));
                    read += line.length;
                }
            }
        }
        return some;
    }

    /** Deletes the rows whose keys are seen already, and remembers those of the others. */
    synchronized void dropRepeated(SeenKeys seen) throws SQLException {
        List<Integer> repeated = new ArrayList<>();
        read((n, key, line) -> {
            if (seen.find(key).isPresent()) {
                repeated.add(n);
            } else {
                seen.put(key, number, n);
            }
        });
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM row WHERE n = ?")) {
            for (int n : repeated) {
                delete.setInt(1, n);
                delete.executeUpdate();
            }
        }
        connection.commit();
    }

    int number() {
        return number;
    }

    synchronized int size() {
        return committed;
    }

    /** Of all lines. */
    synchronized long bytes() {
        return bytes;
    }

    /** Closes it, for good. */
    synchronized void delete() throws SQLException, IOException {
        // First the names: closing would else copy the write-ahead log into the database.
        remove(path);
        deleted = true;
        close();
    }

    private static void remove(Path path) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        insert.close();
        connection.close();
    }
}
