package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.Upkeep.Expired;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.duckdb.DuckDBConnection;

/**
 * Deletes whole days of tables, all in one {@link Publication}; no file is written anew. {@code log/.expired} keeps the latest day before
 * which decisions went: who had been served by then nobody can tell any more.
 */
final class Expiry {
    private static final String FILE = ".expired";

    private final Path log;
    private final LogFiles files;
    private final DuckDBConnection connection;

    Expiry(Path log, LogFiles files, DuckDBConnection connection) {
        this.log = log;
        this.files = files;
        this.connection = connection;
    }

    List<Expired> expire(Set<Table> tables, LocalDate before, boolean dryRun) {
        if (tables.contains(Table.ITEMS) || tables.contains(Table.CANDIDATE_SETS)) {
            throw new IllegalArgumentException(
                    "items and candidate sets do not expire: those received long ago can be valid still");
        }
        while (true) {
            List<Expired> gone = new ArrayList<>();
            Set<String> goes = new TreeSet<>();
            try (Snapshot snapshot = Snapshot.of(log, tables)) {
                for (Table table : EnumSet.copyOf(tables)) {
                    expired(snapshot.segments(table), table, before, goes).ifPresent(gone::add);
                }
            }
            if (dryRun || goes.isEmpty() || deleted(tables, before, goes)) {
                return gone;
            }
            // Somebody else came or went meanwhile: what was counted is not what would go.
        }
    }

    private Optional<Expired> expired(List<Segment> all, Table table, LocalDate before, Set<String> goes) {
        List<Segment> old =
                all.stream().filter(file -> isBefore(file.file(), before)).toList();
        if (old.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<LocalDate> days = new TreeSet<>();
        for (Segment file : old) {
            goes.add(log.relativize(file.file()).toString());
            Compaction.day(file.file()).ifPresent(days::add);
        }
        long bytes = files.footers(old).values().stream()
                .mapToLong(footer -> footer.state().size())
                .sum();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Statements.count(LogFiles.pinned(old)))) {
            row.next();
            return Optional.of(new Expired(table, old.size(), row.getLong(1), bytes, days.first(), days.last()));
        } catch (SQLException e) {
            throw Failures.of(log.resolve(table.tableName()), e);
        }
    }

    /** The latest day before which decisions have expired. */
    static Optional<LocalDate> decisionsBefore(Path log) {
        Path file = log.resolve(FILE);
        try {
            return Optional.of(LocalDate.parse(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeParseException e) {
            throw new LogException(
                    file, file + " is damaged: it is no day like 2026-01-31. Write the last --before into it", e);
        } catch (IOException e) {
            throw new LogException(file, file + " cannot be read: " + e, e);
        }
    }

    /** Under an exclusive lock, or in a log that nobody else knows yet. */
    static void remember(Path log, LocalDate before) throws IOException {
        LocalDate latest =
                decisionsBefore(log).filter(known -> known.isAfter(before)).orElse(before);
        Path next = log.resolve(FILE + ".new");
        Files.writeString(next, latest + "\n");
        Durable.sync(next);
        Durable.move(next, log.resolve(FILE));
        Durable.syncFolder(log);
    }

    private static boolean isBefore(Path file, LocalDate before) {
        return Compaction.day(file).filter(day -> day.isBefore(before)).isPresent();
    }

    private boolean deleted(Set<Table> tables, LocalDate before, Set<String> goes) {
        try (Publication publication = Publication.begin(log)) {
            return publication.commit(() -> {
                Set<String> now = new TreeSet<>();
                for (Table table : tables) {
                    Snapshot.files(log.resolve(table.tableName())).stream()
                            .filter(file -> isBefore(file, before))
                            .forEach(file -> now.add(log.relativize(file).toString()));
                }
                if (!now.equals(goes)) {
                    return Optional.empty();
                }
                if (goes.stream().anyMatch(file -> Path.of(file).startsWith(Table.DECISIONS.tableName()))) {
                    remember(log, before);
                }
                return Optional.of(List.copyOf(goes));
            });
        } catch (IOException e) {
            throw new LogException(log, log + " cannot be written: " + e, e);
        }
    }
}
