package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.engine.Contradiction;
import dev.longview.engine.LogException;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.TableSummary;
import dev.longview.engine.Upkeep.Compacted;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction changes files, and no row. */
class CompactionTest {
    private static final long DAY = 86_400_000_000L;
    private static final long TARGET = 1 << 27;
    private static final List<FeatureDefinition> OLD = List.of(new FeatureDefinition("item.genre", Kind.CATEGORICAL));
    private static final List<FeatureDefinition> NEW = List.of(
            new FeatureDefinition("item.genre", Kind.CATEGORICAL),
            new FeatureDefinition("item.moods", Kind.MULTI_VALUED));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path log() {
        return folder.resolve("log");
    }

    private DuckDbEngine open() {
        return DuckDbEngine.open(log(), DuckDbOptions.withDefaults());
    }

    private static List<Compacted> compact(DuckDbEngine engine) {
        return engine.upkeep().compact(LocalDate.MAX, TARGET);
    }

    private List<Path> files(Table table) throws IOException {
        return Snapshot.files(log().resolve(table.tableName()));
    }

    private static Logs items(int seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        Logs logs = Logs.empty();
        for (int i = 0; i < rows; i++) {
            logs.add(
                    Table.ITEMS,
                    "item",
                    "t" + random.nextInt(5),
                    "valid_from",
                    random.nextLong(3 * DAY),
                    "received",
                    random.nextLong(3 * DAY),
                    "item.genre",
                    "g" + random.nextInt(3));
        }
        return logs;
    }

    private static void publish(DuckDbEngine engine, String name, Logs logs, List<FeatureDefinition> features) {
        try (SegmentWriter writer = engine.write(Table.ITEMS, name, features)) {
            writer.append(Logs.batch(Table.ITEMS, features, logs.rows(Table.ITEMS)));
            writer.publish();
        }
    }

    /** How often each row is in the log, whatever files it is in: read file by file, by names of columns. */
    private Map<Map<String, Object>, Integer> rows() throws IOException {
        Map<Map<String, Object>, Integer> rows = new HashMap<>();
        try (DuckDbEngine engine = open()) {
            for (Path file : files(Table.ITEMS)) {
                engine.readFile(
                        file,
                        Table.ITEMS.types(NEW),
                        batch -> Logs.rows(batch).forEach(row -> rows.merge(row, 1, Integer::sum)));
            }
        }
        return rows;
    }

    private static Map<Map<String, Object>, Integer> counted(Logs... logs) {
        Map<Map<String, Object>, Integer> rows = new HashMap<>();
        for (Logs each : logs) {
            each.rows(Table.ITEMS).forEach(row -> rows.merge(row, 1, Integer::sum));
        }
        return rows;
    }

    private static Optional<Contradiction> contradiction(DuckDbEngine engine, String segment, Logs decisions) {
        try (SegmentWriter writer = engine.write(Table.DECISIONS, segment, List.of())) {
            writer.append(Logs.batch(Table.DECISIONS, List.of(), decisions.rows(Table.DECISIONS)));
            return engine.contradiction(List.of(writer));
        }
    }

    private static Logs decision(Logs logs, String id, String policy, long seed) {
        return logs.add(
                Table.DECISIONS,
                "decision_id",
                id,
                "account",
                "a",
                "member",
                "m-" + id,
                "time",
                5L,
                "received",
                5L,
                "usable_off_policy",
                true,
                "policy",
                policy,
                "seed",
                seed);
    }

    @Test
    void contradiction_decisionsOfSegmentsBeforeAndAfterTheyAreCompacted_isFoundInOthersOnly() {
        Logs first = decision(decision(Logs.empty(), "d2", "p@1", 2), "d3", "p@1", 3);
        Logs second = decision(Logs.empty(), "d4", "q@1", 4);
        try (DuckDbEngine engine = open()) {
            assertThat(contradiction(engine, "a", first)).isEmpty();
            for (Map.Entry<String, Logs> each : List.of(Map.entry("a", first), Map.entry("b", second))) {
                try (SegmentWriter writer = engine.write(Table.DECISIONS, each.getKey(), List.of())) {
                    writer.append(Logs.batch(
                            Table.DECISIONS, List.of(), each.getValue().rows(Table.DECISIONS)));
                    writer.publish();
                }
            }
            for (boolean compacted : List.of(false, true)) {
                if (compacted) {
                    assertThat(compact(engine)).isNotEmpty();
                }
                // Another segment that says the same, or of other decisions; the segment itself, which is replaced.
                assertThat(contradiction(engine, "c", first)).isEmpty();
                assertThat(contradiction(engine, "c", decision(Logs.empty(), "d5", "p@1", 9)))
                        .isEmpty();
                assertThat(contradiction(engine, "a", decision(Logs.empty(), "d2", "p@2", 7)))
                        .isEmpty();
                assertThat(contradiction(engine, "c", decision(Logs.empty(), "d3", "p@1", 4)))
                        .contains(new Contradiction("d3", "a"));
                assertThat(contradiction(engine, "c", decision(decision(Logs.empty(), "d6", "p@1", 6), "d6", "p@1", 7)))
                        .contains(new Contradiction("d6", "c"));
                assertThat(contradiction(engine, "a", decision(Logs.empty(), "d4", "p@1", 4)))
                        .contains(new Contradiction("d4", "b"));
            }
        }
    }

