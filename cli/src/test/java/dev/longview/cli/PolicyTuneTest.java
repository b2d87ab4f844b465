package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.FactorisedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a world where steps of 0.0005 learn next to nothing, and steps of 0.2 the world. */
class PolicyTuneTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final PlantedLog LOG = new PlantedLog(3_000, 6);
    private static final String POLICY = "home: { reward: plays, features: [context.device], learning-rate: %s,"
            + " dimensions: 4, epochs: 3, slate-size: 1 }";

    @TempDir
    static Path workspace;

    @BeforeAll
    static void imported() throws IOException {
        config("0.0005");
        done("import", "events", Files.writeString(workspace.resolve("log.jsonl"), LOG.lines()));
    }

    private static void config(String rate) throws IOException {
        Files.writeString(workspace.resolve("longview.yaml"), PlantedLog.config("  " + POLICY.formatted(rate) + "\n"));
    }

    private static Object[] grid(Object... more) {
        Object[] grid = {
            "policy",
            "tune",
            "home",
            "--learning-rates",
            "0.0005,0.2",
            "--regularisations",
            "0.000001",
            "--dimensions",
            "4",
            "--epochs",
            "1,3",
            "--budget",
            "3"
        };
        Object[] all = Arrays.copyOf(grid, grid.length + more.length);
        System.arraycopy(more, 0, all, grid.length, more.length);
        return all;
    }

    @Test
    void tune_oneSettingIsClearlyBest_choosesItAndIsTheSameAgain() throws IOException {
        CommandLineRun run = CommandLineRun.in(workspace, grid("--json", "--seed", "4"));
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.path("chosen").path("learning_rate").asDouble()).isEqualTo(0.2);
        assertThat(result.path("confirmed").path("high").asDouble()).isNegative();
        assertThat(result.path("shares")).hasSizeGreaterThan(1);
        assertThat(result.at("/learned_by/seed").asInt()).isEqualTo(4);
        assertThat(result.at("/learned_by/reward_version").asText()).matches("[0-9a-f]{12}");
        // Those that were left behind learned from fewer accounts only; what is declared came to the end.
        assertThat(result.path("trials")).hasSize(4);
        for (JsonNode trial : result.path("trials")) {
            boolean first = trial.path("setting").equals(result.path("chosen"));
            if (first || trial.path("declared").asBoolean()) {
                assertThat(trial.path("losses")).hasSameSizeAs(result.path("shares"));
            }
        }
        assertThat(CommandLineRun.in(workspace, grid("--json", "--seed", "4")).out())
                .isEqualTo(run.out());
        assertThat(new Workspace(workspace).policies().names()).doesNotContain("tuned");
        assertThat(CommandLineRun.in(workspace, grid()).out())
                .contains("In longview.yaml, policies.home:", "learning-rate: 0.2", "0.0005 *");
        lossesAreThoseOfRowsThatDidNotTeach(result);
    }

    /** The loss of the chosen setting, from the rows of the log and a policy trained on those before the split alone. */
    private static void lossesAreThoseOfRowsThatDidNotTeach(JsonNode result) throws IOException {
        long split = result.path("split").asLong();
        long judged = result.path("judged").asLong();
        JsonNode chosen = result.path("chosen");
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config("  "
                        + POLICY.formatted("0.2")
                                .replace(
                                        "epochs: 3",
                                        "epochs: " + chosen.path("epochs").asInt())
                        + "\n"));
        done("policy", "train", "home", "--as-of", split, "--decided-before", split, "--seed", 4);
        config("0.0005");
        FactorisedModel model = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace), "home"))
                .model();
        double[][] scores = {PlantedLog.scores(model, 0), PlantedLog.scores(model, 1)};
        double[] loss = new double[2];
        double[] weight = new double[2];
        for (PlantedLog.Row row : LOG.rows()) {
            if (row.time() >= split) {
                int which = row.time() < judged ? 0 : 1;
                double error = scores[row.device()][row.item()] - (row.played() ? 1 : 0);
                // Each is drawn uniformly from what it chose from, however many those are: all weigh the same.
                loss[which] += error * error;
                weight[which]++;
            }
        }
        JsonNode losses = result.path("trials").get(0).path("losses");
        assertThat(losses.get(losses.size() - 1).asDouble()).isCloseTo(loss[0] / weight[0], within(1e-9));
        assertThat(result.path("confirmed").path("chosen").asDouble()).isCloseTo(loss[1] / weight[1], within(1e-9));
    }

    private static JsonNode byValue(int days) throws IOException {
        CommandLineRun run = CommandLineRun.in(workspace, new Object[] {
            "policy",
            "tune",
            "home",
            "--learning-rates",
            "0.2",
            "--regularisations",
            "0.000001",
            "--dimensions",
            "4",
            "--epochs",
            "3",
            "--budget",
            "2",
            "--by",
            "value",
            "--judge-days",
            days,
            "--json"
        });
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.path("judge").asText()).isEqualTo("value");
        return result;
    }

    @Test
    void tune_byValue_choosesWhatEarnsMore() throws IOException {
        JsonNode result = byValue(14);
        assertThat(result.path("chosen").path("learning_rate").asDouble()).isEqualTo(0.2);
    }

    /** Of fewer decisions its value would be a number by chance: what is declared stays, and it is said why. */
    @Test
    void tune_byValueThatCannotBeTold_keepsWhatIsDeclared() throws IOException {
        JsonNode result = byValue(8);
        assertThat(result.path("chosen").path("learning_rate").asDouble()).isEqualTo(0.0005);
        assertThat(result.at("/notes/0").asText()).contains("cannot be valued: effective sample size");
    }

    @Test
    void diff_versionsLearnedByOtherSettings_tellsThem() throws IOException {
        config("0.2");
        String first = JSON.readTree(done("policy", "train", "home", "--json").out())
                .path("version")
                .asText();
        config("0.0005");
        done("policy", "train", "home");
        assertThat(done("policy", "diff", "home@" + first, "home").out())
                .contains("learned by: A learning rate 0.2, regularisation 0.000001, 4 dimensions, 3 epochs;"
                        + " B learning rate 0.0005, ");
        assertThat(done("policy", "diff", "home", "home").out()).doesNotContain("learned by");
    }

    @Test
    void tune_outOfRange_isRefused() {
        for (String[] wrong : new String[][] {
            {"--budget", "0"},
            {"--judge-days", "1"},
            {"--learning-rates", "0"},
            {"--epochs", "0"},
            {"--judge-days", "40"},
            {"--judge-days", "110000"}
        }) {
            Object[] arguments = {"policy", "tune", "home", wrong[0], wrong[1]};
            CommandLineRun run = CommandLineRun.in(workspace, arguments);
            assertThat(run.exit()).as(String.join(" ", wrong)).isEqualTo(Exit.REFUSED);
            assertThat(run.err()).doesNotContain("Exception");
        }
    }

    private static CommandLineRun done(Object... arguments) {
        CommandLineRun run = CommandLineRun.in(workspace, arguments);
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        return run;
    }
}
