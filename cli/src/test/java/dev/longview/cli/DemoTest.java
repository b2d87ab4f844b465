package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop, once around, small: it runs, leaves a workspace that other commands work in, and gives the same bytes again. */
class DemoTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void demo_sameSeedTwice_sameBytes() throws IOException {
        JsonNode first = demo();
        Map<String, String> before = contents();
        JsonNode again = demo();
        assertThat(again).isEqualTo(first);
        assertThat(contents()).isEqualTo(before);
        assertThat(before.keySet())
                .anyMatch(name -> name.endsWith("demo.html"))
                .anyMatch(name -> name.startsWith("models/policy/glad/"));
        assertForecastIsNotTheLabelSoFar(first);
        assertOtherCommandsWork();
        assertRewardMayLeaveOutWhatItsForecastLooksAt();
    }

    /** The forecast of 'completed' looks at the minutes watched, of which this reward knows nothing. */
    private void assertRewardMayLeaveOutWhatItsForecastLooksAt() throws IOException {
        Path config = folder.resolve("demo/longview.yaml");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("rewards:\n", "rewards:\n  finished: { is: \"completed ? 1 : 0\" }\n"));
        CommandLineRun label = run("label", "--reward", "finished", "--as-of", "2026-01-15", "--json");
        assertThat(label.err()).isEmpty();
        assertThat(JSON.readTree(label.out()).path("labels").path("predicted").asLong())
                .isPositive();
        // Trained on another definition of its reward, a policy is not what the config says it is.
        Files.writeString(config, text.replace("'down' ? -2", "'down' ? -3"));
        CommandLineRun changed = run("evaluate", "glad");
        assertThat(changed.exit()).isEqualTo(Exit.REFUSED);
        assertThat(changed.err()).contains("another definition of its reward", "policy train glad");
    }

    /** What is expected lies nearer to what it became than what had arrived does. */
    private static void assertForecastIsNotTheLabelSoFar(JsonNode report) {
        JsonNode then = report.path("forecast").path("then");
        double became =
                report.path("forecast").path("later").path("mean_expected").asDouble();
        double soFar = then.path("mean_so_far").asDouble();
        double expected = then.path("mean_expected").asDouble();
        assertThat(soFar).isLessThan(became);
        assertThat(Math.abs(expected - became)).isLessThan(Math.abs(soFar - became));
        assertThat(report.path("offline")).hasSize(4);
        assertThat(report.at("/offline/0/expected/lines/0/result/verdict/verdict")
                        .asText())
                .isIn("Weak", "Unusable");
        assertThat(report.path("experiment").path("metrics")).hasSizeGreaterThan(5);
    }

    private void assertOtherCommandsWork() throws IOException {
        assertThat(run("outcome").out()).contains("played", "completed");
        assertThat(run("config", "check").exit()).isEqualTo(Exit.DONE);
        assertThat(run("reward", "list").out()).contains("enjoyed", "ctr");
        assertThat(run("policy", "list").out()).contains("clicks", "glad");
        CommandLineRun validated = run("validate");
        assertThat(validated.exit()).isEqualTo(Exit.DONE);
        assertThat(validated.out()).contains("slates", "decisions were served by", "0 FAIL, 0 WARN");
        JsonNode experiment = JSON.readTree(
                run("experiment", "analyse", "clicks-or-glad", "--json").out());
        assertThat(experiment.path("sample_ratio").path("accounts")).hasSize(2);
        CommandLineRun early = run("label", "--reward", "enjoyed", "--as-of", "2026-01-15");
        assertThat(early.exit()).isEqualTo(Exit.REFUSED);
        assertThat(early.err()).contains("received after 2026-01-15", "delay fit --as-of");
        assertThat(run("delay", "fit", "--as-of", "2026-01-15").exit()).isEqualTo(Exit.DONE);
        JsonNode label = JSON.readTree(run("label", "--reward", "enjoyed", "--as-of", "2026-01-15", "--json")
                .out());
        assertThat(label.path("labels").path("predicted").asLong()).isPositive();
        CommandLineRun evaluated = run("evaluate", "glad", "--reward", "enjoyed", "--decisions", 200);
        assertThat(evaluated.out()).contains("sndr", "as logged");
        String decision = firstDecision();
        CommandLineRun explained = run("reward", "explain", "enjoyed", "--decision", decision);
        assertThat(explained.exit()).isEqualTo(Exit.DONE);
        assertThat(explained.out()).contains("position 0", "observed so far");
        assertThat(run("policy", "explain", "glad", "--decision", decision).out())
                .contains("position 0", "every item in every context", " more");
        JsonNode parts = JSON.readTree(run("policy", "explain", "glad", "--decision", decision, "--json")
                        .out())
                .path("recommendations")
                .get(0)
                .path("score");
        double sum = parts.path("bias").asDouble();
        for (JsonNode part : parts.path("parts")) {
            sum += part.path("value").asDouble();
        }
        assertThat(sum).isCloseTo(parts.path("score").asDouble(), within(1e-9));
        assertThat(run("policy", "explain", "glad", "--decision", "no-such").exit())
                .isEqualTo(Exit.REFUSED);
        assertThat(run("reward", "explain", "enjoyed", "--decision", "no-such").exit())
                .isEqualTo(Exit.REFUSED);
    }

    /** Of member 0 on the first day with a visit. */
    private String firstDecision() {
        for (int day = 0; day < 28; day++) {
            String id = "d" + day + "-0-0";
            if (run("reward", "explain", "ctr", "--decision", id).exit() == Exit.DONE) {
                return id;
            }
        }
        throw new AssertionError("member 0 did not come in four weeks");
    }

    private JsonNode demo() throws IOException {
        CommandLineRun demo = run("demo", "--members", 300, "--json");
        assertThat(demo.err()).isEmpty();
        assertThat(demo.exit()).isEqualTo(Exit.DONE);
        return JSON.readTree(demo.out());
    }

    private CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = folder.resolve("demo");
        return CommandLineRun.of(all);
    }

    /** Every file with its content, but the log's: Parquet files carry the same rows, not the same bytes. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        Path demo = folder.resolve("demo");
        try (Stream<Path> files = Files.walk(demo)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = demo.relativize(file).toString();
                if (!name.endsWith(".parquet")) {
                    contents.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }
}
