package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.TableSummary;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments on their way into the log, and crashes on that way. */
class PublicationTest {
    private static final long DAY = 86_400_000_000L;
    private static final List<FeatureDefinition> FEATURES = List.of();

    @TempDir
    private Path folder;

    private Path log() {
        return folder.resolve("log");
    }

    private DuckDbEngine open() {
        return DuckDbEngine.open(log(), DuckDbOptions.withDefaults());
    }

    private static Logs event(Logs logs, String id, String decision, long time, long received) {
        return logs.add(
                Table.FEEDBACK,
                "event_id",
                id,
                "kind",
                "play",
                "member",
                "m",
                "decision_id",
                decision,
                "position",
                0L,
                "time",
                time,
                "received",
                received);
    }

    private List<String> filesOf(Table table) throws IOException {
        try (Stream<Path> files = Files.walk(log().resolve(table.tableName()))) {
            return files.filter(Files::isRegularFile)
                    .map(file ->
                            log().resolve(table.tableName()).relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void publish_rowsOfTwoDays_makesAFileForEachUtcDay() throws IOException {
        Logs logs = event(event(Logs.empty(), "e1", "d", DAY - 1, DAY - 1), "e2", "d", DAY, DAY);
        try (DuckDbEngine engine = open()) {
            logs.publish(engine, FEATURES, 1);
        }
        assertThat(filesOf(Table.FEEDBACK)).containsExactly("day=1970-01-01/s0.parquet", "day=1970-01-02/s0.parquet");
    }

    @Test
    void publish_sameSegmentAgain_replacesItOnAllDays() throws IOException {
        try (DuckDbEngine engine = open()) {
            event(event(Logs.empty(), "e1", "d", 5, 5), "e2", "d", DAY, DAY).publish(engine, FEATURES, 1);
            event(Logs.empty(), "e3", "d", DAY, 2 * DAY).publish(engine, FEATURES, 1);
            assertThat(filesOf(Table.FEEDBACK)).containsExactly("day=1970-01-03/s0.parquet");
            assertThat(engine.describe())
                    .filteredOn(summary -> summary.table() == Table.FEEDBACK)
                    .extracting(TableSummary::rows, TableSummary::firstReceived)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, 2 * DAY));
        }
    }

    @Test
    void close_withoutPublishing_leavesNothing() throws IOException {
        try (DuckDbEngine engine = open();
                SegmentWriter writer = engine.write(Table.FEEDBACK, "s", FEATURES)) {
            writer.append(Logs.batch(
                    Table.FEEDBACK,
                    FEATURES,
                    event(Logs.empty(), "e", "d", 1, 1).rows(Table.FEEDBACK)));
        }
        assertThat(log()).doesNotExist();
    }

    @Test
    void open_afterACrashBeforeTheCommit_showsTheOldState() throws IOException {
        try (DuckDbEngine engine = open()) {
            event(Logs.empty(), "e1", "d", 5, 5).publish(engine, FEATURES, 1);
        }
        Publication crashed = Publication.begin(log());
        Files.writeString(crashed.add("feedback/day=1970-01-01/s0.parquet"), "half a file");
        crashed.abandon();
        try (DuckDbEngine engine = open()) {
            assertThat(filesOf(Table.FEEDBACK)).containsExactly("day=1970-01-01/s0.parquet");
            assertThat(engine.describe()).extracting(TableSummary::rows).contains(1L);
        }
    }

    @Test
    void open_afterACrashAmongTheRenames_finishesThem() throws IOException {
        try (DuckDbEngine engine = open()) {
            event(event(Logs.empty(), "e1", "d", 5, 5), "e2", "d", 3 * DAY, 3 * DAY)
                    .publish(engine, FEATURES, 1);
        }
        crashAmongTheRenames();
        open().close();
        assertThat(filesOf(Table.FEEDBACK)).containsExactly("day=1970-01-02/s0.parquet", "day=1970-01-03/s0.parquet");
        assertThat(hidden()).containsExactly(".lock");
    }

    /** One file of two has come, one is still to come, one is still to go. */
    private void crashAmongTheRenames() throws IOException {
        Path table = log().resolve("feedback");
        byte[] some = Files.readAllBytes(table.resolve("day=1970-01-01/s0.parquet"));
        Publication crashed = Publication.begin(log());
        Path first = crashed.add("feedback/day=1970-01-02/s0.parquet");
        Files.write(first, some);
        Files.write(crashed.add("feedback/day=1970-01-03/s0.parquet"), some);
        crashed.decide(List.of("feedback/day=1970-01-01/s0.parquet", "feedback/day=1970-01-04/s0.parquet"));
        Files.createDirectory(table.resolve("day=1970-01-02"));
        Files.move(first, table.resolve("day=1970-01-02/s0.parquet"));
        crashed.abandon();
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.walk(log())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> log().relativize(file).toString())
                    .filter(name -> name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void read_afterACrashAmongTheRenames_finishesThemFirst() throws IOException {
        try (DuckDbEngine engine = open()) {
            event(event(Logs.empty(), "e1", "d", 5, 5), "e2", "d", 3 * DAY, 3 * DAY)
                    .publish(engine, FEATURES, 1);
            crashAmongTheRenames();
            assertThat(rowsOf(engine, Table.FEEDBACK)).isEqualTo(2);
            assertThat(filesOf(Table.FEEDBACK))
                    .containsExactly("day=1970-01-02/s0.parquet", "day=1970-01-03/s0.parquet");
        }
    }

    private static long rowsOf(DuckDbEngine engine, Table table) {
        return engine.describe().stream()
                .filter(summary -> summary.table() == table)
                .mapToLong(TableSummary::rows)
                .sum();
    }

    @Test
    void publish_severalTables_areSeenTogetherOrNotAtAll() {
        try (DuckDbEngine engine = open();
                DuckDbEngine other = open()) {
            Logs logs = event(Logs.empty(), "e", "d", 1, 1)
                    .add(Table.SLATES, "decision_id", "d", "position", 0L, "item", "t", "received", 1L);
            List<SegmentWriter> writers = new ArrayList<>();
            for (Table table : List.of(Table.FEEDBACK, Table.SLATES)) {
                SegmentWriter writer = engine.write(table, "s", FEATURES);
                writer.append(Logs.batch(table, FEATURES, logs.rows(table)));
                writers.add(writer);
                assertThat(rowsOf(other, table)).isZero();
            }
            assertThat(engine.publish(writers).rows()).isEqualTo(2);
            assertThat(rowsOf(other, Table.FEEDBACK) + rowsOf(other, Table.SLATES))
                    .isEqualTo(2);
        }
    }

    @Test
    void publish_sameNameByManyAtOnce_leavesOneOfThemWhole() throws Exception {
        int writers = 8;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                // Each on two days of its own: what is left of a loser would be a third.
                long day = 2L * i * DAY;
                all.add(threads.submit(() -> {
                    try (DuckDbEngine engine = open()) {
                        event(event(Logs.empty(), "e1", "d", day, day), "e2", "d", day, day + DAY)
                                .publish(engine, FEATURES, 1);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        List<String> files = filesOf(Table.FEEDBACK);
        assertThat(files).hasSize(2);
        LocalDate first = LocalDate.parse(files.getFirst().substring(4, 14));
        assertThat(files.getLast()).startsWith("day=" + first.plusDays(1));
        assertThat(first.toEpochDay() % 2).isZero();
        assertThat(hidden()).containsExactly(".lock");
    }

    @Test
    void open_whileAnotherWrites_leavesItsFilesAlone() throws IOException {
        try (Publication alive = Publication.begin(log())) {
            Path staged = alive.add("feedback/day=1970-01-01/s0.parquet");
            Files.writeString(staged, "on its way");
            open().close();
            assertThat(staged).exists();
            // And once more: a look at the lock must not have given it up.
            open().close();
            assertThat(staged).exists();
        }
    }

    @Test
    void append_wrongColumns_namesAllOfThem() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put("event_id", ColumnType.BIGINT);
        types.put("colour", ColumnType.TEXT);
        try (DuckDbEngine engine = open();
                SegmentWriter writer = engine.write(Table.FEEDBACK, "s", FEATURES)) {
            BatchBuilder builder = new BatchBuilder(types);
            builder.set("event_id", 1L).endRow();
            assertThatThrownBy(() -> writer.append(builder.build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(
                            "'event_id' is BIGINT, must be TEXT", "'colour' is unknown", "'kind' is required");
        }
    }

    @Test
    void write_segmentThatLeavesTheFolder_isRefused() {
        try (DuckDbEngine engine = open()) {
            assertThatThrownBy(() -> engine.write(Table.FEEDBACK, "../x", FEATURES))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'../x'");
        }
    }
}
