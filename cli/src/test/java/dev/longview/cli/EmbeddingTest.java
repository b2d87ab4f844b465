package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings of items and members from files to the log, the policy, its slates and its explanations. */
class EmbeddingTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ITEMS = 60;
    private static final String CONFIG = """
        lateness: 0s
        features:
          member.taste: { type: embedding, size: 2 }
          item.vector: { type: embedding, size: 4 }
        feedback: { play: {} }
        outcomes: { played: { of: play, as: occurred, final-after: 1h } }
        rewards: { plays: { is: "played ? 1 : 0" } }
        policies:
          near: { reward: plays, features: [item.vector], dimensions: 2, slate-size: 3, epochs: 5,
                  exploration: { epsilon-greedy: { epsilon: 0.1 } } }
          both: { reward: plays, features: [member.taste, item.vector], dimensions: 4, slate-size: 1 }
        """;

    @TempDir
    private Path workspace;

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(1);
    private final double[][] vectors = new double[2 * ITEMS][4];

    /** Plays follow the first number of an item's embedding; half of the items are never shown. */
    @Test
    void embedding_ofItems_isLearnedServedAndExplained() throws IOException {
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG);
        for (double[] vector : vectors) {
            Arrays.setAll(vector, i -> (float) random.nextGaussian());
        }
        // What was never shown is the best there is, which only its embedding can tell.
        vectors[ITEMS][0] = 4;
        vectors[ITEMS + 1][0] = 3.5f;
        vectors[ITEMS + 2][0] = -4;
        imported("items", items(vectors.length, "null"));
        imported("decisions", decisions());
        imported("feedback", feedback());

        done("policy", "train", "near", "--as-of", "2026-01-03");
        done("policy", "train", "both", "--as-of", "2026-01-03");
        Path visits = write(
                "visits.jsonl",
                "{\"decision_id\": \"v\", \"account\": \"a\", \"member\": \"a\", \"time\": \"2026-01-03T00:00:00Z\","
                        + " \"member.taste\": [0.1, -3.4028235e38]}");
        JsonNode best =
                JSON.readTree(done("recommend", "near", "--visits", visits, "--as-of", "2026-01-03", "--seed", 2)
                        .out());
        assertThat(best.path("slate").findValuesAsText("item")).contains("i" + ITEMS, "i" + (ITEMS + 1));
        // As it was served, to the last bit of single precision.
        JsonNode served = JSON.readTree(done("recommend", "both", "--visits", visits, "--as-of", "2026-01-03")
                .out());
        assertThat((float) served.path("member.taste").get(1).asDouble()).isEqualTo(-Float.MAX_VALUE);

        JsonNode explained = JSON.readTree(
                done("policy", "explain", "near", "--decision", "d7", "--json").out());
        assertThat(explained.findValuesAsText("item")).contains("item.vector");
    }

    @Test
    void embedding_ofAnotherLength_isRefusedWithItsPlace_andInALogOfAnotherSizeToo() throws IOException {
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG);
        Path wrong = write("items.jsonl", items(2, "[1, 2, 3]"));
        CommandLineRun run = run("import", "events", wrong, "--table", "items");
        assertThat(run.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(run.out() + run.err())
                .contains("line 1: there are 3 numbers; allowed: 4, as longview.yaml declares")
                .contains("2 skipped");

        imported("items", items(ITEMS, "null"));
        imported("decisions", decisions());
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG.replace("size: 4", "size: 5"));
        CommandLineRun trained = run("policy", "train", "near");
        assertThat(trained.exit()).isEqualTo(Exit.REFUSED);
        assertThat(trained.err()).contains("the log has 4 numbers of item.vector for item 'i", "declares 5");
    }

    @Test
    void config_embeddingWithoutSize_orInAReward_isRefused() throws IOException {
        Files.writeString(
                workspace.resolve("longview.yaml"), CONFIG.replace("{ type: embedding, size: 4 }", "embedding"));
        assertThat(check()).contains("longview.yaml:4").contains("'embedding'");
        Files.writeString(
                workspace.resolve("longview.yaml"), CONFIG.replace("played ? 1 : 0", "item.vector > 0 ? 1 : 0"));
        assertThat(check()).contains("'item.vector' is an embedding");
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG.replace("size: 4", "size: 0"));
        assertThat(check()).contains("0 is out of range").contains("1 to 4096");
    }

    /** @param third what the third item has instead of its embedding */
    private String items(int count, String third) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            boolean wrong = !third.equals("null");
            lines.append("{\"item\": \"i%d\", \"valid_from\": 0, \"received\": 0, \"item.vector\": %s}\n"
                    .formatted(i, wrong ? third : list(vectors[i])));
        }
        return lines.toString();
    }

    private static String list(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> String.format(Locale.ROOT, "%.9g", value))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String decisions() {
        StringBuilder lines = new StringBuilder();
        String all = java.util.stream.IntStream.range(0, ITEMS)
                .mapToObj(i -> "\"i" + i + "\"")
                .collect(Collectors.joining(", "));
        for (int d = 0; d < 1_800; d++) {
            lines.append("{\"decision_id\": \"d%d\", \"account\": \"a%d\", \"member\": \"a%d\", \"time\": %d,"
                            .formatted(d, d % 100, d % 100, time(d))
                    + " \"received\": %d, \"usable_off_policy\": true, \"member.taste\": [0.5, %d],"
                            .formatted(time(d), d % 5)
                    + (d == 0 ? " \"candidates\": [" + all + "]," : "")
                    + " \"slate\": [{\"item\": \"i%d\", \"conditional_propensity\": %s}]}\n"
                            .formatted(d % ITEMS, 1.0 / ITEMS));
        }
        return lines.toString();
    }

    private static long time(int decision) {
        return 1_767_225_600_000_000L + decision * 20_000_000L;
    }

    private String feedback() {
        StringBuilder lines = new StringBuilder();
        for (int d = 0; d < 1_800; d++) {
            if (random.nextDouble() < 1 / (1 + Math.exp(-2 * vectors[d % ITEMS][0]))) {
                lines.append(("{\"event_id\": \"e%d\", \"kind\": \"play\", \"member\": \"a%d\", \"item\": \"i%d\","
                                + " \"decision_id\": \"d%d\", \"position\": 0, \"time\": %d, \"received\": %d}\n")
                        .formatted(d, d % 100, d % ITEMS, d, time(d) + 1_000_000, time(d) + 1_000_000));
            }
        }
        return lines.toString();
    }

    private void imported(String table, String lines) throws IOException {
        done("import", "events", write(table + ".jsonl", lines), "--table", table);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String check() {
        CommandLineRun run = run("config", "check");
        return run.out() + run.err();
    }

    private CommandLineRun done(Object... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        return run;
    }

    private CommandLineRun run(Object... arguments) {
        return CommandLineRun.in(workspace, arguments);
    }
}
