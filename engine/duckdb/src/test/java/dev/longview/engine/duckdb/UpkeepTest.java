package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.Published;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.Upkeep.Expired;
import dev.longview.engine.Upkeep.ForgottenDecision;
import dev.longview.engine.Upkeep.ForgottenIn;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days that go, members who go, copies. */
class UpkeepTest {
    private static final long DAY = 86_400_000_000L;
    /** Found by its bytes where it is not compressed, and by each decoded text where it is. */
    private static final String MEMBER = "member-to-forget-4711";

    private static final String ALONE = "account-of-one-4711";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private DuckDbEngine open() {
        return open("log");
    }

    private DuckDbEngine open(String log) {
        return DuckDbEngine.open(folder.resolve(log), DuckDbOptions.withDefaults());
    }

    /** A decision a day with its slate, a play, and a membership event of its account. */
    private static Logs visits(String prefix, String account, String member, int days) {
        Logs logs = Logs.empty();
        for (int i = 0; i < days; i++) {
            long at = i * DAY + 5;
            String id = prefix + i;
            logs.add(
                            Table.DECISIONS,
                            "decision_id",
                            id,
                            "account",
                            account,
                            "member",
                            member,
                            "time",
                            at,
                            "received",
                            at,
                            "policy",
                            "p1",
                            "usable_off_policy",
                            true)
                    .add(Table.SLATES, "decision_id", id, "position", 0L, "item", "t", "received", at)
                    .add(
                            Table.FEEDBACK,
                            "event_id",
                            "e" + id,
                            "kind",
                            "play",
                            "member",
                            member,
                            "decision_id",
                            id,
                            "position",
                            0L,
                            "time",
                            at,
                            "received",
                            at)
                    .add(
                            Table.MEMBERSHIPS,
                            "event_id",
                            "s" + id,
                            "account",
                            account,
                            "event",
                            "renew",
                            "time",
                            at,
                            "received",
                            at)
                    .add(Table.ITEMS, "item", "t", "valid_from", at, "received", at);
        }
        return logs;
    }

    private static Published publish(DuckDbEngine engine, String name, Logs logs) {
        List<SegmentWriter> writers = new ArrayList<>();
        logs.tables().forEach((table, rows) -> {
            SegmentWriter writer = engine.write(table, name, List.of());
            writer.append(Logs.batch(table, List.of(), rows));
            writers.add(writer);
        });
        return engine.publish(writers);
    }

    private static Map<Table, Long> rows(DuckDbEngine engine) {
        Map<Table, Long> rows = new TreeMap<>();
        engine.describe().forEach(summary -> rows.put(summary.table(), summary.rows()));
        rows.values().removeIf(count -> count == 0);
        return rows;
    }

    private static List<Object> outcomes(DuckDbEngine engine) {
        OutcomeDefinition plays = new OutcomeDefinition(
                "plays", "play", new Aggregate.Count(10), Optional.empty(), Duration.ofDays(1), false);
        List<Object> rows = new ArrayList<>();
        engine.assemble(
                Assembly.of(List.of(), List.of(plays), Duration.ofHours(1), new Moment.At(99 * DAY)),
                batch -> rows.addAll(Logs.rows(batch)));
        return rows;
    }

