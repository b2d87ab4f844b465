package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeEach
    void simulated() {
        assertThat(run("init").exit()).isEqualTo(Exit.DONE);
        assertThat(run("simulate", "--members", 150, "--days", 3).exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void validate_simulatedLog_passes() {
        CommandLineRun run = run("validate");
        assertThat(run.out()).contains("Checks: 0 FAIL, 0 WARN", "Met by no row: ");
        assertThat(run.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void validate_feedbackOnDecisionsThatAreNotThere_failsWithExamplesAndTheFix() throws IOException {
        Path file = folder.resolve("orphans.jsonl");
        Files.writeString(
                file, IntStream.range(0, 30).mapToObj(i -> """
                    {"event_id": "o%02d", "kind": "play", "member": "m1", "item": "t1", "decision_id": "none", \
                    "position": 0, "time": 1767312000000000, "received": 1767312000000001}
                    """.formatted(i)).collect(Collectors.joining()));
        assertThat(run("import", "events", file).exit()).isEqualTo(Exit.DONE);
        CommandLineRun text = run("validate");
        assertThat(text.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(text.out())
                .contains("Checks: 1 FAIL, 0 WARN", "FAIL  orphan: 30 of ", "for example: o00, o01", "to do: import");
        CommandLineRun json = run("validate", "--json");
        assertThat(json.exit()).isEqualTo(Exit.NEGATIVE);
        for (JsonNode check : new JsonMapper().readTree(json.out()).path("checks")) {
            boolean orphan = check.path("check").asText().equals("orphan");
            assertThat(check.path("status").asText())
                    .as(check.path("check").asText())
                    .isEqualTo(orphan ? "FAIL" : "PASS");
            if (orphan) {
                assertThat(check.path("rows").asInt()).isEqualTo(30);
                assertThat(check.path("examples")).hasSize(10);
            }
        }
    }

    private CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = folder.resolve("shop");
        return CommandLineRun.of(all);
    }
}
