package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.ColumnType;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How labels of a reward that waits for the next billing are read. Accounts renew with a chance that their item decides, when they are
 * billed, which is up to thirty days after the recommendation; before that nothing tells whether they will. So at the age of a days labels
 * show as much of an item as accounts have been billed by then: the slope is known.
 */
class RenewalReadingsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ITEMS = 40;
    private static final double DAYS = 80;
    private static final int ACCOUNTS = 9_000;
    private static final String AS_OF = "2026-03-22";
    private static final String CONFIG = """
        lateness: 1d
        outcomes:
          renewed: { of: renew, scope: account, as: occurred, final-after: next-billing, grace: 6h }
        rewards:
          kept: { is: "renewed ? 1 : 0" }
        delay:
          renewed: {}
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /** In days: how far away billings are at most. */
    private double within = 29.9;
    /** Whether accounts that pay by the half-year leave before their billing, where they do. */
    private boolean early;
    /** In days: from then on no renewal is received. */
    private double stops = Double.POSITIVE_INFINITY;

    /** From 0.3 to 0.9. */
    private static double chance(int item) {
        return 0.3 + 0.6 * item / (ITEMS - 1);
    }

    /**
     * @param each recommendations of each account's item, all on one day
     * @param apart by how much items' chances differ, from 0, all alike, to 1
     */
    private void log(int accounts, int each, double apart) throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), CONFIG);
        SplittableRandom random = new SplittableRandom(3);
        Path file = folder.resolve("events.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int item = 0; item < ITEMS; item++) {
                line(out, "items", "\"item\": \"i%d\", \"valid_from\": \"%s\"".formatted(item, at(0)), 0);
            }
            for (int id = 0; id < accounts; id++) {
                int item = random.nextInt(ITEMS);
                double decided = DAYS * id / accounts;
                // One account in ten pays by the half-year, and hardly ever leaves.
                boolean longer = id % 10 == 0;
                double due = decided + (longer ? 100 : 0.02 + within * random.nextDouble());
                double chance = 0.6 + apart * (chance(item) - 0.6);
                boolean stays = random.nextDouble() < (longer ? 0.99 : chance);
                for (int i = 0; i < each; i++) {
                    decision(out, id, i, item, decided + 0.001 * i);
                }
                double late = 0.8 * random.nextDouble();
                double joined = Math.min(decided, due - 30);
                membership(out, "join", id, due, joined, joined);
                if (early && longer && id % 20 == 0 && decided + 3 < DAYS) {
                    membership(out, "lapse", id, due, decided + 2, decided + 2.5);
                } else if (due + late < DAYS && (!stays || due + late < stops)) {
                    membership(out, stays ? "renew" : "lapse", id, due + 30, due, due + late);
                }
            }
        }
        run("import", "events", file);
    }

    private static void decision(BufferedWriter out, int id, int i, int item, double decided) throws IOException {
        String row = ("\"decision_id\": \"d%d-%d\", \"account\": \"a%d\", \"member\": \"a%d\", \"time\": \"%s\","
            + " \"usable_off_policy\": true, \"slate\": [{\"item\": \"i%d\", \"conditional_propensity\": 1.0}]")
                .formatted(id, i, id, id, at(decided), item);
        line(out, "decisions", row, decided);
    }

    private static void membership(BufferedWriter out, String event, int id, double until, double time, double received)
            throws IOException {
        String row = "\"event_id\": \"%s%d\", \"account\": \"a%d\", \"event\": \"%s\", \"time\": \"%s\""
                .formatted(event, id, id, event, at(time));
        String more = event.equals("lapse") ? "" : ", \"period_end\": \"" + at(until) + "\"";
        line(out, "memberships", row + more, received);
    }

    private static void line(BufferedWriter out, String table, String fields, double received) throws IOException {
        out.write(String.format(
                Locale.ROOT, "{\"table\": \"%s\", %s, \"received\": \"%s\"}%n", table, fields, at(received)));
    }

    private static Instant at(double day) {
        return START.plusMillis((long) (day * 86_400_000));
    }

    private CommandLineRun run(Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-w";
        all[arguments.length + 1] = folder;
        CommandLineRun run = CommandLineRun.of(all);
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private JsonNode artifact(String file) throws IOException {
        Path readings = folder.resolve("models/readings/kept");
        return JSON.readTree(
                readings.resolve(Files.readString(readings.resolve("current")).strip())
                        .resolve(file)
                        .toFile());
    }

    /** Sums over young rows, of one item, by how a row is read and as it is. */
    private static final class Young {
        private double reading;
        private double precision;
        private double expected;
        private int rows;
    }

    @Test
    void label_itemsOfOtherChances_meanReadingIsTheChanceAndExpectationsAreNot() throws IOException {
        log(ACCOUNTS, 1, 1);
        run("delay", "fit", "--as-of", AS_OF);
        slopesAreTheShareThatWasBilled();

        Young[] items = new Young[ITEMS];
        int[] longer = {0, 0};
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        columns.put("item", ColumnType.TEXT);
        columns.put("time", ColumnType.BIGINT);
        columns.put("expected", ColumnType.DOUBLE);
        columns.put("reading", ColumnType.DOUBLE);
        columns.put("precision", ColumnType.DOUBLE);
        Path file = Path.of(JSON.readTree(run("label", "--reward", "kept", "--as-of", AS_OF, "--json")
                        .out())
                .path("file")
                .asText());
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            engine.readFile(file, columns, batch -> {
                for (int row = 0; row < batch.size(); row++) {
                    String decision = batch.texts("decision_id").text(row);
                    int id = Integer.parseInt(decision.substring(1, decision.indexOf('-')));
                    double precision = batch.doubles("precision")[row];
                    double age = DAYS - DAYS * id / ACCOUNTS;
                    if (id % 10 == 0) {
                        longer[precision == 0 ? 0 : 1]++;
                    } else if (age < 31) {
                        int item =
                                Integer.parseInt(batch.texts("item").text(row).substring(1));
                        Young of = items[item] == null ? new Young() : items[item];
                        items[item] = of;
                        of.reading += precision * batch.doubles("reading")[row];
                        of.precision += precision;
                        of.expected += batch.doubles("expected")[row];
                        of.rows++;
                    }
                }
            });
        }
        // 3,100 young rows of which a half was billed, of 40 items 0.18 apart: an error of 0.06, and as much of slopes.
        assertThat(slope(items, true)).isCloseTo(1, within(0.25));
        assertThat(slope(items, false)).isCloseTo(0.5, within(0.12));
        // A billing a hundred days away is no evidence yet, whatever the age.
        assertThat(longer).containsExactly(ACCOUNTS / 10, 0);
    }

    /** P(due + late ≤ a) for due uniform to thirty days, and late to 0.8. */
    private void slopesAreTheShareThatWasBilled() throws IOException {
        JsonNode readings = artifact("readings.json");
        assertThat(artifact("manifest.json").path("final_after_micros").asLong())
                .isEqualTo((31 * 24 + 6 + 24) * 3_600_000_000L);
        for (int k = 0; k < readings.path("pooled").size(); k++) {
            double age = readings.path("ages").get(k).asDouble() / 86_400_000_000.0;
            JsonNode line = readings.path("pooled").get(k);
            double share = Math.clamp((age - 0.42) / 29.9, 0.0, 1.0);
            // What the error is claimed to be, three times; and a billing that has passed without news tells, too.
            assertThat(line.path("slope").asDouble())
                    .as("slope at %.1f days", age)
                    .isCloseTo(share, within(3 * line.path("slopeError").asDouble() + 0.03));
        }
    }

    /** Of items' means, rows weighed by precision, on their chances. */
    private static double slope(Young[] items, boolean read) {
        double covariance = 0;
        double variance = 0;
        double mean = 0.6;
        double meanFound = 0;
        for (Young item : items) {
            meanFound += (read ? item.reading / item.precision : item.expected / item.rows) / ITEMS;
        }
        for (int item = 0; item < ITEMS; item++) {
            Young of = items[item];
            double found = read ? of.reading / of.precision : of.expected / of.rows;
            covariance += (chance(item) - mean) * (found - meanFound);
            variance += (chance(item) - mean) * (chance(item) - mean);
        }
        return covariance / variance;
    }

    /** Of those whose billing is far away only who left is known: that teaches nothing about those who stay. */
    @Test
    void train_labelsSettled_leaveOutWhoWaitsForAFarBilling() throws IOException {
        early = true;
        log(2_000, 1, 1);
        Files.writeString(
                folder.resolve("longview.yaml"),
                CONFIG + "policies:\n  loyal: { reward: kept, features: [], labels: settled }\n");
        run("policy", "train", "loyal", "--as-of", AS_OF);
        Path models = folder.resolve("models/policy/loyal");
        JsonNode metrics = JSON.readTree(models.resolve(
                                Files.readString(models.resolve("current")).strip())
                        .resolve("manifest.json")
                        .toFile())
                .path("metrics");
        double finalAge = 31 + 0.25 + 1;
        int told = 0;
        for (int id = 0; id < 2_000; id++) {
            told += id % 10 != 0 && DAYS - DAYS * id / 2_000 >= finalAge ? 1 : 0;
        }
        assertThat(metrics.path("withheld").asInt()).isCloseTo(2_000 - told, within(1));
        assertThat(metrics.path("mean_precision").asDouble()).isCloseTo(told / 2_000.0, within(1e-3));
    }

    @Test
    void fit_renewalsAreNoLongerReceived_isTold() throws IOException {
        within = 2.9;
        stops = 65;
        log(2_500, 1, 1);
        // Day 65 is 7 March, the last on whose eve something came.
        assertThat(run("delay", "fit", "--as-of", AS_OF).out())
                .containsPattern("Warning: renewed has stopped arriving on 2026-03-0[67]: 0 since then");
    }

    /** Thirty recommendations of an account share its renewal: taken one by one, chance would make items differ. */
    @Test
    void fit_itemsAreAlikeAndAccountsSeeThemOften_areNotToldApart() throws IOException {
        log(400, 30, 0);
        run("delay", "fit", "--as-of", AS_OF);

        assertThat(artifact("manifest.json").path("note").asText()).contains("cannot be told apart");
    }
}
