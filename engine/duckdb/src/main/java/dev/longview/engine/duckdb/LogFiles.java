package dev.longview.engine.duckdb;

import dev.longview.columns.ColumnType;
import dev.longview.engine.LogException;
import dev.longview.engine.sql.Dialect;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/**
 * The files of a log, and what their footers say: each is read once, so that a file of another schema is named before a scan mixes it
 * with the rest.
 */
final class LogFiles {
    private record Footer(long size, FileTime modified, Map<String, String> types) {}

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

    void recover() throws IOException {
        for (Table table : Table.values()) {
            Publication.recover(folder(table));
        }
    }

    /** The files of a table, sorted; hidden ones are none. */
    List<Path> files(Table table) {
        try {
            List<Path> files = new ArrayList<>();
            for (Path day : Durable.list(folder(table))) {
                if (day.getFileName().toString().startsWith("day=")) {
                    Durable.list(day).stream()
                            .filter(file -> file.getFileName().toString().endsWith(".parquet")
                                    && !file.getFileName().toString().startsWith("."))
                            .forEach(files::add);
                }
            }
            return files;
        } catch (IOException e) {
            throw new LogException(folder(table), folder(table) + " cannot be listed: " + e, e);
        }
    }

    /** @throws LogException when there is none, and why that may be */
    List<Path> someFiles(Table table) {
        List<Path> files = files(table);
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
     * @throws LogException that names a file which is not Parquet, or has a column of another type, or lacks a required one
     */
    Set<String> columns(List<Path> files, Map<String, ColumnType> expected, Set<String> required) {
        readFooters(files);
        Set<String> present = new HashSet<>();
        for (Path file : files) {
            Footer footer = footers.get(file);
            if (footer == null) {
                throw new LogException(file, file + " disappeared while it was read");
            }
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
                        file,
                        file + " is of another schema: it " + String.join(", and ", problems)
                                + ". Move it out of the log, or import its rows again");
            }
        }
        return present;
    }

    /** Equal for equal lists of files that have not changed since {@link #columns} has read them. */
    Object state(List<Path> files) {
        List<Object> state = new ArrayList<>();
        for (Path file : files) {
            state.add(file);
            state.add(Optional.ofNullable(footers.get(file)));
        }
        return state;
    }

    private void readFooters(List<Path> files) {
        Map<Path, Footer> fresh = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                long size = Files.size(file);
                FileTime modified = Files.getLastModifiedTime(file);
                Footer known = footers.get(file);
                if (known == null || known.size != size || !known.modified.equals(modified)) {
                    fresh.put(file, new Footer(size, modified, Map.of()));
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, Map<String, String>> types;
        try {
            types = types(List.copyOf(fresh.keySet()));
        } catch (SQLException all) {
            types = new HashMap<>();
            for (Path file : fresh.keySet()) {
                try {
                    types.putAll(types(List.of(file)));
                } catch (SQLException one) {
                    throw unreadable(file, one);
                }
            }
        }
        for (Map.Entry<Path, Footer> file : fresh.entrySet()) {
            Map<String, String> found = types.getOrDefault(file.getKey().toString(), Map.of());
            footers.put(file.getKey(), new Footer(file.getValue().size, file.getValue().modified, found));
        }
    }

    static LogException unreadable(Path file, Exception cause) {
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
        return new LogException(file, file + " " + why + ". Move it out of the way, or import its rows again", cause);
    }

    /** By file, the topmost columns with their types. */
    private Map<String, Map<String, String>> types(List<Path> files) throws SQLException {
        Map<String, Map<String, String>> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(Statements.schema(files))) {
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
}
