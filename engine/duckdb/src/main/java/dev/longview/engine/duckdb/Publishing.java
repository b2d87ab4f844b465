package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.Published;
import dev.longview.engine.duckdb.LogFiles.Footer;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes the segments of several tables as one change of the log: each replaces the one of its name, on all days.
 *
 * <p>A segment may be part of a compacted file by now. If its rows there are those that come, nothing is done: the same import again
 * changes nothing. Otherwise that file is written anew without them, within the same change. Rows of members who were forgotten are
 * left out; when somebody is forgotten or the log is compacted meanwhile, all is prepared again.
 */
final class Publishing {
    private final Path log;
    private final LogFiles files;
    private final List<DuckDbSegment> segments;
    private final List<Table> tables;

    Publishing(Path log, LogFiles files, List<DuckDbSegment> segments) {
        this.log = log;
        this.files = files;
        this.segments = segments;
        this.tables = segments.stream()
                .map(segment -> segment.days().table())
                .distinct()
                .toList();
    }

    Published publish() {
        try {
            for (DuckDbSegment segment : segments) {
                segment.seal();
            }
            Optional<Published> published = Optional.empty();
            while (published.isEmpty()) {
                // Again, when somebody else has compacted or forgotten meanwhile.
                published = attempt();
            }
            return published.get();
        } catch (SQLException e) {
            throw Failures.of(log, e);
        } catch (IOException e) {
            throw new LogException(log, log + " cannot be written: " + e, e);
        } finally {
            segments.forEach(DuckDbSegment::close);
        }
    }

    private Optional<Published> attempt() throws SQLException, IOException {
        try (Snapshot snapshot = Snapshot.of(log, tables);
                Publication publication = Publication.begin(log)) {
            Tombstones forgotten = Tombstones.read(log);
            forget(forgotten);
            Set<Path> coming = new HashSet<>();
            List<String> goes = new ArrayList<>();
            List<DuckDbSegment> changed = new ArrayList<>();
            for (DuckDbSegment segment : segments) {
                if (replacesCompacted(segment, snapshot, publication, goes)) {
                    changed.add(segment);
                    coming.addAll(segment.stage(publication));
                }
            }
            Set<Path> compacted =
                    compacted(snapshot.segments().stream().map(Segment::file).toList());
            boolean done = publication.commit(() -> {
                List<Path> now = new ArrayList<>();
                for (Table table : tables) {
                    now.addAll(Snapshot.files(log.resolve(table.tableName())));
                }
                if (!compacted(now).equals(compacted) || !Tombstones.read(log).equals(forgotten)) {
                    return Optional.empty();
                }
                List<String> all = new ArrayList<>(goes);
                all.addAll(replaced(changed, coming));
                return Optional.of(all);
            });
            return done
                    ? Optional.of(new Published(
                            segments.stream().mapToLong(DuckDbSegment::rows).sum(),
                            segments.stream().mapToLong(DuckDbSegment::leftOut).sum()))
                    : Optional.empty();
        }
    }

    /** Slates before the decisions that say whose they are. */
    private void forget(Tombstones forgotten) throws SQLException {
        List<DuckDbSegment> decisions = segments.stream()
                .filter(segment -> segment.days().table() == Table.DECISIONS)
                .toList();
        for (DuckDbSegment segment : segments) {
            if (!decisions.contains(segment)) {
                segment.forget(forgotten, decisions);
            }
        }
        for (DuckDbSegment segment : decisions) {
            segment.forget(forgotten, List.of());
        }
    }

    private static Set<Path> compacted(List<Path> files) {
        return files.stream().filter(CompactedFiles::isOne).collect(Collectors.toSet());
    }

    /** @return false when the segment is in compacted files as it is to be, and nowhere else */
    private boolean replacesCompacted(
            DuckDbSegment segment, Snapshot snapshot, Publication publication, List<String> goes) throws SQLException {
        Table table = segment.days().table();
        String name = segment.days().segment();
        SequencedMap<Segment, Footer> holders = files.footers(CompactedFiles.among(snapshot.segments(table)));
        holders.entrySet()
                .removeIf(each ->
                        !CompactedFiles.segments(each.getKey(), each.getValue()).contains(name));
        if (holders.isEmpty()) {
            return true;
        }
        List<Segment> pinned = List.copyOf(holders.keySet());
        boolean beside = snapshot.segments(table).stream()
                .anyMatch(file -> file.file().endsWith(segment.days().file()));
        if (!beside && segment.isIn(LogFiles.pinned(pinned), CompactedFiles.columns(table, holders))) {
            return false;
        }
        for (Map.Entry<Segment, Footer> holder : holders.entrySet()) {
            Segment file = holder.getKey();
            Set<String> others = CompactedFiles.segments(file, holder.getValue());
            others.remove(name);
            if (!others.isEmpty()) {
                Path target = file.file().resolveSibling(CompactedFiles.newName());
                segment.leave(
                        file.pinned(),
                        publication.add(log.relativize(target).toString()),
                        CompactedFiles.footer(table, others, Footers.latest(List.of(holder.getValue()))));
            }
            goes.add(log.relativize(file.file()).toString());
        }
        return true;
    }

    /** The files of the same segments on days that the new ones do not have. */
    private List<String> replaced(List<DuckDbSegment> changed, Set<Path> coming) throws IOException {
        List<String> goes = new ArrayList<>();
        for (DuckDbSegment segment : changed) {
            for (Path day : Durable.list(segment.days().path())) {
                Path file = day.resolve(segment.days().file());
                if (Files.exists(file) && !coming.contains(file)) {
                    goes.add(log.relativize(file).toString());
                }
            }
        }
        return goes;
    }
}
