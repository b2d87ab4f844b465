package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.FactorisedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy with every kind of feature, scored by what was exported of it alone. */
class PolicyExportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIG = """
        lateness: 0s
        features:
          context.hour: numeric
          member.tags: multi-valued
          item.genre: categorical
          item.vector: { type: embedding, size: 3 }
        feedback: { play: {} }
        outcomes: { played: { of: play, as: occurred, final-after: 1h } }
        rewards: { plays: { is: "played ? 1 : 0" } }
        policies:
          home: { reward: plays, features: [context.hour, member.tags, item.genre, item.vector], dimensions: 3 }
        """;

    @TempDir
    private Path workspace;

    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void export_scoredByItsFilesAlone_givesTheModelsScores() throws IOException, SQLException {
        train();
        Path folder = workspace.resolve("out");
        JsonNode told = JSON.readTree(
                done("policy", "export", "home", "--to", folder, "--json").out());
        ExportedPolicy exported = ExportedPolicy.read(folder);
        TrainedPolicy policy = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace), "home"));
        FactorisedModel model = policy.model();
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        double spread = 0;
        for (int i = 0; i < 300; i++) {
            Map<String, Object> row = row();
            Batch batch = batch(model, row);
            model.contexts(batch).read(0, context);
            model.items(batch).read(0, item);
            double score = model.score(context, item);
            assertThat(exported.score(row)).as(row.toString()).isCloseTo(score, within(1e-12));
            spread = Math.max(
                    spread, Math.abs(score - model.score(new double[context.length], new double[item.length])));
        }
        // Scores that are all alike would prove nothing.
        assertThat(spread).isGreaterThan(0.05);
        assertThat(exported.names())
                .contains("bias", "item.genre=drama", "item=i1", "member.tags=b", "context.hour", "item.vector[2]");
        assertThat(told.path("named").asLong())
                .isEqualTo(told.path("slots").asLong())
                .isPositive();
    }

    @Test
    void export_toAFolderThatIsNotEmpty_isRefused() throws IOException {
        train();
        CommandLineRun run = CommandLineRun.in(workspace, "policy", "export", "home", "--to", workspace);
        assertThat(run.exit()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains("is not empty");
    }

    /** Values that training saw and others, missing ones, and one that is cut. */
    private Map<String, Object> row() {
        Map<String, Object> row = new HashMap<>();
        row.put("item", "i" + random.nextInt(14));
        if (random.nextInt(4) > 0) {
            row.put("context.hour", random.nextInt(5) == 0 ? 1e9 : random.nextDouble(24));
            row.put("member.tags", List.of("a", "b", "unseen").subList(random.nextInt(3), 3));
        }
        if (random.nextInt(4) > 0) {
            row.put("item.genre", random.nextBoolean() ? "drama" : "unseen");
            row.put("item.vector", new float[] {(float) random.nextGaussian(), 2, 30});
        }
        return row;
    }

    private static Batch batch(FactorisedModel model, Map<String, Object> row) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put("item", ColumnType.TEXT);
        for (FeatureDefinition feature : model.space().features()) {
            types.put(feature.name(), feature.kind().columnType());
        }
        BatchBuilder builder = new BatchBuilder(types);
        row.forEach((name, value) -> {
            switch (value) {
                case Double number -> builder.set(name, number.doubleValue());
                case String text -> builder.set(name, text);
                case float[] numbers -> builder.set(name, numbers);
                case List<?> list ->
                    builder.set(name, list.stream().map(String::valueOf).toList());
                default -> throw new IllegalArgumentException(name);
            }
        });
        builder.endRow();
        return builder.build();
    }

    private void train() throws IOException {
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            lines.append(
                    ("{\"table\": \"items\", \"item\": \"i%d\", \"valid_from\": 0, \"received\": 0, \"item.genre\":"
                                    + " \"%s\", \"item.vector\": %s}\n")
                            .formatted(
                                    i, i % 2 == 0 ? "drama" : "film", Arrays.toString(new double[] {i % 3, i % 4, 30 + i
                                    })));
        }
        for (int d = 0; d < 400; d++) {
            long time = 1_767_225_600_000_000L + d * 1_000_000L;
            lines.append(
                    ("{\"table\": \"decisions\", \"decision_id\": \"d%d\", \"account\": \"a%d\", \"member\": \"a%d\","
                        + " \"time\": %d, \"received\": %d, \"usable_off_policy\": true,%s \"member.tags\": [%s],"
                        + " \"slate\": [{\"item\": \"i%d\", \"conditional_propensity\": 0.1}]}\n")
                            .formatted(
                                    d,
                                    d % 20,
                                    d % 20,
                                    time,
                                    time,
                                    d % 9 == 0 ? "" : " \"context.hour\": " + d % 24 + ",",
                                    d % 3 == 0 ? "" : "\"a\", \"b\"",
                                    d % 10));
            if (d % 2 == 0 || d % 5 == 1) {
                lines.append(
                        ("{\"table\": \"feedback\", \"event_id\": \"e%d\", \"kind\": \"play\", \"member\": \"a%d\","
                                        + " \"item\": \"i%d\", \"decision_id\": \"d%d\", \"position\": 0, \"time\": %d,"
                                        + " \"received\": %d}\n")
                                .formatted(d, d % 20, d % 10, d, time + 1, time + 1));
            }
        }
        Path file = Files.writeString(workspace.resolve("log.jsonl"), lines);
        done("import", "events", file);
        done("policy", "train", "home", "--as-of", "2026-01-03");
    }

    private CommandLineRun done(Object... arguments) {
        CommandLineRun run = CommandLineRun.in(workspace, arguments);
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        return run;
    }
}
