package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.config.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateSeveralTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path workspace;

    /** After a week nothing of 'enjoyed' has settled, which takes a month. */
    @Test
    void update_aPolicyThatCannotBeTrained_isTold_andThoseAfterItAreUpdated() throws IOException {
        assertThat(CommandLineRun.of("init", "-w", workspace, "--template", Templates.STREAMING)
                        .exit())
                .isZero();
        Path config = workspace.resolve("longview.yaml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "policies:\n",
                                "policies:\n"
                                        + "  hopeless: { reward: enjoyed, features: [item.genre], labels: settled"
                                        + " }\n"));
        assertThat(CommandLineRun.of("simulate", "-w", workspace, "--members", 300, "--days", 7)
                        .exit())
                .isZero();
        CommandLineRun run =
                CommandLineRun.of("update", "hopeless", "clicks", "-w", workspace, "--as-of", "2026-01-07", "--json");
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.NEGATIVE);
        JsonNode lines = JSON.readTree(run.out());
        assertThat(lines).hasSize(2);
        assertThat(lines.at("/0/promoted").asBoolean()).isFalse();
        assertThat(lines.at("/0/version").asText()).isEmpty();
        assertThat(lines.at("/0/checks/0/found").asText()).contains("no recommendation to learn from");
        assertThat(lines.at("/1/policy").asText()).isEqualTo("clicks");
        assertThat(lines.at("/1/rows").asLong()).isPositive();
        // Alone it is refused, as ever.
        assertThat(CommandLineRun.of("update", "hopeless", "-w", workspace, "--as-of", "2026-01-07")
                        .exit())
                .isEqualTo(Exit.REFUSED);
    }

    /** The version in use cannot be scored any more; that keeps none out that can. */
    @Test
    void update_theVersionInUseReadsAFeatureThatIsGone_saysSoAndGoesOn() throws IOException {
        Path config = workspace.resolve("longview.yaml");
        CommandLineRun.of("init", "-w", workspace, "--template", Templates.STREAMING);
        CommandLineRun.of("simulate", "-w", workspace, "--members", 80, "--days", 4);
        CommandLineRun old =
                CommandLineRun.of("policy", "train", "clicks", "-w", workspace, "--as-of", "2026-01-04", "--json");
        assertThat(old.exit()).as(old.err()).isZero();
        String version = JSON.readTree(old.out()).at("/version").asText();
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("  member.favourite: categorical\n", "")
                        .replace("member.favourite, ", ""));
        CommandLineRun run = CommandLineRun.of("update", "clicks", "-w", workspace, "--as-of", "2026-01-05", "--json");
        assertThat(run.exit()).as(run.err()).isLessThan(Exit.REFUSED);
        assertThat(JSON.readTree(run.out()).at("/0/checks"))
                .filteredOn(check -> check.path("name").asText().equals("score drift"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.path("passed").asBoolean()).isTrue();
                    assertThat(check.path("found").asText())
                            .contains("clicks@" + version, "member.favourite (categorical)", "does not declare");
                });
        CommandLineRun diff = CommandLineRun.of(
                "policy", "diff", "clicks@" + version, "clicks@" + version, "-w", workspace, "--as-of", "2026-01-05");
        assertThat(diff.exit()).isEqualTo(Exit.REFUSED);
        assertThat(diff.err()).contains("member.favourite", "longview policy train clicks");
    }
}
