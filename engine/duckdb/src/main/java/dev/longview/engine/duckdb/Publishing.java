package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Publishes the segments of several tables as one change of the log: each replaces the one of its name, on all days. */
final class Publishing {
    private final Path log;
    private final List<DuckDbSegment> segments;

    Publishing(Path log, List<DuckDbSegment> segments) {
        this.log = log;
        this.segments = segments;
    }

    Published publish() {
        try {
            for (DuckDbSegment segment : segments) {
                segment.seal();
            }
            while (true) {
                try (Publication publication = Publication.begin(log)) {
                    Set<Path> coming = new HashSet<>();
                    for (DuckDbSegment segment : segments) {
                        coming.addAll(segment.stage(publication));
                    }
                    if (publication.commit(() -> Optional.of(replaced(coming)))) {
                        return new Published(
                                segments.stream().mapToLong(DuckDbSegment::rows).sum(), 0);
                    }
                }
            }
        } catch (SQLException e) {
            throw Failures.of(log, e);
        } catch (IOException e) {
            throw new LogException(log, log + " cannot be written: " + e, e);
        } finally {
            segments.forEach(DuckDbSegment::close);
        }
    }

    /** The files of the same segments on days that the new ones do not have. */
    private List<String> replaced(Set<Path> coming) throws IOException {
        List<String> goes = new ArrayList<>();
        for (DuckDbSegment segment : segments) {
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
