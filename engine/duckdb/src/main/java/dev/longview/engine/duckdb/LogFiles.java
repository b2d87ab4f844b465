package dev.longview.engine.duckdb;

import dev.longview.columns.ColumnType;
import dev.longview.engine.LogException;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.sql.Dialect;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The files of a log, and what their footers say: each is read once, so that a file of another schema is named before a scan mixes it
 * with the rest.
 */
final class LogFiles {
    /**
     * What a file says of itself.
     *
     * @param state which file it is; another one, when it has been replaced
     * @param types of the topmost columns, as DuckDB calls them
     * @param says keys and values
     */
    record Footer(State state, Map<String, String> types, Map<String, String> says) {}

    /** A file is the same as long as this is. */
    record State(@Nullable Object identity, long size, FileTime modified) {
        static State of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    private final Path folder;
    private final DuckDBConnection connection;
    private final Map<Path, Footer> footers = new HashMap<>();

    LogFiles(Path folder, DuckDBConnection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    Path folder(Table table) {
        return folder.resolve(table.tableName());
    }

    /** @throws LogException when there is none, and why that may be */
    List<Segment> some(Snapshot snapshot, Table table) {
        List<Segment> files = snapshot.segments(table);
        if (files.isEmpty()) {
            Path where = folder(table);
            String state = !Files.isDirectory(folder)
                    ? "the log's folder " + folder + " does not exist"
                    : !Files.isDirectory(where)
                            ? "the log has no folder " + where
                            : "the folder " + where + " has no segment";
            throw new LogException(
                    where, state + ": there are no " + table.tableName() + " to read. Import some, or check the path");
        }
        return files;
    }

    /**
     * The columns of the given ones that any of the files has.
     *
     * @throws LogException that names a file which is not Parquet, or of a newer schema, or has a column of another type, or lacks a
     *     required one
     */
    Set<String> columns(List<Segment> files, Map<String, ColumnType> expected, Set<String> required) {
        Set<String> present = new HashSet<>();
        footers(files).forEach((segment, footer) -> {
            List<String> problems = new ArrayList<>();
            expected.forEach((name, type) -> {
                String found = footer.types.get(name);
                if (found == null && required.contains(name)) {
                    problems.add("has no column '" + name + "'");
                } else if (found != null && !found.equals(Dialect.DUCKDB.type(type))) {
                    problems.add(
                            "has a column '" + name + "' of type " + found + ", must be " + Dialect.DUCKDB.type(type));
                } else if (found != null) {
                    present.add(name);
                }
            });
            if (!problems.isEmpty()) {
                throw new LogException(
                        segment.file(),
                        segment.file() + " is of another schema: it " + String.join(", and ", problems)
                                + ". Move it out of the log, or import its rows again");
            }
        });
        return present;
    }

    /** @throws LogException that names a file which is not Parquet, or of a newer schema */
    SequencedMap<Segment, Footer> footers(List<Segment> files) {
        Map<Segment, State> fresh = new LinkedHashMap<>();
        for (Segment file : files) {
            try {
                State state = State.of(file.pinned());
                Footer known = footers.get(file.file());
                if (known == null || !known.state.equals(state)) {
                    fresh.put(file, state);
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        if (!fresh.isEmpty()) {
            read(fresh);
        }
        SequencedMap<Segment, Footer> found = new LinkedHashMap<>();
        files.forEach(file -> found.put(file, Objects.requireNonNull(footers.get(file.file()))));
        return found;
    }

    private void read(Map<Segment, State> fresh) {
        Map<String, Map<String, String>> types;
        Map<String, Map<String, String>> says;
        try {
            types = types(fresh.keySet());
            says = says(fresh.keySet());
        } catch (SQLException all) {
            types = new HashMap<>();
            says = new HashMap<>();
            for (Segment file : fresh.keySet()) {
                try {
                    types.putAll(types(List.of(file)));
                    says.putAll(says(List.of(file)));
                } catch (SQLException one) {
                    throw unreadable(file, one);
                }
            }
        }
        for (Map.Entry<Segment, State> entry : fresh.entrySet()) {
            Segment file = entry.getKey();
            String path = file.pinned().toString();
            Footer footer =
                    new Footer(entry.getValue(), types.getOrDefault(path, Map.of()), says.getOrDefault(path, Map.of()));
            Footers.require(file.file(), footer.says);
            footers.put(file.file(), footer);
        }
    }

    private static LogException unreadable(Segment segment, Exception cause) {
        Path file = segment.pinned();
        String why;
        try {
            why = !Files.exists(file)
                    ? "does not exist"
                    : !Files.isReadable(file)
                            ? "may not be read by this user"
                            : "is not a whole Parquet file (" + Files.size(file)
                                    + " bytes): truncated, or something else under that name";
        } catch (IOException e) {
            why = "cannot be read";
        }
        return new LogException(
                segment.file(),
                segment.file() + " " + why + ". Move it out of the way, or import its rows again",
                cause);
    }

    /** By file, the topmost columns with their types. */
    private Map<String, Map<String, String>> types(Collection<Segment> files) throws SQLException {
        Map<String, Map<String, String>> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Statements.schema(pinned(files)))) {
            String file = "";
            Map<String, String> columns = new LinkedHashMap<>();
            int inside = 0;
            while (rows.next()) {
                int children = rows.getInt(3);
                if (!rows.getString(1).equals(file)) {
                    // The first row of a file is its root.
                    file = rows.getString(1);
                    columns = new LinkedHashMap<>();
                    types.put(file, columns);
                    inside = 0;
                    continue;
                }
                if (inside == 0) {
                    columns.put(rows.getString(2), rows.getString(4));
                    inside = children;
                } else {
                    inside += children - 1;
                }
            }
        }
        return types;
    }

    /** By file, the keys and values of its footer. */
    private Map<String, Map<String, String>> says(Collection<Segment> files) throws SQLException {
        Map<String, Map<String, String>> says = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Statements.footer(pinned(files)))) {
            while (rows.next()) {
                says.computeIfAbsent(rows.getString(1), unseen -> new HashMap<>())
                        .put(rows.getString(2), rows.getString(3));
            }
        }
        return says;
    }

    /** Whether each file is the one that was read. */
    static boolean unchanged(Map<Segment, Footer> read) throws IOException {
        for (Map.Entry<Segment, Footer> each : read.entrySet()) {
            try {
                if (!State.of(each.getKey().file()).equals(each.getValue().state())) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        return true;
    }

    static List<Path> pinned(Collection<Segment> files) {
        return files.stream().map(Segment::pinned).toList();
    }
}
