package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of some tables as they were at one moment, and kept as they were until they have been read, whatever writers do meanwhile.
 *
 * <p>DuckDB opens files one after the other while it scans; one that is compacted away by then would fail the query. So a reader lists
 * under the shared {@link LogLock} and gives each file a second name, a hard link below {@code log/.pins/ID}, which costs no copy. It
 * reads those and then drops them. Where a file system or its rights do not let it, it reads the files themselves: then a query can
 * fail while somebody rewrites them, and says so.
 */
final class Snapshot implements AutoCloseable {
    static final String PINS = ".pins";

    /**
     * A file of the log.
     *
     * @param file where it stands, or stood
     * @param pinned where to read it
     */
    record Segment(Path file, Path pinned) {
        static Segment of(Path file) {
            return new Segment(file, file);
        }
    }

    private final Path log;
    private final Map<Table, List<Segment>> segments;
    private final Optional<Lease> pins;

    private Snapshot(Path log, Map<Table, List<Segment>> segments, Optional<Lease> pins) {
        this.log = log;
        this.segments = segments;
        this.pins = pins;
    }

    /** @throws LogException when the log cannot be listed, or a writer died in it and it cannot be put right from here */
    static Snapshot of(Path log, Collection<Table> tables) {
        try {
            while (true) {
                Optional<Snapshot> whole = LogLock.shared(
                        log, () -> Publication.unfinished(log) ? Optional.empty() : Optional.of(listed(log, tables)));
                if (whole.isPresent()) {
                    return whole.get();
                }
                Publication.recover(log);
            }
        } catch (IOException e) {
            throw new LogException(
                    log,
                    log + " cannot be read: " + e
                            + ". If a writer died in it and it is read-only here, read it once where it may be written",
                    e);
        }
    }

    private static Snapshot listed(Path log, Collection<Table> tables) throws IOException {
        Map<Table, List<Segment>> segments = new EnumMap<>(Table.class);
        boolean any = false;
        for (Table table : tables) {
            List<Segment> files = files(log.resolve(table.tableName())).stream()
                    .map(Segment::of)
                    .toList();
            segments.put(table, files);
            any |= !files.isEmpty();
        }
        return any ? pinned(log, segments) : new Snapshot(log, segments, Optional.empty());
    }

    private static Snapshot pinned(Path log, Map<Table, List<Segment>> segments) {
        Optional<Lease> pins = Optional.empty();
        try {
            pins = Optional.of(Lease.take(log.resolve(PINS)));
            Map<Table, List<Segment>> pinned = new EnumMap<>(Table.class);
            for (Map.Entry<Table, List<Segment>> of : segments.entrySet()) {
                List<Segment> links = new ArrayList<>();
                for (Segment segment : of.getValue()) {
                    links.add(new Segment(
                            segment.file, link(segment.file, log, pins.get().folder())));
                }
                pinned.put(of.getKey(), links);
            }
            return new Snapshot(log, pinned, pins);
        } catch (IOException | UnsupportedOperationException noLinksHere) {
            pins.ifPresent(Snapshot::drop);
            return new Snapshot(log, segments, Optional.empty());
        }
    }

    /** The same path below the pins as below the log, so that one can be told from the other. */
    private static Path link(Path file, Path log, Path pins) throws IOException {
        Path link = pins.resolve(log.relativize(file));
        Path parent = link.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        return Files.createLink(link, file);
    }

    /** The Parquet files of a table's folder, sorted; hidden ones are none. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path day : Durable.list(folder)) {
            if (day.getFileName().toString().startsWith("day=")) {
                Durable.list(day).stream()
                        .filter(file -> file.getFileName().toString().endsWith(".parquet")
                                && !file.getFileName().toString().startsWith("."))
                        .forEach(files::add);
            }
        }
        return files;
    }

    List<Segment> segments(Table table) {
        return segments.getOrDefault(table, List.of());
    }

    List<Segment> segments() {
        return segments.values().stream().flatMap(List::stream).toList();
    }

    /** A message that names a pin, with the file's own name: nobody can look into a pin any more. */
    String told(String message) {
        return pins.map(lease -> message.replace(lease.folder() + "/", log + "/"))
                .orElse(message);
    }

    @Override
    public void close() {
        pins.ifPresent(Snapshot::drop);
    }

    private static void drop(Lease lease) {
        try {
            lease.close();
        } catch (IOException e) {
            // What is left of it is swept by who comes next; what was read is right.
            return;
        }
    }
}
