package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Finding;
import dev.longview.engine.LogException;
import dev.longview.engine.Moment;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbEngineTest {
    private static final long DAY = 86_400_000_000L;
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("item.genre", Kind.CATEGORICAL));

    @TempDir
    private Path folder;

    private DuckDbEngine open() {
        return DuckDbEngine.open(folder.resolve("a[b]*log"), DuckDbOptions.withDefaults());
    }

    private Path log() {
        return folder.resolve("a[b]*log");
    }

    private static Logs decision(Logs logs, String id, String item) {
        return logs.add(
                        Table.DECISIONS,
                        "decision_id",
                        id,
                        "account",
                        "a",
                        "member",
                        "m",
                        "time",
                        100L,
                        "received",
                        100L,
                        "usable_off_policy",
                        true)
                .add(Table.SLATES, "decision_id", id, "position", 0L, "item", item, "received", 100L);
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

    private static Assembly plays(long asOf) {
        OutcomeDefinition plays = new OutcomeDefinition(
                "plays", "play", new Aggregate.Count(10), Optional.empty(), Duration.ofDays(1), false);
        return Assembly.of(FEATURES, List.of(plays), Duration.ofHours(1), new Moment.At(asOf));
    }

    private static List<Double> counts(DuckDbEngine engine, long asOf) {
        List<Double> counts = new ArrayList<>();
        engine.assemble(plays(asOf), batch -> {
            for (double value : batch.doubles("outcome.plays.value")) {
                counts.add(value);
            }
        });
        return counts;
    }

    @Test
    void assemble_duplicatesComeWhileTheEngineIsOpen_countOnceAndTheEarliestReceivedFirst() {
        try (DuckDbEngine engine = open()) {
            event(decision(Logs.empty(), "d", "i"), "e", "d", 150, 170).publish(engine, FEATURES, 1);
            assertThat(counts(engine, 300)).containsExactly(1.0);
            assertThat(counts(engine, 160)).containsExactly(0.0);
            Logs again = event(event(event(Logs.empty(), "e", "d", 150, 155), "e", "d", 150, 200), "f", "d", 150, 200);
            try (SegmentWriter writer = engine.write(Table.FEEDBACK, "later", FEATURES)) {
                writer.append(Logs.batch(Table.FEEDBACK, FEATURES, again.rows(Table.FEEDBACK)));
                writer.publish();
            }
            // The copies are found, and the one that came last into the log was received first.
            assertThat(counts(engine, 300)).containsExactly(2.0);
            assertThat(counts(engine, 160)).containsExactly(1.0);
            Logs only = event(Logs.empty(), "f", "d", 150, 200);
            try (SegmentWriter writer = engine.write(Table.FEEDBACK, "later", FEATURES)) {
                writer.append(Logs.batch(Table.FEEDBACK, FEATURES, only.rows(Table.FEEDBACK)));
                writer.publish();
            }
            assertThat(counts(engine, 300)).containsExactly(2.0);
            assertThat(counts(engine, 160)).containsExactly(0.0);
        }
    }

    @Test
    void assemble_noLog_saysWhatIsNotThere() throws IOException {
        try (DuckDbEngine engine = open()) {
            assertThatThrownBy(() -> counts(engine, 200))
                    .isInstanceOf(LogException.class)
                    .hasMessageContainingAll(log().toString(), "does not exist", "no decisions");
            Files.createDirectories(log().resolve("decisions"));
            assertThatThrownBy(() -> counts(engine, 200))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("has no segment");
        }
    }

    private Path good(DuckDbEngine engine) {
        event(decision(Logs.empty(), "d", "i"), "e", "d", 110, 120).publish(engine, FEATURES, 1);
        assertThat(counts(engine, 200)).containsExactly(1.0);
        return log().resolve("feedback/day=1970-01-01");
    }

    @Test
    void assemble_truncatedFile_isNamed() throws IOException {
        try (DuckDbEngine engine = open()) {
            Path day = good(engine);
            Path cut = day.resolve("cut.parquet");
            Files.copy(day.resolve("s0.parquet"), cut);
            try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() / 2);
            }
            assertBad(engine, cut, "not a whole Parquet file");
        }
    }

    @Test
    void assemble_somethingElseUnderTheName_isNamed() throws IOException {
        try (DuckDbEngine engine = open()) {
            Path text = good(engine).resolve("text.parquet");
            Files.writeString(text, "");
            assertBad(engine, text, "not a whole Parquet file");
        }
    }

    @Test
    void assemble_fileWithDamagedPages_isNamed() throws IOException {
        try (DuckDbEngine engine = open()) {
            Path day = good(engine);
            Path damaged = day.resolve("damaged.parquet");
            byte[] bytes = Files.readAllBytes(day.resolve("s0.parquet"));
            java.util.Arrays.fill(bytes, 4, 60, (byte) 0xff);
            Files.write(damaged, bytes);
            assertThatThrownBy(() -> counts(engine, 200))
                    .isInstanceOfSatisfying(
                            LogException.class,
                            failure -> assertThat(failure.file()).isEqualTo(damaged));
        }
    }

    @Test
    void assemble_columnOfAnotherType_isNamedWithBothTypes() {
        try (DuckDbEngine engine = open()) {
            Path other = good(engine).resolve("other.parquet");
            SequencedMap<String, ColumnType> types = Table.FEEDBACK.types(List.of());
            types.put("value", ColumnType.TEXT);
            try (SegmentWriter writer = engine.writeFile(other, types)) {
                writer.publish();
            }
            assertBad(engine, other, "column 'value' of type VARCHAR, must be DOUBLE");
        }
    }

    @Test
    void assemble_columnAbsentFromAFile_isMissingThere() {
        try (DuckDbEngine engine = open()) {
            decision(Logs.empty(), "d1", "i").publish(engine, List.of(), 1);
            Logs more = decision(Logs.empty(), "d2", "i");
            more.rows(Table.DECISIONS).getFirst().put("context.device", "tv");
            more.tables().forEach((table, rows) -> {
                try (SegmentWriter writer = engine.write(table, "later", FEATURES)) {
                    writer.append(Logs.batch(table, FEATURES, rows));
                    writer.publish();
                }
            });
            List<String> devices = new ArrayList<>();
            engine.assemble(
                    plays(200),
                    batch -> Logs.rows(batch)
                            .forEach(row ->
                                    devices.add(row.get("decision_id") + " " + row.containsKey("context.device"))));
            assertThat(devices).containsExactly("d1 false", "d2 true");
        }
    }

    private static void assertBad(DuckDbEngine engine, Path file, String why) {
        assertThatThrownBy(() -> counts(engine, 200)).isInstanceOfSatisfying(LogException.class, failure -> {
            assertThat(failure.file()).isEqualTo(file);
            assertThat(failure).hasMessageContainingAll(file.toString(), why);
        });
    }

    @Test
    void assemble_namesAndTextsThatLookLikeSql_areData() {
        String nasty = "x'); DROP TABLE slates; --\" \\ ` é 😀 $1 ?";
        FeatureDefinition feature = new FeatureDefinition("context." + nasty, Kind.CATEGORICAL);
        OutcomeDefinition outcome = new OutcomeDefinition(
                nasty, nasty, new Aggregate.Last(List.of("none", nasty)), Optional.empty(), Duration.ofDays(1), true);
        Logs logs = decision(Logs.empty(), nasty, nasty);
        logs.rows(Table.DECISIONS)
                .getFirst()
                .putAll(Map.of("policy", nasty, "cells", List.of(nasty, "3:a", ""), feature.name(), nasty));
        logs.add(
                Table.FEEDBACK,
                "event_id",
                nasty,
                "kind",
                nasty,
                "member",
                nasty,
                "decision_id",
                nasty,
                "item",
                nasty,
                "label",
                nasty,
                "time",
                110L,
                "received",
                110L);
        Assembly assembly = Assembly.of(List.of(feature), List.of(outcome), Duration.ofHours(1), new Moment.At(200))
                .servedBy(nasty);
        try (DuckDbEngine engine = open()) {
            logs.publish(engine, List.of(feature), 1);
            List<Map<String, Object>> rows = AssemblyAgainstReferenceTest.assembled(engine, assembly);
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst())
                    .containsEntry(feature.name(), nasty)
                    .containsEntry("item", nasty)
                    .containsEntry("cells", List.of(nasty, "3:a", ""))
                    .containsEntry("outcome." + nasty + ".value", 1.0);
        }
    }

    @Test
    void findings_oneRowForEachRule_countsIt() {
        Logs logs = decision(decision(Logs.empty(), "d", "i"), "d", "i");
        logs.add(Table.SLATES, "decision_id", "gone", "position", 0L, "item", "i", "received", 100L);
        event(logs, "counted", "d", 110, 120);
        event(logs, "counted", "d", 110, 130);
        event(logs, "early", "d", 90, 130);
        event(logs, "late", "d", 110, 111 + 3_600_000_000L);
        event(logs, "far", "d", 100 + DAY + 1, 100 + DAY + 1);
        event(logs, "future", "d", 150, 140);
        event(logs, "orphan", "nobody", 110, 120);
        logs.add(Table.FEEDBACK, "event_id", "organic", "kind", "play", "member", "m", "time", 1L, "received", 1L);
        logs.add(
                Table.FEEDBACK,
                "event_id",
                "contradictory",
                "kind",
                "play",
                "member",
                "m",
                "time",
                110L,
                "received",
                110L,
                "decision_id",
                "d",
                "position",
                0L,
                "item",
                "j");
        logs.add(
                Table.FEEDBACK,
                "event_id",
                "unmatched",
                "kind",
                "play",
                "member",
                "m",
                "time",
                110L,
                "received",
                110L,
                "decision_id",
                "d",
                "position",
                7L);
        logs.add(
                Table.FEEDBACK,
                "event_id",
                "retraction",
                "kind",
                "play",
                "member",
                "m",
                "time",
                130L,
                "received",
                130L,
                "retracts",
                "counted");
        logs.add(
                Table.FEEDBACK,
                "event_id",
                "of-nothing",
                "kind",
                "play",
                "member",
                "m",
                "time",
                130L,
                "received",
                130L,
                "retracts",
                "nothing");
        try (DuckDbEngine engine = open()) {
            logs.publish(engine, FEATURES, 1);
            Map<String, Long> rows = engine.findings(plays(2 * DAY).seen()).stream()
                    .filter(finding -> finding.rows() > 0)
                    .collect(Collectors.toMap(Finding::rule, Finding::rows));
            assertThat(rows)
                    .isEqualTo(Map.ofEntries(
                            Map.entry("duplicate-decision", 1L),
                            Map.entry("duplicate-recommendation", 1L),
                            Map.entry("duplicate-event", 1L),
                            Map.entry("recommendation-without-decision", 1L),
                            Map.entry("before-origin", 1L),
                            Map.entry("past-horizon", 1L),
                            Map.entry("past-lateness", 1L),
                            Map.entry("future-dated-event", 1L),
                            Map.entry("orphan", 1L),
                            Map.entry("organic", 1L),
                            Map.entry("contradictory", 1L),
                            Map.entry("unmatched", 1L),
                            Map.entry("not-retractable", 1L),
                            Map.entry("retraction-of-unknown", 1L),
                            Map.entry("unseen", 1L)));
            assertThat(counts(engine, 2 * DAY)).containsExactly(2.0);
        }
    }

    @Test
    void readFile_whatWasWritten_comesBackInOrder() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put("id", ColumnType.BIGINT);
        types.put("label", ColumnType.DOUBLE);
        types.put("map", ColumnType.TEXT_MAP);
        Path file = folder.resolve("labels/new/set.parquet");
        int n = 50_000;
        try (DuckDbEngine engine = open()) {
            try (SegmentWriter writer = engine.writeFile(file, types)) {
                BatchBuilder builder = new BatchBuilder(types);
                for (long i = 0; i < n; i++) {
                    builder.set("id", i * 7919 % n).set("label", i % 3 == 0 ? Double.NaN : i / 7.0);
                    builder.set("map", Map.of("k" + i % 5, "v:" + i % 3)).endRow();
                }
                writer.append(builder.build());
                assertThat(file).doesNotExist();
                assertThat(writer.publish()).isEqualTo(n);
            }
            types.put("absent", ColumnType.TEXT);
            List<Map<String, Object>> rows = new ArrayList<>();
            assertThat(engine.readFile(file, types, batch -> rows.addAll(Logs.rows(batch))))
                    .isEqualTo(n);
            for (int i = 0; i < n; i++) {
                Map<String, Object> row = rows.get(i);
                assertThat(row.getOrDefault("id", -1L)).isEqualTo(i * 7919L % n);
                assertThat(row.getOrDefault("label", Double.NaN)).isEqualTo(i % 3 == 0 ? Double.NaN : i / 7.0);
                assertThat(row.getOrDefault("map", "")).isEqualTo(Map.of("k" + i % 5, "v:" + i % 3));
            }
        }
    }

    @Test
    void assemble_anyNumberOfThreads_givesTheSameBatches() {
        Logs logs = Logs.empty();
        for (int d = 0; d < 20_000; d++) {
            decision(logs, "d" + d % 15_000, "i" + d % 17);
            logs.add(
                    Table.FEEDBACK,
                    "event_id",
                    "e" + d,
                    "kind",
                    "watch",
                    "member",
                    "m",
                    "decision_id",
                    "d" + d % 1000,
                    "position",
                    0L,
                    "time",
                    110L,
                    "received",
                    110L,
                    "value",
                    Math.sin(d) + 1);
        }
        OutcomeDefinition minutes = new OutcomeDefinition(
                "minutes", "watch", new Aggregate.Sum(1000), Optional.empty(), Duration.ofDays(1), false);
        Assembly assembly = Assembly.of(FEATURES, List.of(minutes), Duration.ofHours(1), new Moment.At(200));
        List<List<String>> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 4}) {
            List<String> batches = new ArrayList<>();
            try (DuckDbEngine engine =
                    DuckDbEngine.open(log(), DuckDbOptions.withDefaults().withThreads(threads))) {
                if (results.isEmpty()) {
                    logs.publish(engine, FEATURES, 3);
                }
                engine.assemble(assembly, batch -> batches.add(batch.size() + " " + Logs.rows(batch)));
            }
            results.add(batches);
        }
        assertThat(results.getFirst()).hasSize(2);
        assertThat(results).allSatisfy(batches -> assertThat(batches).isEqualTo(results.getFirst()));
    }
}
