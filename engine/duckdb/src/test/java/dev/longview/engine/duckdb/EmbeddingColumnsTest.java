package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.Selection;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings go into the log and come out again, bit for bit, by every way that rows are read. */
class EmbeddingColumnsTest {
    private static final int SIZE = 5;
    private static final int ITEMS = 3_000;
    private static final List<FeatureDefinition> FEATURES = List.of(
            FeatureDefinition.embedding("member.taste", SIZE), FeatureDefinition.embedding("item.vector", SIZE));

    @TempDir
    private Path folder;

    private final Random random = new Random(3);

    @Test
    void embeddings_writtenAndRead_areTheSameBits() {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        Map<String, float[]> tastes = new LinkedHashMap<>();
        Logs logs = Logs.empty();
        for (int i = 0; i < ITEMS; i++) {
            String id = "i" + i;
            List<Object> item = new ArrayList<>(List.of("item", id, "valid_from", 0L, "received", 0L));
            if (i % 7 > 0) {
                vectors.put(id, vector());
                item.addAll(List.of("item.vector", vectors.get(id)));
            }
            logs = logs.add(Table.ITEMS, item.toArray());
            tastes.put("d" + i, vector());
            logs = logs.add(
                            Table.DECISIONS,
                            "decision_id",
                            "d" + i,
                            "account",
                            "a",
                            "member",
                            "m",
                            "time",
                            100L,
                            "received",
                            100L,
                            "usable_off_policy",
                            true,
                            "member.taste",
                            tastes.get("d" + i))
                    .add(Table.SLATES, "decision_id", "d" + i, "position", 0L, "item", id, "received", 100L);
        }
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            logs.publish(engine, FEATURES, 2);
            same(vectors, engine.catalogue(FEATURES, 200), "item", "item.vector", new LinkedHashMap<>());
            Map<String, float[]> found = new LinkedHashMap<>();
            engine.rows(
                    Table.DECISIONS,
                    FEATURES,
                    Selection.received(0, Long.MAX_VALUE - 1),
                    batch -> collect(batch, "decision_id", "member.taste", found));
            same(tastes, found);
            for (Moment moment : List.of(new Moment.At(200), new Moment.Ages(List.of(0L, 50L), 200))) {
                Map<String, float[]> assembledItems = new LinkedHashMap<>();
                Map<String, float[]> assembledMembers = new LinkedHashMap<>();
                engine.assemble(Assembly.of(FEATURES, List.of(), Duration.ofHours(1), moment), batch -> {
                    collect(batch, "item", "item.vector", assembledItems);
                    collect(batch, "decision_id", "member.taste", assembledMembers);
                });
                same(vectors, assembledItems);
                same(tastes, assembledMembers);
            }
        }
    }

    private float[] vector() {
        float[] vector = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            vector[i] = Float.isFinite(value) ? value : -0.0f;
        }
        return vector;
    }

    private static void same(
            Map<String, float[]> expected, Batch batch, String id, String column, Map<String, float[]> found) {
        collect(batch, id, column, found);
        same(expected, found);
    }

    private static void same(Map<String, float[]> expected, Map<String, float[]> found) {
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        // Compared by bits: −0 is not 0.
        expected.forEach((id, vector) -> {
            for (int i = 0; i < SIZE; i++) {
                assertThat(Float.floatToRawIntBits(found.getOrDefault(id, new float[0])[i]))
                        .as(id)
                        .isEqualTo(Float.floatToRawIntBits(vector[i]));
            }
        });
    }

    private static void collect(Batch batch, String id, String column, Map<String, float[]> into) {
        Column.FloatLists lists = batch.floatLists(column);
        for (int row = 0; row < batch.size(); row++) {
            if (!lists.isMissing(row)) {
                into.put(batch.texts(id).text(row), lists.list(row));
            }
        }
    }
}
