package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.Upkeep.Forgotten;
import dev.longview.engine.Upkeep.ForgottenDecision;
import dev.longview.engine.Upkeep.ForgottenIn;
import dev.longview.engine.Upkeep.Removed;
import dev.longview.engine.duckdb.LogFiles.Footer;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/**
 * Removes members from a log: first their {@link Tombstones}, under which no writer can bring them back; then the rows that these
 * cover, by writing the files anew that have some, all tables in one {@link Publication}.
 *
 * <p>An account that has no other member, in decisions or in memberships, is taken to be the member: what happened to its membership
 * tells of one person, and goes. Of an account with others only the rows go that name the member.
 */
final class Forgetting {
    private static final List<Table> TABLES = List.of(Table.DECISIONS, Table.SLATES, Table.FEEDBACK, Table.MEMBERSHIPS);

    private final Path log;
    private final LogFiles files;
    private final DuckDBConnection connection;

    Forgetting(Path log, LogFiles files, DuckDBConnection connection) {
        this.log = log;
        this.files = files;
        this.connection = connection;
    }

    Forgotten forget(Set<String> members, Consumer<List<ForgottenDecision>> decisions) {
        try {
            Found found = new Found(members, decisions, new HashSet<>(), new HashSet<>());
            Optional<Map<Table, Long>> removed = Optional.empty();
            while (removed.isEmpty()) {
                removed = attempt(found);
            }
            // What dead readers still hold of it.
            Publication.recover(log);
            List<Removed> rows = removed.get().entrySet().stream()
                    .map(each -> new Removed(each.getKey(), each.getValue()))
                    .toList();
            return new Forgotten(found.accounts.size(), rows);
        } catch (SQLException e) {
            throw Failures.of(log, e);
        } catch (IOException e) {
            throw new LogException(log, log + " cannot be written: " + e, e);
        }
    }

    /**
     * What is theirs, as far as it has been found.
     *
     * @param told the ids of the decisions that {@code decisions} was told of
     */
    private record Found(
            Set<String> members, Consumer<List<ForgottenDecision>> decisions, Set<String> told, Set<String> accounts) {}

    /**
     * Looks for decisions and accounts of theirs, tells of those, and hashes what is not hashed yet.
     *
     * @return whether there was any: until its hash stood, others could publish more
     */
    private boolean hashed(Snapshot snapshot, Tombstones forgotten, Found found) throws SQLException, IOException {
        view(snapshot, Table.DECISIONS);
        view(snapshot, Table.MEMBERSHIPS);
        Set<String> ids = new HashSet<>();
        List<ForgottenDecision> more = new ArrayList<>();
        rows(ForgettingStatements.decisions(found.members, forgotten), row -> {
            String id = row.getString(1);
            ids.add(id);
            if (found.told.add(id)) {
                String policy = row.getString(4);
                more.add(new ForgottenDecision(row.getLong(2), row.getLong(3), policy == null ? "" : policy));
            }
        });
        rows(ForgettingStatements.accounts(found.members), row -> found.accounts.add(row.getString(1)));
        if (!more.isEmpty()) {
            found.decisions.accept(more);
        }
        if (with(forgotten, found, ids).equals(forgotten)) {
            return false;
        }
        return LogLock.exclusive(log, () -> {
            with(Tombstones.read(log), found, ids).write(log);
            return true;
        });
    }

    private static Tombstones with(Tombstones forgotten, Found found, Set<String> decisions) {
        return forgotten
                .with(Tombstones.MEMBER, found.members)
                .with(Tombstones.ACCOUNT, found.accounts)
                .with(Tombstones.DECISION, decisions);
    }

    private void view(Snapshot snapshot, Table table) throws SQLException {
        List<Segment> found = snapshot.segments(table);
        var types = table.types(List.of());
        Set<String> present = files.columns(found, types, DuckDbEngine.required(table));
        execute(Statements.view(table.tableName(), LogFiles.pinned(found), types, present));
    }

