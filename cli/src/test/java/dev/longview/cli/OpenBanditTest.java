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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real input: the Open Bandit sample, where the policy behind each log has a true mean in its own log. */
class OpenBanditTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOG = "open-bandit/";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void dataIsThere() {
        data = Path.of(System.getProperty("longview.root", ".")).resolve("../shared/data/open-bandit");
        assumeTrue(Files.isDirectory(data), "the Open Bandit sample is not there");
        assertThat(run("init", "--template", "open-bandit").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void men_eachPolicyFromTheOthersLog_coversItsTruth() throws IOException {
        load("men");
        assertOnlyOnePositionIsKnown();
        JsonNode bts = behind("men/bts", "men/random", Exit.DONE);
        assertCoversTruth(bts, 0.0069);
        JsonNode random = behind("men/random", "men/bts", Exit.DONE);
        assertCoversTruth(random, 0.0046);
        assertThat(random.path("behind").path("uniform").asBoolean()).isTrue();

        assertThat(run("policy", "train", "clicks", "--served-by", LOG + "men/random")
                        .exit())
                .isEqualTo(Exit.DONE);
        CommandLineRun trained = run("evaluate", "clicks", "--served-by", LOG + "men/random", "--json");
        JsonNode line = last(JSON.readTree(trained.out()));
        assertThat(line.path("low").asDouble()).isLessThan(line.path("value").asDouble());
        assertThat(JSON.readTree(trained.out()).path("notes").toString()).contains("cross-fitted");
    }

    @Test
    void women_randomFromBts_isRefusedLoudly() throws IOException {
        load("women");
        JsonNode bts = behind("women/bts", "women/random", Exit.DONE);
        assertCoversTruth(bts, 0.0046);
        JsonNode random = behind("women/random", "women/bts", Exit.NEGATIVE);
        assertThat(last(random).path("effective_size").asDouble()).isLessThan(5);
        assertThat(last(random).path("mean_weight").asDouble()).isGreaterThan(2);
        assertThat(random.path("expected").path("sentence").asText()).startsWith("This log cannot tell");
    }

    /** A row of the data set is one position of a slate of three, and says nothing of the others: 2 of 3 stand at another than 0. */
    private void assertOnlyOnePositionIsKnown() throws IOException {
        CommandLineRun validated = run("validate", "--json");
        assertThat(validated.exit()).isEqualTo(Exit.DONE);
        for (JsonNode check : JSON.readTree(validated.out()).path("checks")) {
            if (check.path("check").asText().equals("slate-with-gaps")) {
                assertThat(check.path("status").asText()).isEqualTo("WARN");
                assertThat(check.path("rows").asDouble() / check.path("of").asDouble())
                        .isCloseTo(2.0 / 3, within(0.01));
            } else {
                assertThat(check.path("status").asText())
                        .as(check.path("check").asText())
                        .isEqualTo("PASS");
            }
        }
    }

    private void load(String campaign) {
        for (String behaviour : new String[] {"random", "bts"}) {
            CommandLineRun imported =
                    run("import", "open-bandit", data, "--campaign", campaign, "--behaviour", behaviour);
            assertThat(imported.exit()).isEqualTo(Exit.DONE);
            assertThat(imported.out()).contains("10,000 rows read, 10,000 accepted, 0 skipped");
        }
    }

    private JsonNode behind(String policy, String log, int exit) throws IOException {
        CommandLineRun run =
                run("evaluate", "--behind", LOG + policy, "--served-by", LOG + log, "--reward", "ctr", "--json");
        assertThat(run.exit()).isEqualTo(exit);
        return JSON.readTree(run.out());
    }

    private static void assertCoversTruth(JsonNode result, double mean) {
        assertThat(result.path("behind").path("on_policy").path("value").asDouble())
                .isCloseTo(mean, within(1e-12));
        // Two logs of 10,000 each: their intervals meet where the estimate is right, as both move.
        JsonNode line = last(result);
        assertThat(line.path("low").asDouble())
                .isLessThan(result.path("behind").path("on_policy").path("high").asDouble());
        assertThat(line.path("high").asDouble())
                .isGreaterThan(
                        result.path("behind").path("on_policy").path("low").asDouble());
    }

    private static JsonNode last(JsonNode result) {
        JsonNode lines = result.path("expected").path("lines");
        return lines.get(lines.size() - 1).path("result");
    }

    private CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = folder.resolve("obd");
        return CommandLineRun.of(all);
    }
}
