package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.loop.Artifact;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mechanics, not who is better: that takes far more members and days. */
class StudyTest {
    private static final long DAY = 86_400_000_000L;
    private static final long START = 1_767_225_600_000_000L;

    @TempDir
    Path folder;

    @Test
    void study_fewMembersFewDays_servesEveryDayAndRefreshesOnTime() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "study",
                "--policies",
                "clicks",
                "--members",
                200,
                "--warm-up",
                "4d",
                "--days",
                3,
                "--refresh",
                "2d",
                "--seed",
                3,
                "--keep",
                folder,
                "--quiet",
                "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode report = new JsonMapper().readTree(run.out());
        JsonNode arms = report.path("arms");

        assertThat(arms).extracting(arm -> arm.path("policy").asText()).containsExactly(
                "clicks", "uniform", "popularity");
        assertThat(arms.get(0).path("against_first").isNull()).isTrue();
        for (JsonNode arm : arms) {
            // Nearly all of 200 members' accounts are subscribed on three days.
            assertThat(arm.path("retained_months").asDouble()).isBetween(0.05, 0.1);
            assertThat(arm.path("plays").asDouble()).isPositive();
        }
        // Bounds that do nothing else than the warm-up did share its luck to the last visit.
        JsonNode paired = arms.get(2).path("against_first").path("retained_months");
        assertThat(paired.path("accounts").asLong()).isEqualTo(arms.get(0).path("accounts").asLong());

        Workspace workspace = Workspace.open(folder.resolve("clicks-3"));
        List<Artifact> versions = workspace.policies().versions("clicks");
        assertThat(versions)
                .extracting(version -> version.manifest().path("as_of_micros").asLong())
                .containsExactly(START + 4 * DAY, START + 6 * DAY);

        CommandLineRun served = CommandLineRun.of("validate", "-w", folder.resolve("clicks-3"), "--json");
        assertThat(served.exit()).as(served.out()).isIn(Exit.DONE, Exit.NEGATIVE);
        CommandLineRun again = CommandLineRun.of(
                "policy",
                "train",
                "clicks",
                "-w",
                folder.resolve("clicks-3"),
                "--as-of",
                START + 7 * DAY,
                "--decided-from",
                START + 6 * DAY,
                "--served-by",
                "clicks@" + versions.getLast().version(),
                "--json");
        // The last day's log names the version that served it, with propensities that can be learned from.
        assertThat(again.exit()).as(again.err()).isZero();
        JsonNode metrics = new JsonMapper().readTree(again.out()).path("metrics");
        assertThat(metrics.path("rows").asLong()).isPositive();
        assertThat(metrics.path("refused").asLong()).isZero();
    }

    @Test
    void study_partOfADay_isRefused() {
        CommandLineRun run = CommandLineRun.of("study", "--refresh", "6h");

        assertThat(run.exit()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains("--refresh: '6h' is no number of whole days");
    }
}