    @Test
    void expire_daysBefore_goOfAllTablesButItemsOnce() {
        Set<Table> tables = Set.of(Table.DECISIONS, Table.SLATES, Table.FEEDBACK);
        LocalDate before = LocalDate.EPOCH.plusDays(3);
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", visits("a", "x", "m", 5));
            publish(engine, "b", visits("b", "x", "m", 2));
            Map<Table, Long> whole = rows(engine);
            List<Expired> told = engine.upkeep().expire(tables, before, true);
            assertThat(rows(engine)).isEqualTo(whole);
            List<Expired> gone = engine.upkeep().expire(tables, before, false);
            assertThat(gone).isEqualTo(told).hasSize(3).allSatisfy(table -> {
                assertThat(table.rows()).isEqualTo(5);
                assertThat(table.files()).isEqualTo(5);
                assertThat(table.firstDay()).isEqualTo(LocalDate.EPOCH);
                assertThat(table.lastDay()).isEqualTo(LocalDate.EPOCH.plusDays(2));
            });
            assertThat(rows(engine))
                    .isEqualTo(Map.of(
                            Table.DECISIONS,
                            2L,
                            Table.SLATES,
                            2L,
                            Table.FEEDBACK,
                            2L,
                            Table.MEMBERSHIPS,
                            7L,
                            Table.ITEMS,
                            7L));
            assertThat(engine.upkeep().expire(tables, before, false)).isEmpty();
            assertThatThrownBy(() -> engine.upkeep().expire(Set.of(Table.ITEMS), before, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("valid still");
        }
    }

    @Test
    void copyTo_whileOthersPublish_isOneOfTheirStates() throws Exception {
        try (DuckDbEngine engine = open()) {
            publish(engine, "s", visits("v0-", "x", "m", 4));
            Thread publishing = new Thread(() -> {
                try (DuckDbEngine other = open()) {
                    for (int i = 1; i < 30; i++) {
                        publish(other, "s", visits("v" + i + "-", "x", "m", 1 + i % 4));
                    }
                }
            });
            publishing.start();
            for (int copy = 0; copy < 6; copy++) {
                engine.upkeep().copyTo(folder.resolve("copy" + copy));
                try (DuckDbEngine restored = open("copy" + copy)) {
                    List<Object> outcomes = outcomes(restored);
                    assertThat(outcomes)
                            .isNotEmpty()
                            .allSatisfy(row -> assertThat(row.toString()).contains("plays.value=1.0"));
                    // One version, of all tables.
                    assertThat(Set.copyOf(rows(restored).values())).containsExactly((long) outcomes.size());
                }
            }
            publishing.join();
        }
    }

    /** All texts of all files, of Parquet decoded and of everything the raw bytes. */
    private List<String> holding(String text) throws Exception {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder);
                var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean there = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                if (file.toString().endsWith(".parquet")) {
                    try (var rows = statement.executeQuery("SELECT count(*) FROM read_parquet('" + file
                            + "') r WHERE CAST(r AS VARCHAR) LIKE '%" + text + "%'")) {
                        rows.next();
                        there |= rows.getLong(1) > 0;
                    }
                }
                if (there) {
                    found.add(folder.relativize(file).toString());
                }
            }
        }
        return found;
    }

    private void labels(DuckDbEngine engine, String... decisions) {
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        List<Map<String, Object>> rows = Stream.of(decisions)
                .map(id -> Map.<String, Object>of("decision_id", id))
                .toList();
        try (SegmentWriter writer = engine.writeFile(folder.resolve("labels.parquet"), columns)) {
            writer.append(Logs.batch(columns, rows));
            writer.publish();
        }
    }

    @Test
    void forget_memberInEveryTable_isInNoByteOfAnyFile() throws Exception {
        Logs theirs = visits(MEMBER + "-d", ALONE, MEMBER, 3);
        Logs others = visits("o", "x", "m", 3);
        // A member of a shared account, named by a membership.
        others.add(
                Table.MEMBERSHIPS,
                "event_id",
                "s9",
                "account",
                "x",
                "member",
                MEMBER,
                "event",
                "join",
                "time",
                5L,
                "received",
                5L);
        try (DuckDbEngine engine = open()) {
            publish(engine, "theirs", theirs);
            publish(engine, "others", others);
            engine.upkeep().compact(LocalDate.EPOCH.plusDays(2), 1 << 27);
            labels(engine, MEMBER + "-d0", "o0");
            // Two days compacted, one day with a file of each: the search finds what is there.
            assertThat(holding(MEMBER)).hasSize(1 + 4 * 3);
            assertThat(holding(ALONE)).hasSize(2 * 3);

            List<ForgottenDecision> decisions = new ArrayList<>();
            var forgotten = engine.upkeep().forget(Set.of(MEMBER), seen -> {
                assertThat(rows(engine).get(Table.DECISIONS)).isEqualTo(6);
                decisions.addAll(seen);
            });
            assertThat(engine.upkeep().forgetIn(folder.resolve("labels.parquet")))
                    .isEqualTo(new ForgottenIn(1, false));
            assertThat(decisions).hasSize(3).contains(new ForgottenDecision(DAY + 5, DAY + 5, "p1"));
            assertThat(forgotten.accounts()).isEqualTo(1);
            assertThat(forgotten.rows()).extracting(removed -> removed.rows()).containsExactly(3L, 3L, 3L, 4L);
            assertThat(holding(MEMBER)).isEmpty();
            assertThat(holding(ALONE)).isEmpty();
            assertThat(holding("o0")).isNotEmpty();
            assertThat(rows(engine))
                    .isEqualTo(Map.of(
                            Table.DECISIONS,
                            3L,
                            Table.SLATES,
                            3L,
                            Table.FEEDBACK,
                            3L,
                            Table.MEMBERSHIPS,
                            3L,
                            Table.ITEMS,
                            6L));
        }
    }

    @Test
    void publish_rowsOfAForgottenMember_leavesThemOutAndCounts() throws Exception {
        Logs theirs = visits("theirs-", ALONE, MEMBER, 3);
        Logs others = visits("o", "x", "m", 2);
        try (DuckDbEngine engine = open()) {
            publish(engine, "theirs", theirs);
            publish(engine, "others", others);
            engine.upkeep().compact(LocalDate.MAX, 1 << 27);
            engine.upkeep().forget(Set.of(MEMBER), none -> {});
            // Again, under its name and under another; and visits that nobody has seen yet.
            assertThat(publish(engine, "theirs", theirs)).isEqualTo(new Published(3, 12));
            assertThat(publish(engine, "more", theirs)).isEqualTo(new Published(3, 12));
            assertThat(publish(engine, "late", visits("late", ALONE, MEMBER, 1)))
                    .isEqualTo(new Published(1, 4));
            labels(engine, "theirs-0", "o0");
            assertThat(holding(MEMBER)).isEmpty();
            assertThat(holding(ALONE)).isEmpty();
            assertThat(holding("theirs-0")).isEmpty();
            assertThat(rows(engine).get(Table.DECISIONS)).isEqualTo(2);
            assertThat(rows(engine).get(Table.SLATES)).isEqualTo(2);
            List<Path> before = Snapshot.files(folder.resolve("log/decisions"));
            publish(engine, "others", others);
            assertThat(Snapshot.files(folder.resolve("log/decisions"))).isEqualTo(before);
            // Who was forgotten goes with a copy.
            engine.upkeep().copyTo(folder.resolve("copy"));
        }
        try (DuckDbEngine copy = open("copy")) {
            assertThat(publish(copy, "theirs", theirs).forgotten()).isEqualTo(12);
        }
        assertThat(Files.readString(folder.resolve("log/.forgotten"))).doesNotContain(MEMBER);
    }

    @Test
    void forget_whileOthersPublishAndCompact_leavesNothingBehind() throws Exception {
        try (DuckDbEngine engine = open()) {
            publish(engine, "s0", visits("f", ALONE, MEMBER, 2));
            Thread writing = new Thread(() -> {
                try (DuckDbEngine other = open()) {
                    for (int i = 1; i < 12; i++) {
                        publish(other, "s" + i % 4, visits("f" + i + "-", ALONE, MEMBER, 2));
                        publish(other, "o" + i % 4, visits("o" + i + "-", "x", "m", 2));
                        other.upkeep().compact(LocalDate.MAX, 1 << 27);
                    }
                }
            });
            writing.start();
            Thread.sleep(300);
            engine.upkeep().forget(Set.of(MEMBER), none -> {});
            writing.join();
            assertThat(rows(engine).get(Table.DECISIONS)).isEqualTo(8);
        }
        assertThat(holding(MEMBER)).isEmpty();
    }

    @Test
    void forget_decisionPublishedBeforeTheHashesStand_goesWithItsSlateAndItsAccount() throws Exception {
        try (DuckDbEngine engine = open()) {
            publish(engine, "early", visits("early", "x", MEMBER, 1));
            publish(engine, "others", visits("o", "x", "m", 1));
            AtomicInteger told = new AtomicInteger();
            List<ForgottenDecision> decisions = new ArrayList<>();
            engine.upkeep().forget(Set.of(MEMBER), seen -> {
                decisions.addAll(seen);
                if (told.getAndIncrement() == 0) {
                    publish(engine, "meanwhile", visits("meanwhile-", ALONE, MEMBER, 2));
                }
            });
            assertThat(decisions).hasSize(3);
            assertThat(rows(engine).get(Table.DECISIONS)).isEqualTo(1);
            assertThat(rows(engine).get(Table.SLATES)).isEqualTo(1);
            assertThat(holding("meanwhile-")).isEmpty();
            assertThat(holding(ALONE)).isEmpty();
            labels(engine, "meanwhile-0", "o0");
            assertThat(holding("meanwhile-0")).isEmpty();
        }
    }

    @Test
    void publish_fileOfWhomIsForgottenWhileItIsWritten_hasNoRowOfTheirs() throws Exception {
        try (DuckDbEngine engine = open()) {
            publish(engine, "others", visits("o", "x", "m", 1));
            Path log = folder.resolve("log");
            Thread labelling = new Thread(() -> labels(engine, "theirs-0", "o0"));
            LogLock.exclusive(log, () -> {
                labelling.start();
                while (!written("labels.parquet")) {
                    Thread.onSpinWait();
                }
                // Whoever wrote it has read by now whom to leave out.
                Tombstones.read(log)
                        .with(Tombstones.DECISION, Set.of("theirs-0"))
                        .write(log);
                return true;
            });
            labelling.join();
        }
        assertThat(holding("theirs-0")).isEmpty();
        assertThat(holding("o0")).contains("labels.parquet");
    }

    /** Under its name, or under a hidden one. */
    private boolean written(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().contains(name));
        }
    }

    @Test
    void forgetIn_decisionHasExpired_isFoundByItsMember() {
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        columns.put("member", ColumnType.TEXT);
        Path file = folder.resolve("labels.parquet");
        try (DuckDbEngine engine = open()) {
            publish(engine, "theirs", visits("theirs-", "x", MEMBER, 2));
            assertThat(engine.upkeep().decisionsExpiredBefore()).isEmpty();
            try (SegmentWriter writer = engine.writeFile(file, columns)) {
                writer.append(Logs.batch(
                        columns,
                        List.of(
                                Map.of("decision_id", "theirs-0", "member", MEMBER),
                                Map.of("decision_id", "o0", "member", "m"))));
                writer.publish();
            }
            LocalDate before = LocalDate.EPOCH.plusDays(2);
            engine.upkeep().expire(Set.of(Table.DECISIONS, Table.SLATES, Table.FEEDBACK), before, false);
            engine.upkeep().expire(Set.of(Table.DECISIONS), LocalDate.EPOCH.plusDays(1), false);
            engine.upkeep().forget(Set.of(MEMBER), none -> {});
            assertThat(engine.upkeep().forgetIn(file)).isEqualTo(new ForgottenIn(1, true));
            assertThat(engine.upkeep().forgetIn(file)).isEqualTo(new ForgottenIn(0, true));
            labels(engine, "theirs-0");
            assertThat(engine.upkeep().forgetIn(file)).isEqualTo(new ForgottenIn(0, false));
            assertThat(engine.upkeep().decisionsExpiredBefore()).contains(before);
            engine.upkeep().copyTo(folder.resolve("copy"));
        }
        try (DuckDbEngine copy = open("copy")) {
            assertThat(copy.upkeep().decisionsExpiredBefore()).contains(LocalDate.EPOCH.plusDays(2));
        }
    }
}
