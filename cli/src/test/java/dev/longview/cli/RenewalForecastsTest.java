package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.ColumnType;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forecast of the next billing, in the world of {@link Renewals}, where the truth is known. */
class RenewalForecastsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double NOW = 60;
    private static final String AS_OF = "2026-03-02";
    private static final String CONFIG = """
        lateness: 1d
        features: { context.keen: numeric }
        feedback: { play: {} }
        outcomes:
          played: { of: play, as: occurred, final-after: 10d }
          asked: { of: cancel-requested, scope: account, as: occurred, final-after: next-billing, grace: 6h }
          renewed: { of: renew, scope: account, as: occurred, final-after: next-billing, grace: 6h }
        rewards:
          kept: { is: "renewed ? 1 : 0" }
          both: { is: "played && renewed ? 1 : 0" }
        delay:
          played: { trees: { features: [context.keen] } }
          renewed: { state: asked, cuts: [0], trees: { features: [context.keen], after: played } }
        """;

    @TempDir
    static Path folder;

    private static List<Renewals.Account> accounts = List.of();

    /** A row of a label set. */
    private record Label(double expected, boolean settled, boolean predicted) {}

    private static Map<Integer, Label> kept = Map.of();
    private static Map<Integer, Label> both = Map.of();

    @BeforeAll
    static void log() throws IOException {
        accounts = Renewals.draw(5);
        workspace(folder.resolve("all"), Double.POSITIVE_INFINITY);
        kept = labels(folder.resolve("all"), "kept");
        both = labels(folder.resolve("all"), "both");
    }

    private static void workspace(Path workspace, double receivedBy) throws IOException {
        Files.createDirectories(workspace);
        Files.writeString(workspace.resolve("longview.yaml"), CONFIG);
        Renewals.write(accounts, workspace.resolve("events.jsonl"), receivedBy);
        run(workspace, "import", "events", workspace.resolve("events.jsonl"));
        run(workspace, "delay", "fit", "--as-of", AS_OF);
    }

    private static CommandLineRun run(Path workspace, Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-w";
        all[arguments.length + 1] = workspace;
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private static Map<Integer, Label> labels(Path workspace, String reward) throws IOException {
        CommandLineRun run = run(workspace, "label", "--reward", reward, "--as-of", AS_OF, "--json");
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        columns.put("expected", ColumnType.DOUBLE);
        columns.put("settled", ColumnType.BOOLEAN);
        columns.put("predicted", ColumnType.BOOLEAN);
        Map<Integer, Label> labels = new LinkedHashMap<>();
        Path file = Path.of(JSON.readTree(run.out()).path("file").asText());
        try (DuckDbEngine engine = DuckDbEngine.open(workspace.resolve("log"), DuckDbOptions.withDefaults())) {
            engine.readFile(file, columns, batch -> {
                for (int row = 0; row < batch.size(); row++) {
                    labels.put(
                            Integer.parseInt(
                                    batch.texts("decision_id").text(row).substring(1)),
                            new Label(
                                    batch.doubles("expected")[row],
                                    batch.booleans("settled")[row],
                                    batch.booleans("predicted")[row]));
                }
            });
        }
        return labels;
    }

    private static Label at(Map<Integer, Label> labels, Renewals.Account account) {
        return labels.getOrDefault(account.id(), new Label(Double.NaN, false, false));
    }

    private static boolean member(Renewals.Account account) {
        return account.id() % 100 != 0;
    }

    /** Whose billing is ahead by so much and who is not known to have left. */
    private static List<Renewals.Account> open(Predicate<Renewals.Account> of) {
        return accounts.stream()
                .filter(each -> member(each)
                        && each.decided() < NOW - 0.01
                        && each.due() > NOW
                        && !(each.left() + each.late() <= NOW)
                        && of.test(each))
                .toList();
    }

    @Test
    void label_beforeTheBilling_isTheChanceOfItsStateFeatureAndTime() {
        List<Predicate<Renewals.Account>> groups = new ArrayList<>();
        for (boolean keen : new boolean[] {false, true}) {
            groups.add(each -> each.keen() == keen && each.asked() + each.late() <= NOW);
            for (double[] ahead : new double[][] {{0, 5}, {5, 15}, {15, 30}}) {
                groups.add(each -> each.keen() == keen
                        && !(each.asked() + each.late() <= NOW)
                        && each.due() - NOW >= ahead[0]
                        && each.due() - NOW < ahead[1]);
            }
            groups.add(each -> each.keen() == keen && each.played() <= NOW);
            groups.add(each -> each.keen() == keen && !(each.played() <= NOW));
        }
        for (int group = 0; group < groups.size(); group++) {
            List<Renewals.Account> of = open(groups.get(group));
            assertThat(of).as("group %d", group).hasSizeGreaterThan(25);
            double expected = of.stream()
                    .mapToDouble(each -> at(kept, each).expected)
                    .average()
                    .orElseThrow();
            double chance =
                    of.stream().mapToDouble(each -> each.chance(NOW)).average().orElseThrow();
            double came = of.stream()
                    .mapToDouble(each -> each.stays() ? 1 : 0)
                    .average()
                    .orElseThrow();
            double error = Math.sqrt(of.stream()
                            .mapToDouble(each -> each.chance(NOW) * (1 - each.chance(NOW)))
                            .sum())
                    / of.size();
            // Learned from several times as many as are open: less than their error, and what is pooled.
            assertThat(expected).as("group %d, law", group).isCloseTo(chance, within(error + 0.02));
            assertThat(expected).as("group %d, came", group).isCloseTo(came, within(4 * error + 0.02));
        }
        assertThat(open(each -> true)).allSatisfy(each -> {
            assertThat(at(kept, each).predicted).isTrue();
            assertThat(at(kept, each).settled).isFalse();
        });
    }

    @Test
    void label_playAndRenewalBothOpen_areExpectedTogether() {
        List<Renewals.Account> of = open(each -> !(each.played() <= NOW) && each.decided() > NOW - 3);
        double expected = of.stream()
                .mapToDouble(each -> at(both, each).expected)
                .average()
                .orElseThrow();
        double law = of.stream()
                .mapToDouble(each -> each.chance(NOW) * each.willPlay(NOW))
                .average()
                .orElseThrow();
        // Independent forecasts would multiply the chance of a play by that of any account.
        double apart = of.stream()
                .mapToDouble(each -> each.chance(NOW)
                        * (each.chance(NOW) * each.willPlay(NOW) + (1 - each.chance(NOW)) * willPlayIfLeaves(each)))
                .average()
                .orElseThrow();
        double error = Math.sqrt(law * (1 - law) / of.size());
        assertThat(law - apart).isGreaterThan(0.05);
        assertThat(expected).isCloseTo(law, within(2.5 * error + 0.01));
        assertThat(expected - apart).isGreaterThan(0.4 * (law - apart));
    }

    private static double willPlayIfLeaves(Renewals.Account each) {
        double came = 1 - Math.exp(-(NOW - each.decided()) / 2);
        return 0.2 * Math.max(0, 1 - Math.exp(-5) - came) / (1 - 0.2 * came);
    }

    @Test
    void label_whoHasLeftOrWasBilled_isDecidedAndNeverPredicted() {
        List<Renewals.Account> left = accounts.stream()
                .filter(each -> member(each) && each.left() + 1 <= NOW && each.due() > NOW)
                .toList();
        assertThat(left)
                .hasSizeGreaterThan(20)
                .allSatisfy(each -> assertThat(at(kept, each)).isEqualTo(new Label(0, true, false)));
        // The billing, six hours of grace and a day for what is late.
        List<Renewals.Account> billed = accounts.stream()
                .filter(each -> member(each) && each.due() + 1.25 <= NOW)
                .toList();
        assertThat(billed)
                .hasSizeGreaterThan(3_000)
                .allSatisfy(each -> assertThat(at(kept, each)).isEqualTo(new Label(each.stays() ? 1 : 0, true, false)));
        // Of whom no billing is known to be due nothing is expected, and nothing is known.
        List<Renewals.Account> unknown = accounts.stream()
                .filter(each -> !member(each) && each.decided() < NOW - 0.01)
                .toList();
        assertThat(unknown)
                .hasSizeGreaterThan(40)
                .allSatisfy(each -> assertThat(at(kept, each)).isEqualTo(new Label(0, false, false)));
    }

    /** What was received later, and what never had been: labels are the same to the last bit. */
    @Test
    void label_logThatEndsThen_isTheSame() throws IOException {
        workspace(folder.resolve("cut"), NOW);

        assertThat(labels(folder.resolve("cut"), "kept")).isEqualTo(kept);
        assertThat(labels(folder.resolve("cut"), "both")).isEqualTo(both);
    }

    @Test
    @Tag("thorough")
    void evaluate_renewals_areJudgedByLaterDecisions() throws IOException {
        CommandLineRun run = run(
                folder.resolve("all"),
                "delay",
                "evaluate",
                "renewed",
                "--as-of",
                "2026-04-25",
                "--learned-as-of",
                "2026-02-26",
                "--json");
        JsonNode all = JSON.readTree(run.out()).path("all");
        for (JsonNode outcome : all) {
            if (outcome.path("outcome").asText().equals("renewed")) {
                JsonNode day = outcome.path("ages").get(4);
                assertThat(day.path("open").asLong()).isGreaterThan(800);
                assertThat(day.path("forecast").asDouble())
                        .isCloseTo(day.path("truth").asDouble(), within(0.05));
                assertThat(day.path("calibration_error").asDouble()).isLessThan(0.06);
                assertThat(day.path("auc").asDouble()).isGreaterThan(0.65);
                return;
            }
        }
        throw new AssertionError("nothing is said of renewals: " + all);
    }
}
