package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows with more rows than one chunk: results come in their order, and rows can be written while others are read. */
class StreamingTest {
    private static final int DECISIONS = 40_000;
    /** Enough rows for several of the groups that threads work on: fewer come in order by luck. */
    private static final int POSITIONS = 5;

    private static final OutcomeDefinition PLAYED = new OutcomeDefinition(
            "played", "play", new Aggregate.Occurred(), Optional.empty(), Duration.ofDays(1), false);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void assemble_manyDecisions_comeInTheCanonicalOrderOnAnyNumberOfThreads() {
        for (int threads : new int[] {1, 2, 4}) {
            try (DuckDbEngine engine = DuckDbEngine.open(
                    folder.resolve("log"), DuckDbOptions.withDefaults().withThreads(threads))) {
                publish(engine);
                List<String> read = new ArrayList<>();
                assemble(engine, read);
                assertThat(read).hasSize(DECISIONS * POSITIONS).isSortedAccordingTo(Comparator.naturalOrder());
            }
        }
    }

    @Test
    void assemble_inSlices_givesTheRowsOfOnePassInTheirOrder() {
        List<String> whole = new ArrayList<>();
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            publish(engine);
            assemble(engine, whole);
        }
        for (long slice : new long[] {DECISIONS - 1, 7_777}) {
            try (DuckDbEngine engine = DuckDbEngine.open(
                    folder.resolve("log"), DuckDbOptions.withDefaults().withSlice(slice))) {
                List<String> read = new ArrayList<>();
                assemble(engine, read);
                assertThat(read).isEqualTo(whole);
            }
        }
    }

    @Test
    void writeFile_whileOutcomesAreRead_keepsTheirOrder() {
        Path file = folder.resolve("labels.parquet");
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(Assembled.DECISION, ColumnType.TEXT);
        columns.put(Assembled.TIME, ColumnType.BIGINT);
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            publish(engine);
            try (SegmentWriter writer = engine.writeFile(file, columns)) {
                engine.assemble(assembly(), batch -> {
                    SequencedMap<String, Column> kept = new LinkedHashMap<>();
                    columns.keySet().forEach(name -> kept.put(name, batch.column(name)));
                    writer.append(Batch.of(batch.size(), kept));
                });
                assertThat(writer.publish()).isEqualTo(DECISIONS * POSITIONS);
            }
            List<Long> times = new ArrayList<>();
            engine.readFile(file, columns, batch -> {
                for (long time : batch.longs(Assembled.TIME)) {
                    times.add(time);
                }
            });
            assertThat(times).hasSize(DECISIONS * POSITIONS).isSorted();
        }
    }

    private static Assembly assembly() {
        return Assembly.of(List.of(), List.of(PLAYED), Duration.ofDays(2), new Moment.At(Long.MAX_VALUE / 2));
    }

    private static void assemble(DuckDbEngine engine, List<String> into) {
        engine.assemble(assembly(), batch -> {
            for (int row = 0; row < batch.size(); row++) {
                into.add(String.format(
                        "%012d %s %d %s",
                        batch.longs(Assembled.TIME)[row],
                        batch.texts(Assembled.DECISION).text(row),
                        batch.longs(Assembled.POSITION)[row],
                        batch.doubles(Assembled.value("played"))[row]));
            }
        });
    }

    private static void publish(DuckDbEngine engine) {
        SplittableRandom random = new SplittableRandom(3);
        Logs logs = Logs.empty();
        for (int i = 0; i < DECISIONS; i++) {
            long time = random.nextLong(1_000_000_000L);
            String id = "d" + i;
            logs.add(
                    Table.DECISIONS,
                    "decision_id",
                    id,
                    "account",
                    "a",
                    "member",
                    "m",
                    "time",
                    time,
                    "received",
                    time,
                    "usable_off_policy",
                    true);
            for (long position = 0; position < POSITIONS; position++) {
                logs.add(
                        Table.SLATES,
                        "decision_id",
                        id,
                        "position",
                        position,
                        "item",
                        "t" + (i + position) % 9,
                        "received",
                        time);
            }
        }
        for (int i = 0; i < DECISIONS; i += 3) {
            long time = random.nextLong(2_000_000_000L);
            logs.add(
                    Table.FEEDBACK,
                    "event_id",
                    "e" + i,
                    "kind",
                    "play",
                    "member",
                    "m",
                    "time",
                    time,
                    "received",
                    time + random.nextLong(100_000_000L),
                    "decision_id",
                    "d" + random.nextInt(DECISIONS),
                    "position",
                    random.nextLong(POSITIONS));
        }
        logs.publish(engine, List.of(), 2);
    }
}
