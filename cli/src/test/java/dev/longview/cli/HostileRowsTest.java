package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single rows of a log that nobody would send on purpose cost themselves, not the evaluation of all others. */
class HostileRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int DECISIONS = 600;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path workspace;

    @BeforeEach
    void workspace() throws IOException {
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config("  home: { reward: plays, features: [context.device], slate-size: 1 }\n"));
        load(new PlantedLog(DECISIONS, 5)
                .lines()
                .replace("\"usable_off_policy\": true", "\"usable_off_policy\": true, \"policy\": \"planted\""));
    }

    @Test
    void evaluate_propensityOfNothing_leavesTheRowOut() throws IOException {
        load("""
            {"table": "decisions", "decision_id": "hostile", "account": "a1", "member": "a1", "time": %1$d, "received": %1$d, "usable_off_policy": true, "context.device": "tv", "candidates": ["i0", "i1"], "slate": [{"item": "i0", "conditional_propensity": 1e-310}]}
            """.formatted(PlantedLog.START));
        assertThat(CommandLineRun.in(workspace, "policy", "train", "home").err())
                .isEmpty();
        JsonNode evaluated = evaluated("home");
        assertThat(evaluated.path("decisions").asInt()).isEqualTo(DECISIONS);
        assertThat(evaluated.path("notes").toString()).contains("1 recommendations were left out", "below " + 1e-12);
    }

    @Test
    void evaluate_positionsBeyondEverySlate_areNotCounted() throws IOException {
        for (long position : new long[] {2_000_000_000L, 3_000_000_000L, 1000}) {
            load("""
                {"table": "slates", "decision_id": "d1", "position": %d, "item": "i1", "conditional_propensity": 0.5, "received": %d}
                """.formatted(position, PlantedLog.START + PlantedLog.DAY));
        }
        JsonNode evaluated = evaluated("--behind", "planted", "--served-by", "planted", "--reward", "plays");
        assertThat(evaluated.path("notes").toString())
                .contains("3 recommendations of that log were not counted", "position 1000 or beyond");
        assertThat(evaluated.path("behind").path("recommendations").asInt()).isEqualTo(DECISIONS);
    }

    private JsonNode evaluated(Object... arguments) throws IOException {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "evaluate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 1] = "--json";
        CommandLineRun run = CommandLineRun.in(workspace, all);
        assertThat(run.exit()).as(run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        return JSON.readTree(run.out());
    }

    private void load(String lines) throws IOException {
        Path file = workspace.resolve("rows.jsonl");
        Files.writeString(file, lines);
        CommandLineRun run = CommandLineRun.in(workspace, "import", "events", file);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.DONE);
    }
}
