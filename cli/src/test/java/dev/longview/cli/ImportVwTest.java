package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportVwTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void import_ofText_givesItsMeanCostAndItsMistakes() throws IOException {
        Path file = folder.resolve("a.vw");
        Files.writeString(file, "1:1:0.5 | a\n2:-0.5:0.5 | b\n1:0:0 | a\n");
        assertThat(run("init", "--template", "vw").exit()).isEqualTo(Exit.DONE);
        assertThat(run("import", "vw", file))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(Exit.REFUSED))
                .satisfies(run -> assertThat(run.err()).contains("--start 2026-01-31"));
        assertThat(run("import", "vw", file, "--start", "2026-01-31", "--every", "soon")
                        .err())
                .contains("--every: 'soon' is no duration");
        CommandLineRun imported = run("import", "vw", file, "--start", "2026-01-31", "--every", "1m");
        assertThat(imported.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(imported.out())
                .contains("3 rows read, 2 accepted, 1 skipped", "line 3:", "largest value of reward 0.5, of cost 1.0");
        JsonNode outcomes = new JsonMapper().readTree(run("outcome", "--json").out());
        assertThat(outcomes.path("recommendations").asInt()).isEqualTo(2);
        assertThat(outcomes.path("outcomes").get(0).path("mean").asDouble()).isCloseTo(0.25, within(1e-12));
        assertThat(outcomes.path("outcomes").get(1).path("mean").asDouble()).isCloseTo(0.5, within(1e-12));
        // The same again is a no-op.
        assertThat(run("import", "vw", file, "--start", "2026-01-31").exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(new JsonMapper()
                        .readTree(run("outcome", "--json").out())
                        .path("recommendations")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void evaluate_rcv1_tellsTheCostOfTheLog() throws IOException {
        Path file = Path.of(System.getProperty("longview.root", "."))
                .resolve("../shared/data/vw-test-data/rcv1_raw_cb_small.vw.gz");
        assumeTrue(Files.exists(file), "the test data of Vowpal Wabbit is not there");
        assertThat(run("init", "--template", "vw").exit()).isEqualTo(Exit.DONE);
        assertThat(run("import", "vw", file, "--start", "2026-01-31", "--actions", 2)
                        .exit())
                .isEqualTo(Exit.DONE);
        assertThat(run("policy", "train", "frugal").exit()).isEqualTo(Exit.DONE);
        CommandLineRun evaluated = run("evaluate", "frugal", "--json");
        assertThat(evaluated.err()).isEmpty();
        JsonNode report = new JsonMapper().readTree(evaluated.out()).path("expected");
        // 477 of the 1,000 lines have a cost of 1: zcat | cut -d'|' -f1 | sort | uniq -c.
        assertThat(report.path("on_policy").path("value").asDouble()).isCloseTo(-0.477, within(1e-9));
        JsonNode lines = report.path("lines");
        JsonNode last = lines.get(lines.size() - 1).path("result");
        // What was learned is worth something, if little after 1,000 rows; and the log's propensities are right, or
        // weights would
        // not have mean 1: their standard error is about 0.03.
        assertThat(last.path("value").asDouble()).isGreaterThan(-0.477);
        assertThat(last.path("mean_weight").asDouble()).isCloseTo(1, within(0.12));
    }

    private CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = folder.resolve("workspace");
        return CommandLineRun.of(all);
    }
}
