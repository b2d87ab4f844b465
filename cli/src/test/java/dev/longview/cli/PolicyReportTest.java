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
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of a policy, against counting it from the rows of a planted log and the scores of the same training. */
class PolicyReportTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double EPSILON = 0.2;
    private static final PlantedLog LOG = new PlantedLog(2_000, 5);

    @TempDir
    static Path workspace;

    private static JsonNode report = JSON.createObjectNode();
    private static List<PlantedLog.Row> judging = List.of();
    private static double[][] scores = new double[0][];

    @BeforeAll
    static void reported() throws IOException {
        Files.writeString(
                workspace.resolve("longview.yaml"),
                PlantedLog.config(
                        "  home: { reward: plays, features: [context.device], dimensions: 4, epochs: 5, slate-size:"
                                + " 1, exploration: { epsilon-greedy: { epsilon: " + EPSILON + " } } }\n"));
        done("import", "events", Files.writeString(workspace.resolve("log.jsonl"), LOG.lines()));
        report = JSON.readTree(done(
                        "policy",
                        "report",
                        "home",
                        "--by",
                        "context.device",
                        "--decisions",
                        "1000000",
                        "--report",
                        "--json")
                .out());
        long split = report.path("split").asLong();
        assertThat(split).isBetween(PlantedLog.START + 22 * PlantedLog.DAY, PlantedLog.START + 23 * PlantedLog.DAY);
        judging = LOG.rows().stream().filter(row -> row.time() >= split).toList();
        // Nothing was kept; the same training again gives the scores that were judged.
        assertThat(new Workspace(workspace).policies().names()).isEmpty();
        done("policy", "train", "home", "--as-of", split, "--decided-before", split);
        JsonNode trained = JSON.readTree(done("policy", "show", "home").out());
        assertThat(report.at("/learned_by/reward_version")).isEqualTo(trained.at("/reward/version"));
        assertThat(report.at("/learned_by/seed").asInt())
                .isEqualTo(trained.path("seed").asInt());
        assertThat(report.at("/learned_by/delay_models")).isEqualTo(trained.path("delay_models"));
        FactorisedModel model = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace), "home"))
                .model();
        scores = new double[][] {PlantedLog.scores(model, 0), PlantedLog.scores(model, 1)};
    }

    @Test
    void fit_isThatOfTheRowsAfterTheSplit() {
        for (int s = 0; s < 3; s++) {
            int device = s - 1;
            List<PlantedLog.Row> rows = rows(device);
            JsonNode fit = segment(device).path("fit");
            double squares = 0;
            double pairs = 0;
            double right = 0;
            double loss = 0;
            for (PlantedLog.Row a : rows) {
                double score = scores[a.device()][a.item()];
                double p = Math.max(0.001, Math.min(0.999, score));
                squares += Math.pow(score - (a.played() ? 1 : 0), 2);
                loss -= Math.log(a.played() ? p : 1 - p);
                for (PlantedLog.Row b : rows) {
                    if (a.played() && !b.played()) {
                        double other = scores[b.device()][b.item()];
                        pairs++;
                        right += score > other ? 1 : score == other ? 0.5 : 0;
                    }
                }
            }
            assertThat(fit.path("rows").asInt()).isEqualTo(rows.size());
            assertThat(fit.path("auc").asDouble()).isCloseTo(right / pairs, within(1e-9));
            assertThat(fit.path("squared_error").asDouble()).isCloseTo(squares / rows.size(), within(1e-9));
            assertThat(fit.path("log_loss").asDouble()).isCloseTo(loss / rows.size(), within(1e-9));
            assertThat(fit.path("auc").asDouble()).isGreaterThan(0.6);
            assertThat(fit.path("squared_error").asDouble())
                    .isLessThan(fit.path("constant_error").asDouble());
        }
    }

    /** ε-greedy by hand: each of K candidates has ε/K, the best 1 − ε more. */
    @Test
    void spread_isThatOfTheExplorationAndOfTheLog() {
        for (int s = 0; s < 3; s++) {
            int device = s - 1;
            double[] own = new double[PlantedLog.ITEMS];
            double[] never = new double[PlantedLog.ITEMS];
            double[] logged = new double[PlantedLog.ITEMS];
            Arrays.fill(never, 1);
            List<PlantedLog.Row> rows = rows(device);
            for (PlantedLog.Row row : rows) {
                logged[row.item()]++;
                int best = 0;
                for (int i = 1; i < row.candidates(); i++) {
                    best = scores[row.device()][i] > scores[row.device()][best] ? i : best;
                }
                for (int i = 0; i < row.candidates(); i++) {
                    double p = EPSILON / row.candidates() + (i == best ? 1 - EPSILON : 0);
                    own[i] += p;
                    never[i] *= 1 - p;
                }
            }
            double covered = Arrays.stream(never).map(p -> 1 - p).sum();
            JsonNode segment = segment(device);
            same(segment.path("own"), own, covered, rows.size());
            same(segment.path("logged"), logged, PlantedLog.ITEMS, rows.size());
            assertThat(segment.path("own").path("gini").asDouble())
                    .isGreaterThan(segment.path("logged").path("gini").asDouble() + 0.2);
        }
    }

    private static void same(JsonNode spread, double[] exposure, double covered, int decisions) {
        double differences = 0;
        double most = 0;
        for (double a : exposure) {
            most = Math.max(most, a);
            for (double b : exposure) {
                differences += Math.abs(a - b);
            }
        }
        int n = exposure.length;
        assertThat(spread.path("decisions").asInt()).isEqualTo(decisions);
        assertThat(spread.path("shown").asDouble()).isCloseTo(decisions, within(1e-6));
        assertThat(spread.path("gini").asDouble()).isCloseTo(differences / (2 * n * decisions), within(1e-9));
        assertThat(spread.path("coverage").asDouble()).isCloseTo(covered / n, within(1e-9));
        assertThat(spread.path("top_tenth").asDouble()).isCloseTo(most / decisions, within(1e-9));
        // The last item came on day 25, and is new to the end.
        assertThat(spread.path("newcomers").asDouble()).isCloseTo(exposure[n - 1] / decisions, within(1e-9));
    }

    /** The truth is known: what the policy's probabilities earn at the planted chances. */
    @Test
    void value_ofAllAndOfEachSegment_coversWhatThePolicyWouldEarn() {
        for (int device = -1; device < 2; device++) {
            List<PlantedLog.Row> rows = rows(device);
            JsonNode earned = segment(device).path("earned");
            // One recommendation a decision: each row once, in its own segment.
            assertThat(earned.path("units").asInt()).isEqualTo(rows.size());
            assertThat(earned.path("on_policy").path("value").asDouble())
                    .isCloseTo(
                            rows.stream()
                                    .mapToDouble(row -> row.played() ? 1 : 0)
                                    .average()
                                    .orElseThrow(),
                            within(0.05));
            covers(earned, truth(rows), 0.3);
        }
        assertThat(segment(-1).path("earned")).isEqualTo(report.path("value"));
    }

    private static double truth(List<PlantedLog.Row> rows) {
        double truth = 0;
        for (PlantedLog.Row row : rows) {
            int best = 0;
            double mean = 0;
            for (int i = 0; i < row.candidates(); i++) {
                best = scores[row.device()][i] > scores[row.device()][best] ? i : best;
                mean += PlantedLog.chance(i, row.device()) / row.candidates();
            }
            truth += EPSILON * mean + (1 - EPSILON) * PlantedLog.chance(best, row.device());
        }
        return truth / rows.size();
    }

    private static void covers(JsonNode earned, double truth, double mostMargin) {
        JsonNode lines = earned.path("lines");
        JsonNode best = lines.get(lines.size() - 1).path("result");
        double margin = (best.path("high").asDouble() - best.path("low").asDouble()) / 2;
        // Twice the half width of a 95% interval: one seed in some ten thousand would miss it.
        assertThat(best.path("value").asDouble()).isCloseTo(truth, within(2 * margin));
        assertThat(margin).isLessThan(mostMargin);
    }

    @Test
    void page_hasEveryFigure_andTextNamesTheSegments() throws IOException {
        String page = Files.readString(workspace.resolve("reports/policy-home.html"));
        assertThat(page).contains("context.device = phone", "Gini", "New titles", "Value by plays");
        CommandLineRun text = CommandLineRun.in(workspace, "policy", "report", "home", "--by", "context.device");
        assertThat(text.out()).contains("context.device = tv", "as logged", "squared error while it learned");
        CommandLineRun wrong = CommandLineRun.in(workspace, "policy", "report", "home", "--by", "context.devise");
        assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
        assertThat(wrong.err()).contains("did you mean 'context.device'?");
        CommandLineRun tooLong = CommandLineRun.in(workspace, "policy", "report", "home", "--judge-days", "31");
        assertThat(tooLong.exit()).isEqualTo(Exit.REFUSED);
    }

    /** Half as many rows again, all played, that no learner may use. */
    @Test
    void fit_unusableRows_areNotInTheMeanOfWhatWasLearnedFrom(@TempDir Path other) throws IOException {
        Files.copy(workspace.resolve("longview.yaml"), other.resolve("longview.yaml"));
        PlantedLog log = new PlantedLog(400, 8);
        StringBuilder lines = new StringBuilder(log.lines());
        for (int d = 0; d < 200; d++) {
            lines.append("""
                {"table": "decisions", "decision_id": "x%1$d", "account": "a1", "member": "a1", "time": %2$d, "received": %2$d, "usable_off_policy": false, "context.device": "tv", "candidates": ["i0", "i1"], "slate": [{"item": "i0", "conditional_propensity": 0.5}]}
                {"table": "feedback", "event_id": "x%1$d", "kind": "play", "member": "a1", "item": "i0", "decision_id": "x%1$d", "position": 0, "time": %3$d, "received": %3$d}
                """.formatted(d, PlantedLog.START + d, PlantedLog.START + d + 1));
        }
        Path file = Files.writeString(other.resolve("log.jsonl"), lines);
        assertThat(CommandLineRun.in(other, "import", "events", file).exit()).isZero();
        JsonNode told = JSON.readTree(
                CommandLineRun.in(other, "policy", "report", "home", "--json").out());
        long split = told.path("split").asLong();
        double mean = log.rows().stream()
                .filter(row -> row.time() < split)
                .mapToDouble(row -> row.played() ? 1 : 0)
                .average()
                .orElseThrow();
        double error = log.rows().stream()
                .filter(row -> row.time() >= split)
                .mapToDouble(row -> Math.pow((row.played() ? 1 : 0) - mean, 2))
                .average()
                .orElseThrow();
        assertThat(told.at("/segments/0/fit/constant_error").asDouble()).isCloseTo(error, within(1e-9));
    }

    /** @param device −1 for all */
    private static List<PlantedLog.Row> rows(int device) {
        return judging.stream()
                .filter(row -> device < 0 || row.device() == device)
                .toList();
    }

    private static JsonNode segment(int device) {
        for (JsonNode segment : report.path("segments")) {
            if (segment.path("value").asText().equals(device < 0 ? "" : device == 0 ? "tv" : "phone")) {
                return segment;
            }
        }
        throw new AssertionError(report.toString());
    }

    private static CommandLineRun done(Object... arguments) {
        CommandLineRun run = CommandLineRun.in(workspace, arguments);
        assertThat(run.exit()).as(run.err() + run.out()).isZero();
        return run;
    }
}
