package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Copies a log as it is at one moment. */
final class LogCopy {
    private LogCopy() {}

    static long copy(Path log, Path folder) {
        try (Snapshot snapshot = Snapshot.of(log, List.of(Table.values()))) {
            long files = 0;
            for (Segment segment : snapshot.segments()) {
                Path target = folder.resolve(log.relativize(segment.file()));
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.copy(segment.pinned(), target);
                Durable.sync(target);
                files++;
            }
            // After the rows: who has been forgotten meanwhile must not be brought back from here by an import.
            Tombstones forgotten = Tombstones.read(log);
            if (!forgotten.isEmpty()) {
                forgotten.write(Durable.createFolder(folder));
            }
            Optional<LocalDate> expired = Expiry.decisionsBefore(log);
            if (expired.isPresent()) {
                Expiry.remember(Durable.createFolder(folder), expired.get());
            }
            return files;
        } catch (IOException e) {
            throw new LogException(log, log + " cannot be copied to " + folder + ": " + e, e);
        }
    }
}
