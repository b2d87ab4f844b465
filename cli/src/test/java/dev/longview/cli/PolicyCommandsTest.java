package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.config.Templates;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy's versions: brought up to the log, judged, put in use, compared, taken back. */
class PolicyCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path workspace;

    @BeforeAll
    static void simulate() {
        assertThat(CommandLineRun.of("init", "-w", workspace, "--template", Templates.STREAMING)
                        .exit())
                .isZero();
        assertThat(CommandLineRun.of("simulate", "-w", workspace, "--members", 300, "--days", 7)
                        .exit())
                .isZero();
    }

    @Test
    void update_diffRollback_keepTheVersionInUseUnlessOnePasses() throws IOException {
        CommandLineRun first = update(2, "2026-01-07");
        assertThat(first.exit()).as(first.err()).isZero();
        String one = line(first).path("version").asText();
        assertThat(line(first).path("before").isNull()).isTrue();
        assertThat(checks(first, true)).containsExactly("data", "finite scores", "exploration", "off-policy value");

        // Nobody's scores agree with others' to the last item: it is kept, and the first stays in use.
        CommandLineRun refused = update(3, "2026-01-08", "--least-agreement", "1");
        String two = line(refused).path("version").asText();
        assertThat(refused.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(checks(refused, false)).containsExactly("score drift");
        assertThat(inUse()).isEqualTo(one);
        assertThat(two).isNotEqualTo(one);

        assertThat(update(3, "2026-01-08").exit()).isZero();
        assertThat(inUse()).isEqualTo(two);

        JsonNode diff = JSON.readTree(
                        CommandLineRun.of("policy", "diff", "clicks@" + one, "clicks", "-w", workspace, "--json")
                                .out())
                .path("comparison");
        assertThat(diff.path("spearman").asDouble()).isStrictlyBetween(0.0, 1.0);
        assertThat(diff.path("overlap").asDouble()).isStrictlyBetween(0.0, 1.0);
        assertThat(diff.path("up")).isNotEmpty();
        JsonNode itself = JSON.readTree(
                        CommandLineRun.of("policy", "diff", "clicks", "clicks", "-w", workspace, "--json")
                                .out())
                .path("comparison");
        assertThat(itself.path("spearman").asDouble()).isEqualTo(1);
        assertThat(itself.path("overlap").asDouble()).isEqualTo(1);
        assertThat(itself.path("up")).isEmpty();
        assertThat(CommandLineRun.of("policy", "diff", "clicks@" + one, "clicks", "-w", workspace)
                        .out())
                .contains("rank correlation", "rise most");

        assertThat(CommandLineRun.of("policy", "rollback", "clicks", "-w", workspace)
                        .out())
                .contains("clicks@" + one + " is in use again");
        assertThat(inUse()).isEqualTo(one);
        CommandLineRun further = CommandLineRun.of("policy", "rollback", "clicks", "-w", workspace);
        assertThat(further.exit()).isNotZero();
        assertThat(further.err()).contains("nothing to roll back to");

        assertThat(CommandLineRun.of("policy", "promote", "clicks@" + two, "-w", workspace)
                        .out())
                .contains("clicks@" + two + " is in use");
        assertThat(inUse()).isEqualTo(two);
        JsonNode shown = JSON.readTree(CommandLineRun.of("policy", "show", "clicks", "-w", workspace, "--json")
                .out());
        assertThat(shown.path("version").asText()).isEqualTo(two);
        assertThat(shown.path("reward").path("name").asText()).isEqualTo("ctr");
        assertThat(shown.path("setting").toString())
                .isEqualTo("{\"learning_rate\":0.1,\"regularisation\":1.0E-6,\"dimensions\":8,\"epochs\":3}");
        // What train gives is what update gave, to the byte: a version is named by what it holds.
        CommandLineRun trained = CommandLineRun.of(
                "policy", "train", "clicks", "-w", workspace, "--as-of", "2026-01-08", "--seed", 3, "--json");
        assertThat(JSON.readTree(trained.out()).path("version").asText()).isEqualTo(two);
    }

    /** What is written is what the trainer reads. */
    @Test
    void examples_areTheRowsThatTrainingReads() throws Exception {
        Path file = workspace.resolve("examples.parquet");
        CommandLineRun written = CommandLineRun.of(
                "policy", "examples", "glad", "--to", file, "-w", workspace, "--as-of", "2026-01-08", "--json");
        assertThat(written.exit()).as(written.err()).isZero();
        JsonNode trained = JSON.readTree(CommandLineRun.of(
                        "policy", "train", "glad", "-w", workspace, "--as-of", "2026-01-08", "--seed", 9, "--json")
                .out());
        assertThat(JSON.readTree(written.out()).path("rows").asLong())
                .isEqualTo(trained.path("metrics").path("rows").asLong())
                .isPositive();
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FILTER (weight > 0), min(conditional_propensity), max(conditional_propensity),"
                                + " count(\"context.device\"), count(\"item.genre\"), count(DISTINCT reward) FROM '"
                                + file + "'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1))
                    .isEqualTo(trained.path("metrics").path("rows").asLong());
            assertThat(row.getDouble(2)).isPositive();
            assertThat(row.getDouble(3)).isLessThanOrEqualTo(1);
            assertThat(row.getLong(4)).isPositive();
            assertThat(row.getLong(5)).isPositive();
            assertThat(row.getLong(6)).isGreaterThanOrEqualTo(2);
        }
        JsonNode beside =
                JSON.readTree(workspace.resolve("examples.parquet.json").toFile());
        for (String key : List.of("reward", "labels", "rules", "delay_models", "readings", "as_of")) {
            assertThat(beside.path(key)).as(key).isEqualTo(trained.path(key));
        }
        assertThat(beside.path("rows")).isEqualTo(trained.path("metrics").path("rows"));
    }

    @Test
    void mistypedNumbers_areRefusedWithWhatIsAllowed() {
        for (int days : new int[] {0, 3_651, 110_000}) {
            CommandLineRun run = CommandLineRun.of("update", "clicks", "-w", workspace, "--judge-days", days);
            assertThat(run.exit()).as(run.err()).isEqualTo(Exit.REFUSED);
            assertThat(run.err()).contains("--judge-days must be 1 to 3,650: " + days);
        }
        CommandLineRun run =
                CommandLineRun.of("policy", "explain", "clicks", "-w", workspace, "--decision", "d", "--top", -1);
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains("--top must be at least 0: -1");
    }

    @Test
    void update_unknownPolicy_isRefusedBeforeAnythingIsTrained() {
        CommandLineRun run = CommandLineRun.of("update", "clicks", "clikcs", "-w", workspace);
        assertThat(run.exit()).isNotZero();
        assertThat(run.err()).contains("did you mean 'clicks'?");
    }

    /** The names of those that passed, or did not. */
    private static List<String> checks(CommandLineRun run, boolean passed) throws IOException {
        List<String> names = new ArrayList<>();
        line(run).path("checks").forEach(check -> {
            if (check.path("passed").asBoolean() == passed) {
                names.add(check.path("name").asText());
            }
        });
        return names;
    }

    private static CommandLineRun update(int seed, String asOf, String... more) {
        Object[] arguments = new Object[9 + more.length];
        Object[] common = {"update", "clicks", "-w", workspace, "--as-of", asOf, "--seed", seed, "--json"};
        System.arraycopy(common, 0, arguments, 0, 9);
        System.arraycopy(more, 0, arguments, 9, more.length);
        return CommandLineRun.of(arguments);
    }

    private static JsonNode line(CommandLineRun run) throws IOException {
        return JSON.readTree(run.out()).get(0);
    }

    private static String inUse() throws IOException {
        for (JsonNode line : JSON.readTree(
                CommandLineRun.of("policy", "list", "-w", workspace, "--json").out())) {
            if (line.path("in_use").asBoolean()) {
                return line.path("version").asText();
            }
        }
        return "none";
    }
}
