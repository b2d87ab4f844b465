package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version of a policy an experiment ran is what the log says, not which is in use when somebody asks. */
class ServedVersionsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-07T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void history_cellServedByAnEarlierVersion_isToldWithThatVersion() throws IOException {
        done("init");
        done("simulate", "--members", 200, "--days", 5);
        done("policy", "train", "glad");
        Path config = folder.resolve("longview.yaml");
        Files.writeString(
                config,
                Files.readString(config).replace("    reward: enjoyed\n", "    reward: enjoyed\n    epochs: 1\n"));
        done("policy", "train", "glad");
        Map<String, Boolean> inUse = new LinkedHashMap<>();
        policies()
                .forEach(each -> inUse.put(
                        each.path("policy").asText(), each.path("in_use").asBoolean()));
        assertThat(inUse).hasSize(2).containsValues(true, false);
        String earlier = inUse.keySet().stream()
                .filter(name -> Boolean.FALSE.equals(inUse.get(name)))
                .findFirst()
                .orElseThrow();
        // Not analysed yet: with the version in use.
        assertThat(experiments(earlier)).isEmpty();

        Path lines = folder.resolve("lines.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String cell = i % 2 == 0 ? "control" : "treatment";
            String by = i % 2 == 0 ? "clicks@0123456789ab" : earlier;
            Instant time = START.plusSeconds(i);
            text.append(
                    ("{\"table\":\"decisions\",\"decision_id\":\"x%1$d\",\"account\":\"ax%1$d\",\"member\":\"ax%1$d\","
                        + "\"time\":\"%2$s\",\"received\":\"%2$s\",\"policy\":\"%3$s\",\"cells\":[\"clicks-or-glad/%4$s\"],"
                        + "\"usable_off_policy\":true}%n"
                        + "{\"table\":\"slates\",\"decision_id\":\"x%1$d\",\"position\":0,\"item\":\"t00001\","
                        + "\"conditional_propensity\":0.5,\"received\":\"%2$s\"}%n")
                            .formatted(i, time, by, cell));
        }
        Files.writeString(lines, text);
        done("import", "events", lines);
        CommandLineRun analysed = run("experiment", "analyse", "clicks-or-glad");
        assertThat(analysed.err()).isEmpty();

        JsonNode told = experiments(earlier);
        assertThat(told).hasSize(1);
        assertThat(told.path(0).path("cells").path(0).asText()).isEqualTo("treatment");
        assertThat(told.path(0).path("found")).isNotEmpty();
        for (String other : inUse.keySet()) {
            assertThat(experiments(other).isEmpty()).isEqualTo(!other.equals(earlier));
        }
    }

    private JsonNode experiments(String policy) throws IOException {
        for (JsonNode each : policies()) {
            if (each.path("policy").asText().equals(policy)) {
                return each.path("experiments");
            }
        }
        throw new AssertionError("no policy " + policy);
    }

    private JsonNode policies() throws IOException {
        CommandLineRun run = run("reward", "history", "enjoyed", "--json");
        assertThat(run.err()).isEmpty();
        return JSON.readTree(run.out()).at("/versions/0/policies");
    }

    private void done(Object... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isEqualTo(Exit.DONE);
    }

    private CommandLineRun run(Object... arguments) {
        return CommandLineRun.in(folder, arguments);
    }
}
