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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
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
        Path table = log().resolve("feedback");
        Publication crashed = Publication.begin(table, "s0");
        Files.writeString(crashed.fileOf("1970-01-01"), "half a file");
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
        Path table = log().resolve("feedback");
        byte[] some = Files.readAllBytes(table.resolve("day=1970-01-01/s0.parquet"));
        Publication crashed = Publication.begin(table, "s0");
        Files.write(crashed.fileOf("1970-01-02"), some);
        Files.write(crashed.fileOf("1970-01-03"), some);
        crashed.commit(List.of("1970-01-02", "1970-01-03"));
        Files.createDirectory(table.resolve("day=1970-01-02"));
        Files.move(crashed.fileOf("1970-01-02"), table.resolve("day=1970-01-02/s0.parquet"));
        crashed.abandon();
        open().close();
        assertThat(filesOf(Table.FEEDBACK)).containsExactly("day=1970-01-02/s0.parquet", "day=1970-01-03/s0.parquet");
    }

    @Test
    void open_whileAnotherWrites_leavesItsFilesAlone() throws IOException {
        Path table = log().resolve("feedback");
        try (Publication alive = Publication.begin(table, "s0")) {
            Files.writeString(alive.fileOf("1970-01-01"), "on its way");
            open().close();
            assertThat(alive.fileOf("1970-01-01")).exists();
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
