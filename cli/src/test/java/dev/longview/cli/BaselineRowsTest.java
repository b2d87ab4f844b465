package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.loop.Artifact;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy's baseline has learned from, the policy has too. */
class BaselineRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long SPLIT = PlantedLog.START + 15 * PlantedLog.DAY;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path workspace;

    @BeforeEach
    void workspace() throws IOException {
        Files.writeString(workspace.resolve("longview.yaml"), PlantedLog.config("""
              popular: { reward: plays, features: [], slate-size: 1 }
              home: { reward: plays, features: [context.device], slate-size: 1, guard: { baseline: popular, at-least: 0.5 } }
            """));
        StringBuilder lines = new StringBuilder(new PlantedLog(600, 7).lines());
        for (String member : new String[] {"late", "later"}) {
            lines.append("""
                {"table": "decisions", "decision_id": "%1$s-1", "account": "%1$s", "member": "%1$s", "time": %2$d, "received": %2$d, "usable_off_policy": true, "context.device": "tv", "candidates": ["i0", "i1"], "slate": [{"item": "i0", "conditional_propensity": 0.5}]}
                """.formatted(member, SPLIT + PlantedLog.DAY));
        }
        done("import", "events", Files.writeString(workspace.resolve("rows.jsonl"), lines));
    }

    @Test
    void evaluate_baselineLearnedFromTheWindow_isNoted() throws IOException {
        done("policy", "train", "popular");
        done("policy", "train", "home", "--decided-before", SPLIT);
        assertThat(notes("evaluate", "home", "--decided-from", SPLIT)).contains("its baseline has learned");
        done("policy", "train", "popular", "--decided-before", SPLIT);
        done("policy", "train", "home", "--decided-before", SPLIT);
        assertThat(notes("evaluate", "home", "--decided-from", SPLIT)).doesNotContain("baseline");
        JsonNode manifest = JSON.readTree(done("policy", "show", "home").out());
        assertThat(manifest.path("baseline").asText()).startsWith("popular@");
        assertThat(manifest.path("baseline_learned")
                        .path("decided_before_micros")
                        .asLong())
                .isEqualTo(SPLIT);
    }

    @Test
    void report_baselineInUseKnowsWhatJudges_takesAnEarlierVersion() throws IOException {
        done("policy", "train", "popular", "--as-of", SPLIT);
        done("policy", "train", "popular");
        assertThat(notes("policy", "report", "home", "--judge-days", 10)).doesNotContain("its baseline has learned");
    }

    /** Of two versions from before the split the newer reads a feature that is gone. */
    @Test
    void report_earlierBaselineReadsAFeatureThatIsGone_takesOneThatDoesNot() throws IOException {
        String policies = """
              popular: { reward: plays, features: [%s], slate-size: 1 }
              home: { reward: plays, features: [], slate-size: 1, guard: { baseline: popular, at-least: 0.5 } }
            """;
        Path config = workspace.resolve("longview.yaml");
        Files.writeString(config, PlantedLog.config(policies.formatted("context.device")));
        done("policy", "train", "popular", "--as-of", SPLIT);
        Files.writeString(config, PlantedLog.config(policies.formatted("")).replace("context.device: categorical", ""));
        done("policy", "train", "popular", "--as-of", SPLIT - PlantedLog.DAY);
        done("policy", "train", "popular");
        assertThat(notes("policy", "report", "home", "--judge-days", 10)).doesNotContain("its baseline has learned");
    }

    @Test
    void forget_baselineLearnedFromTheMember_marksThePolicyToo() throws IOException {
        done("policy", "train", "popular");
        done("policy", "train", "home", "--decided-before", SPLIT);
        assertThat(done("forget", "--member", "late").out()).contains("popular@", "home@");
        // As earlier versions wrote it.
        done("policy", "train", "home", "--decided-before", SPLIT, "--seed", 1);
        Artifact home = new Workspace(workspace).policies().current("home").orElseThrow();
        assertThat(home.forgotten()).isFalse();
        ObjectNode manifest = home.manifest().deepCopy();
        manifest.remove("baseline_learned");
        JSON.writeValue(home.folder().resolve("manifest.json").toFile(), manifest);
        done("forget", "--member", "later");
        assertThat(home.forgotten()).isTrue();
    }

    private String notes(Object... command) throws IOException {
        Object[] all = new Object[command.length + 1];
        System.arraycopy(command, 0, all, 0, command.length);
        all[command.length] = "--json";
        CommandLineRun run = CommandLineRun.in(workspace, all);
        assertThat(run.exit()).as(run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        return JSON.readTree(run.out()).path("notes").toString();
    }

    private CommandLineRun done(Object... command) {
        CommandLineRun run = CommandLineRun.in(workspace, command);
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(Exit.DONE);
        return run;
    }
}