    /**
     * Removes the rows, when the hashes cover all that is theirs: a decision whose row goes without its hash would leave its slate for ever.
     *
     * @return empty when they did not, or when a file that was read is not there any more: somebody else compacts or imports
     */
    private Optional<Map<Table, Long>> attempt(Found found) throws SQLException, IOException {
        Tombstones forgotten = Tombstones.read(log);
        ForgettingStatements.load(connection, forgotten);
        Map<Table, Long> removed = new EnumMap<>(Table.class);
        Map<Segment, Footer> read = new LinkedHashMap<>();
        try (Snapshot snapshot = Snapshot.of(log, TABLES);
                Publication publication = Publication.begin(log)) {
            if (hashed(snapshot, forgotten, found)) {
                return Optional.empty();
            }
            List<String> goes = new ArrayList<>();
            for (Table table : TABLES) {
                Map<Segment, Footer> footers = files.footers(snapshot.segments(table));
                Map<String, Long> hits = hits(footers, table, forgotten);
                for (Map.Entry<Segment, Footer> each : footers.entrySet()) {
                    Segment file = each.getKey();
                    long rows = hits.getOrDefault(file.pinned().toString(), 0L);
                    if (rows == 0) {
                        continue;
                    }
                    read.put(file, each.getValue());
                    removed.merge(table, rows, Long::sum);
                    rewrite(file, each.getValue(), table, forgotten, publication)
                            .ifPresent(goes::add);
                }
            }
            boolean done = publication.commit(() -> LogFiles.unchanged(read) ? Optional.of(goes) : Optional.empty());
            return done ? Optional.of(removed) : Optional.empty();
        }
    }

    private Map<String, Long> hits(Map<Segment, Footer> footers, Table table, Tombstones forgotten)
            throws SQLException {
        Map<String, Long> hits = new HashMap<>();
        if (!footers.isEmpty()) {
            Set<String> columns = columns(footers);
            rows(
                    ForgettingStatements.hits(
                            LogFiles.pinned(footers.keySet()), ForgettingStatements.covered(table, columns, forgotten)),
                    row -> hits.put(row.getString(1), row.getLong(2)));
        }
        return hits;
    }

    private static Set<String> columns(Map<Segment, Footer> footers) {
        return footers.values().stream()
                .flatMap(footer -> footer.types().keySet().stream())
                .collect(java.util.stream.Collectors.toSet());
    }

    /** @return the file that goes, where the one written anew does not stand in its place */
    private Optional<String> rewrite(
            Segment file, Footer footer, Table table, Tombstones forgotten, Publication publication)
            throws SQLException {
        String covered = ForgettingStatements.covered(table, footer.types().keySet(), forgotten);
        long[] left = {0};
        rows(ForgettingStatements.left(file.pinned(), covered), row -> left[0] = row.getLong(1));
        // A compacted file gets another name: who prepares a publication that writes the old one anew has to see.
        boolean compacted = CompactedFiles.isOne(file.file());
        if (left[0] > 0) {
            Path target = compacted ? file.file().resolveSibling(CompactedFiles.newName()) : file.file();
            Path staged = publication.add(log.relativize(target).toString());
            execute(ForgettingStatements.keep(file.pinned(), covered, staged, Footers.kept(footer)));
        }
        return left[0] == 0 || compacted
                ? Optional.of(log.relativize(file.file()).toString())
                : Optional.empty();
    }

    ForgottenIn forgetIn(Path file) {
        Tombstones forgotten = Tombstones.read(log);
        Segment segment = Segment.of(file);
        Footer footer = files.footers(List.of(segment)).firstEntry().getValue();
        boolean byMember = footer.types().containsKey("member");
        if (forgotten.isEmpty()) {
            return new ForgottenIn(0, byMember);
        }
        Path hidden = file.resolveSibling("." + file.getFileName() + ".forgetting");
        try {
            ForgettingStatements.load(connection, forgotten);
            String covered = ForgettingStatements.coveredOutside(footer.types().keySet(), forgotten);
            long[] removed = {0};
            rows(ForgettingStatements.hits(List.of(file), covered), row -> removed[0] += row.getLong(2));
            if (removed[0] > 0) {
                execute(ForgettingStatements.keep(file, covered, hidden, Footers.kept(footer)));
                Durable.sync(hidden);
                Durable.move(hidden, file);
                Durable.syncFolder(file.toAbsolutePath().resolveSibling("."));
            }
            return new ForgottenIn(removed[0], byMember);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } catch (IOException e) {
            throw new LogException(file, file + " cannot be written: " + e, e);
        } finally {
            delete(hidden);
        }
    }

    private static void delete(Path hidden) {
        try {
            Files.deleteIfExists(hidden);
        } catch (IOException e) {
            throw new LogException(hidden, hidden + " cannot be deleted: " + e + ". Delete it", e);
        }
    }

    /** What is done with a row. */
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void rows(String sql, Row each) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.read(rows);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Statements.set("preserve_insertion_order", true));
            statement.execute(sql);
        }
    }
}
