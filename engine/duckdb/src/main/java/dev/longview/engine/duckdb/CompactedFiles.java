package dev.longview.engine.duckdb;

import dev.longview.columns.ColumnType;
import dev.longview.engine.LogException;
import dev.longview.engine.duckdb.LogFiles.Footer;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.sql.Dialect;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What is particular about files that {@link Compaction} has made of others: they are called {@code compacted.ID.parquet}, a name that no
 * segment can have; a column {@code longview.segment} says of each row which segment it is from, and the footer lists them all. So a
 * segment stays what it was to who publishes it: the same again changes nothing, another of its name replaces it.
 */
final class CompactedFiles {
    /** The column that says which segment a row is from. */
    static final String COLUMN = "longview.segment";

    private static final String PREFIX = "compacted.";
    private static final String FOOTER = "longview.segments";
    private static final String EXTENSION = ".parquet";

    private CompactedFiles() {}

    static String newName() {
        return PREFIX + UUID.randomUUID() + EXTENSION;
    }

    static boolean isOne(Path file) {
        return file.getFileName().toString().startsWith(PREFIX);
    }

    static List<Segment> among(List<Segment> files) {
        return files.stream().filter(segment -> isOne(segment.file())).toList();
    }

    /** The names of the segments whose rows a file may have. */
    static Set<String> segments(Segment file, Footer footer) {
        if (isOne(file.file())) {
            return new TreeSet<>(List.of(footer.says().getOrDefault(FOOTER, "").split("\n")));
        }
        String name = file.file().getFileName().toString();
        return new TreeSet<>(List.of(name.substring(0, name.length() - EXTENSION.length())));
    }

    static Map<String, String> footer(Table table, Set<String> segments, String version) {
        Map<String, String> footer = Footers.of(table.tableName(), version);
        footer.put(FOOTER, String.join("\n", segments));
        return footer;
    }

    /**
     * All columns of files with their types, sorted by name but for the table's own, which come first; {@link #COLUMN} is left out.
     *
     * @throws LogException that names a file in which a column has another type than in the others
     */
    static SequencedMap<String, String> columns(Table table, Map<Segment, Footer> footers) {
        SequencedMap<String, String> columns = new LinkedHashMap<>();
        for (Map.Entry<String, ColumnType> column : table.types(List.of()).entrySet()) {
            columns.put(column.getKey(), Dialect.DUCKDB.type(column.getValue()));
        }
        List<String> others = footers.values().stream()
                .flatMap(footer -> footer.types().keySet().stream())
                .filter(name -> !columns.containsKey(name) && !name.equals(COLUMN))
                .distinct()
                .sorted()
                .toList();
        for (String name : others) {
            footers.forEach((file, footer) -> {
                String type = footer.types().get(name);
                String known = type == null ? null : columns.putIfAbsent(name, type);
                if (known != null && !known.equals(type)) {
                    throw new LogException(
                            file.file(),
                            file.file() + " is of another schema: it has a column '" + name + "' of type " + type
                                    + ", elsewhere it is " + known
                                    + ". Move it out of the log, or import its rows again");
                }
            });
        }
        List<String> nowhere = new ArrayList<>(columns.keySet());
        nowhere.removeIf(name ->
                footers.values().stream().anyMatch(footer -> footer.types().containsKey(name)));
        nowhere.forEach(columns::remove);
        return columns;
    }
}
