package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.Upkeep.Compacted;
import dev.longview.engine.duckdb.LogFiles.Footer;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.duckdb.DuckDBConnection;

/**
 * Puts the small files of a table's day together: the same rows, and the union of the columns.
 *
 * <p>The rows are sorted by {@code received} and then by the table's identity: a reader as of a moment leaves out what came later by the
 * row groups' statistics, and the order owes nothing to how the rows came to be in files. DuckDB sorts on disk what its memory does
 * not hold. Each file is one {@link Publication}; when a file that was read has been replaced meanwhile, nothing happens to it, and the
 * next compaction finds it.
 */
final class Compaction {
    private final Path log;
    private final LogFiles files;
    private final DuckDBConnection connection;

    Compaction(Path log, LogFiles files, DuckDBConnection connection) {
        this.log = log;
        this.files = files;
        this.connection = connection;
    }

    List<Compacted> compact(LocalDate before, long targetBytes) {
        List<Compacted> done = new ArrayList<>();
        for (Table table : Table.values()) {
            try (Snapshot snapshot = Snapshot.of(log, List.of(table))) {
                Compacted all = new Compacted(table, 0, 0, 0, 0, 0);
                for (List<Segment> day : days(snapshot.segments(table), before)) {
                    for (List<Segment> group : groups(day, targetBytes)) {
                        all = sum(all, compact(snapshot, table, group));
                    }
                }
                if (all.filesBefore() > 0) {
                    done.add(all);
                }
            }
        }
        return done;
    }

    private static List<List<Segment>> days(List<Segment> files, LocalDate before) {
        Map<LocalDate, List<Segment>> days = new TreeMap<>();
        for (Segment file : files) {
            day(file.file())
                    .filter(day -> day.isBefore(before))
                    .ifPresent(day -> days.computeIfAbsent(day, unseen -> new ArrayList<>())
                            .add(file));
        }
        return List.copyOf(days.values());
    }

    /** The day of a file by its folder; none when it is no date. */
    static Optional<LocalDate> day(Path file) {
        Path folder = file.getParent();
        try {
            return folder == null
                    ? Optional.empty()
                    : Optional.of(
                            LocalDate.parse(folder.getFileName().toString().substring("day=".length())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Small files in their order, as many as make up the target; a group of one is left as it is. */
    private List<List<Segment>> groups(List<Segment> day, long targetBytes) {
        List<List<Segment>> groups = new ArrayList<>();
        List<Segment> group = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Segment, Footer> file : files.footers(day).entrySet()) {
            long size = file.getValue().state().size();
            if (size >= targetBytes / 2) {
                continue;
            }
            if (bytes + size > targetBytes) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(file.getKey());
            bytes += size;
        }
        groups.add(group);
        groups.removeIf(files -> files.size() < 2);
        return groups;
    }

    private Compacted compact(Snapshot snapshot, Table table, List<Segment> group) {
        files.columns(group, table.types(List.of()), DuckDbEngine.required(table));
        SequencedMap<Segment, Footer> footers = files.footers(group);
        SequencedMap<String, String> columns = CompactedFiles.columns(table, footers);
        boolean again = group.stream().anyMatch(file -> CompactedFiles.isOne(file.file()));
        TreeSet<String> segments = new TreeSet<>();
        footers.forEach((file, footer) -> segments.addAll(CompactedFiles.segments(file, footer)));
        try (Publication publication = Publication.begin(log)) {
            Path target = group.getFirst().file().resolveSibling(CompactedFiles.newName());
            Path staged = publication.add(log.relativize(target).toString());
            long rows = update(Statements.compact(
                    LogFiles.pinned(group),
                    columns.keySet(),
                    again,
                    order(table),
                    staged,
                    CompactedFiles.footer(table, segments, Footers.latest(footers.values()))));
            long bytesAfter = Files.size(staged);
            if (!publication.commit(() -> unchanged(footers))) {
                return new Compacted(table, 0, 0, 0, 0, 0);
            }
            long bytesBefore = footers.values().stream()
                    .mapToLong(footer -> footer.state().size())
                    .sum();
            return new Compacted(table, group.size(), 1, rows, bytesBefore, bytesAfter);
        } catch (SQLException e) {
            throw Failures.of(log.resolve(table.tableName()), e, snapshot.told(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new LogException(log, log + " cannot be written: " + e, e);
        }
    }

    private static List<String> order(Table table) {
        return switch (table) {
            case DECISIONS -> List.of("received", "decision_id");
            case SLATES -> List.of("received", "decision_id", "position");
            case CANDIDATE_SETS -> List.of("received", "candidates_id");
            case FEEDBACK, MEMBERSHIPS -> List.of("received", "event_id");
            case ITEMS -> List.of("received", "item", "valid_from");
        };
    }

    private long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Statements.set("preserve_insertion_order", true));
            return statement.executeUpdate(sql);
        }
    }

    /** The files, as those to go; none when one of them is not the one that was read any more. */
    private Optional<List<String>> unchanged(Map<Segment, Footer> read) throws IOException {
        return LogFiles.unchanged(read)
                ? Optional.of(read.keySet().stream()
                        .map(file -> log.relativize(file.file()).toString())
                        .toList())
                : Optional.empty();
    }

    private static Compacted sum(Compacted a, Compacted b) {
        return new Compacted(
                a.table(),
                a.filesBefore() + b.filesBefore(),
                a.filesAfter() + b.filesAfter(),
                a.rows() + b.rows(),
                a.bytesBefore() + b.bytesBefore(),
                a.bytesAfter() + b.bytesAfter());
    }
}
