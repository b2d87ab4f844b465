package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.config.Templates;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.Exploration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thompson sampling by beliefs, from the log to slates and their judgement. */
class ThompsonPolicyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AS_OF = "2026-01-08T00:00:00Z";

    @TempDir
    Path folder;

    @Test
    void thompson_policy_isTrainedServedAndJudgedByItsOwnPropensities() throws IOException {
        Path workspace = folder.resolve("service");
        assertDone(CommandLineRun.of("init", "-w", workspace, "--template", Templates.STREAMING));
        assertDone(CommandLineRun.of("simulate", "-w", workspace, "--members", 100, "--days", 7));
        Path config = workspace.resolve("longview.yaml");
        Files.writeString(config, Files.readString(config).replace("\npolicies:\n", """

            policies:
              believing:
                reward: ctr
                features: [context.device, item.genre]
                slate-size: 2
                exploration: { thompson: { floor: 0.2 } }
            """));
        assertDone(CommandLineRun.of("policy", "train", "believing", "-w", workspace, "--as-of", AS_OF));
        TrainedPolicy policy = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace), "believing"));
        assertThat(policy.models()).hasSize(2);
        assertThat(policy.exploration()).isEqualTo(new Exploration.Thompson(0.2));

        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add("{\"decision_id\": \"v" + i + "\", \"member\": \"m" + i + "\", \"account\": \"a" + i
                    + "\", \"time\": \"2026-01-08T12:00:00Z\", \"context.device\": \"tv\", \"context.hour\": 20,"
                    + " \"member.tenure_days\": 100, \"member.favourite\": \"drama\"}");
        }
        Path visits = Files.write(folder.resolve("visits.jsonl"), lines);
        Path slates = folder.resolve("slates.jsonl");
        assertDone(CommandLineRun.of(
                "recommend", "believing", "-w", workspace, "--as-of", AS_OF, "--visits", visits, "--out", slates));
        for (String line : Files.readAllLines(slates)) {
            JsonNode first = JSON.readTree(line).path("slate").get(0);
            int candidates = JSON.readTree(line).path("candidates").size();
            assertThat(first.path("conditional_propensity").asDouble()).isBetween(0.2 / candidates, 1.0);
            assertThat(first.path("marginal_propensity").asDouble())
                    .isEqualTo(first.path("conditional_propensity").asDouble());
        }
        assertDone(CommandLineRun.of("import", "events", slates, "--table", "decisions", "-w", workspace));

        // Judged on what it has served itself, its weights are 1: its propensities are found again.
        CommandLineRun run = CommandLineRun.of(
                "evaluate", "believing", "-w", workspace, "--json", "--decided-from", "2026-01-08T06:00:00Z");
        assertThat(run.exit()).as(run.out() + run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.path("decisions").asInt()).isEqualTo(60);
        JsonNode ips = result.path("expected").path("lines").get(1);
        assertThat(ips.path("estimator").asText()).isEqualTo("ips");
        assertThat(ips.path("result").path("mean_weight").asDouble()).isCloseTo(1, within(0.05));

        // And trained anew in folds, as evaluation has it of a policy that has learned from the accounts it is judged
        // on.
        run = CommandLineRun.of(
                "evaluate",
                "believing",
                "-w",
                workspace,
                "--json",
                "--decided-from",
                "2026-01-07T12:00:00Z",
                "--decided-before",
                "2026-01-08T00:00:00Z");
        assertThat(run.exit()).as(run.out() + run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        ips = JSON.readTree(run.out()).path("expected").path("lines").get(1);
        assertThat(ips.path("result").path("mean_weight").asDouble()).isCloseTo(1, within(0.3));
    }

    private static void assertDone(CommandLineRun run) {
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.DONE);
    }
}