    @Test
    void compact_segmentsWithOtherColumnsAndEqualRows_keepsEachRowAsOftenAsItWas() throws IOException {
        Logs first = items(1, 300);
        Logs moody = Logs.empty()
                .add(Table.ITEMS, "item", "x", "valid_from", 1L, "received", 1L, "item.moods", List.of("a", "b"));
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", first, OLD);
            publish(engine, "b", first, OLD);
            publish(engine, "c", moody, NEW);
            var catalogue = Logs.rows(engine.catalogue(NEW, 9 * DAY));
            long before = bytes();
            assertThat(compact(engine)).containsExactly(new Compacted(Table.ITEMS, 7, 3, 601, before, bytes()));
            assertThat(Logs.rows(engine.catalogue(NEW, 9 * DAY))).isEqualTo(catalogue);
            assertThat(compact(engine)).isEmpty();
        }
        assertThat(files(Table.ITEMS)).hasSize(3);
        assertThat(rows()).isEqualTo(counted(first, first, moody));
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files(Table.ITEMS)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    @Test
    void compact_files_areSortedByReceivedAndIdentity() throws IOException {
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", items(1, 500), OLD);
            publish(engine, "b", items(2, 500), OLD);
            compact(engine);
            for (Path file : files(Table.ITEMS)) {
                List<String> keys = new ArrayList<>();
                engine.readFile(
                        file,
                        Table.ITEMS.types(OLD),
                        batch -> Logs.rows(batch)
                                .forEach(row ->
                                        keys.add("%018d %s".formatted((Long) row.get("received"), row.get("item")))));
                assertThat(keys).hasSizeGreaterThan(100).isSorted();
            }
        }
    }

    @Test
    void publish_sameSegmentAfterCompaction_changesNothing() throws IOException {
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", items(1, 50), OLD);
            publish(engine, "b", items(2, 50), OLD);
            compact(engine);
            List<Path> files = files(Table.ITEMS);
            publish(engine, "a", items(1, 50), OLD);
            publish(engine, "b", items(2, 50), NEW);
            assertThat(files(Table.ITEMS)).isEqualTo(files);
        }
        assertThat(rows()).isEqualTo(counted(items(1, 50), items(2, 50)));
    }

    @Test
    void publish_otherRowsUnderACompactedName_replacesJustThose() throws IOException {
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", items(1, 50), OLD);
            publish(engine, "b", items(2, 50), OLD);
            compact(engine);
            publish(engine, "a", items(3, 20), OLD);
            assertThat(rows()).isEqualTo(counted(items(3, 20), items(2, 50)));
            // And once more, with the new ones compacted beside the old.
            compact(engine);
            publish(engine, "b", items(2, 49), OLD);
            assertThat(rows()).isEqualTo(counted(items(3, 20), items(2, 49)));
            publish(engine, "c", items(4, 9), OLD);
            compact(engine);
        }
        assertThat(rows()).isEqualTo(counted(items(3, 20), items(2, 49), items(4, 9)));
        assertThat(files(Table.ITEMS)).hasSize(3);
    }

    @Test
    void compact_daysFromADateOn_areLeftAlone() throws IOException {
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", items(1, 50), OLD);
            publish(engine, "b", items(2, 50), OLD);
            engine.upkeep().compact(LocalDate.EPOCH.plusDays(1), TARGET);
            assertThat(files(Table.ITEMS)).hasSize(1 + 2 + 2);
            // Nothing is small when the target is.
            assertThat(engine.upkeep().compact(LocalDate.MAX, 100)).isEmpty();
        }
    }

    @Test
    void compact_sameColumnOfTwoTypes_namesTheFile() throws IOException {
        try (DuckDbEngine engine = open()) {
            publish(engine, "a", items(1, 50), OLD);
            publish(
                    engine,
                    "b",
                    Logs.empty().add(Table.ITEMS, "item", "x", "valid_from", 1L, "received", 1L, "item.genre", 7.0),
                    List.of(new FeatureDefinition("item.genre", Kind.NUMERIC)));
            assertThatThrownBy(() -> compact(engine))
                    .isInstanceOf(LogException.class)
                    .hasMessageContainingAll("b.parquet", "'item.genre' of type DOUBLE", "VARCHAR")
                    .hasMessageNotContaining(".pins");
        }
        assertThat(files(Table.ITEMS)).hasSize(4);
    }

    @Test
    void compact_whileOthersPublishAndRead_losesAndDoublesNothing() throws Exception {
        int rounds = 12;
        List<Logs> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            all.add(items(i, 40));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> publishing = threads.submit(() -> {
                try (DuckDbEngine engine = open()) {
                    for (int i = 0; i < rounds; i++) {
                        // Some names come twice, with other rows first: they may be compacted in between.
                        publish(engine, "s" + i, items(100 + i, 10), OLD);
                        publish(engine, "s" + i, all.get(i), OLD);
                    }
                }
            });
            Future<?> compacting = threads.submit(() -> {
                try (DuckDbEngine engine = open()) {
                    while (!publishing.isDone()) {
                        compact(engine);
                    }
                    compact(engine);
                }
            });
            try (DuckDbEngine engine = open()) {
                while (!compacting.isDone()) {
                    long rows = engine.describe().stream()
                            .filter(summary -> summary.table() == Table.ITEMS)
                            .mapToLong(TableSummary::rows)
                            .sum();
                    assertThat(rows % 40).isIn(0L, 10L);
                }
            }
            publishing.get();
            compacting.get();
        }
        assertThat(rows()).isEqualTo(counted(all.toArray(Logs[]::new)));
        assertThat(files(Table.ITEMS)).hasSize(3);
    }
}
