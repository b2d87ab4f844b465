package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log whose readings are known. Item i is played with probability θ, plus 0.2 by those who play much, to whom every second item is
 * mostly shown; 1 − e^(−a/3) of the plays have come after a days, of which ten count. A forecast that knows neither item nor member expects
 * q of who has not played, so that E[ŷ | π] = πF + (1 − πF)q: its slope is F(1 − q), for items and for members.
 */
class DelayCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY = 86_400_000_000L;
    private static final int DAYS = 30;
    private static final int ITEMS = 80;
    private static final int DECISIONS = 36_000;
    private static final double MEAN = 0.3;
    private static final double HEAVY = 0.2;
    private static final String CONFIG = """
        lateness: 1h
        features: { context.heavy: numeric }
        feedback: { play: {} }
        outcomes:
          played: { of: play, as: occurred, final-after: 10d }
        rewards:
          wanted: { is: "played ? 1 : 0" }
        delay:
          played: {}
        policies:
          pick: { reward: wanted, features: [context.heavy], epochs: 1 }
        """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void log() throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), CONFIG);
        Path file = folder.resolve("events.jsonl");
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < ITEMS; i++) {
                out.write(String.format(
                        "{\"table\": \"items\", \"item\": \"%1$s\", \"valid_from\": \"%2$s\", \"received\":"
                                + " \"%2$s\"}%n",
                        item(i), START));
            }
            for (int d = 0; d < DECISIONS; d++) {
                int item = random.nextInt(ITEMS);
                boolean heavy = random.nextDouble() < (item % 2 == 0 ? 0.8 : 0.2);
                Instant time = START.plusSeconds((long) (DAYS * 86_400.0 * d / DECISIONS));
                out.write(String.format(
                        "{\"table\": \"decisions\", \"decision_id\": \"d%1$d\", \"account\": \"a%1$d\", \"member\":"
                                + " \"a%1$d\", \"time\": \"%2$s\", \"received\": \"%2$s\", \"usable_off_policy\": true,"
                                + " \"context.heavy\": %3$d}%n",
                        d, time, heavy ? 1 : 0));
                out.write(String.format(
                        "{\"table\": \"slates\", \"decision_id\": \"d%d\", \"position\": 0, \"item\": \"%s\","
                                + " \"conditional_propensity\": %s, \"received\": \"%s\"}%n",
                        d, item(item), 1.0 / ITEMS, time));
                double delay = -3 * Math.log(1 - random.nextDouble());
                Instant play = time.plusMillis((long) (delay * 86_400_000));
                if (random.nextDouble() < effect(item) + (heavy ? HEAVY : 0)
                        && play.isBefore(START.plusSeconds(DAYS * 86_400L))) {
                    out.write(String.format(
                            "{\"table\": \"feedback\", \"event_id\": \"e%1$d\", \"kind\": \"play\", \"member\":"
                                    + " \"a%1$d\", \"item\": \"%2$s\", \"decision_id\": \"d%1$d\", \"position\": 0,"
                                    + " \"time\": \"%3$s\", \"received\": \"%3$s\"}%n",
                            d, item(item), play));
                }
            }
        }
        assertDone(run("import", "events", file));
        assertDone(run("delay", "fit", "--as-of", "2026-01-31"));
    }

    private static String item(int i) {
        return String.format(Locale.ROOT, "i%02d", i);
    }

    /** From 0.1 to 0.5, not in the order of the contexts. */
    private static double effect(int item) {
        return MEAN - 0.2 + 0.4 * ((item * 37) % ITEMS + 0.5) / ITEMS;
    }

    /** The share of the plays that count and have come by then. */
    private static double come(double days) {
        return 1 - Math.exp(-days / 3);
    }

    @Test
    void fit_delaysOfAKnownLaw_findsTheSlopes() throws IOException {
        Path readings = folder.resolve("models/readings/wanted");
        String version = Files.readString(readings.resolve("current")).strip();
        JsonNode table =
                JSON.readTree(readings.resolve(version).resolve("readings.json").toFile());
        JsonNode manifest =
                JSON.readTree(readings.resolve(version).resolve("manifest.json").toFile());
        assertThat(manifest.path("reward_version").asText()).isNotEmpty();
        assertThat(manifest.path("delay_models").path("played").asText()).isNotEmpty();
        assertThat(manifest.path("taken_final_after_micros").asLong()).isEqualTo(10 * DAY + DAY / 24);
        double all = MEAN + HEAVY / 2;
        int checked = 0;
        for (int k = 0; k < table.path("ages").size() - 1; k++) {
            double days = (double) table.path("ages").get(k).asLong() / DAY;
            JsonNode line = table.path("pooled").get(k);
            // What comes after ten days does not count: plays that count are 1 − e^(−10/3) of all.
            double come = come(days);
            double pending = all * (come(10) - come) / (1 - all * come);
            double slope = come * (1 - pending) / come(10);
            assertThat(line.path("slope").asDouble())
                    .as("at %s days", days)
                    .isCloseTo(slope, within(4 * line.path("slopeError").asDouble() + 0.01));
            assertThat(line.path("slopeError").asDouble()).isLessThan(0.05);
            // Heavy members play more by 0.2, and are shrunk as items are.
            assertThat(line.path("effects").get(0).asDouble()).isCloseTo(HEAVY * come(10), within(0.02));
            assertThat(line.path("predictedEffects").get(0).asDouble())
                    .isCloseTo(HEAVY * slope * come(10), within(0.02));
            checked += days >= 1 && days <= 7 ? 1 : 0;
        }
        // Everything was shown at the first position: there is nothing else to compare.
        assertThat(table.path("covariates")).hasSize(1);
        assertThat(table.path("covariates").get(0).asText()).isEqualTo("context.heavy");
        assertThat(checked).isGreaterThanOrEqualTo(4);
    }

    /** Of rows that are two to ten days old, whose expectations are shrunk, readings have the items' own means. */
    @Test
    void label_youngRows_readingsSpreadAsItemsDoAndExpectationsLess() throws IOException {
        CommandLineRun run = run("label", "--reward", "wanted", "--as-of", "2026-01-31", "--json");
        assertDone(run);
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.path("readings").asText()).isNotEmpty();
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("item", ColumnType.TEXT);
        columns.put("time", ColumnType.BIGINT);
        columns.put("expected", ColumnType.DOUBLE);
        columns.put("reading", ColumnType.DOUBLE);
        columns.put("precision", ColumnType.DOUBLE);
        double[] count = new double[ITEMS];
        double[] expected = new double[ITEMS];
        double[] reading = new double[ITEMS];
        List<Double> finals = new ArrayList<>();
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            engine.readFile(Path.of(result.path("file").asText()), columns, batch -> {
                for (int row = 0; row < batch.size(); row++) {
                    double days = DAYS - (batch.longs("time")[row] - micros()) / (double) DAY;
                    if (days > 10.1) {
                        finals.add(batch.doubles("precision")[row]);
                        assertThat(batch.doubles("reading")[row]).isEqualTo(batch.doubles("expected")[row]);
                    } else if (days > 2 && days < 9) {
                        int item =
                                Integer.parseInt(batch.texts("item").text(row).substring(1));
                        count[item]++;
                        expected[item] += batch.doubles("expected")[row];
                        reading[item] += batch.doubles("reading")[row];
                        assertThat(batch.doubles("precision")[row]).isBetween(0.2, 1.05);
                    }
                }
            });
        }
        assertThat(finals).hasSizeGreaterThan(20_000).containsOnly(1.0);
        // About 105 rows an item, each with a deviation of about 0.6: items' means have errors of 0.06, the slope over
        // 80 items of 0.06.
        assertThat(slope(reading, count)).isCloseTo(1, within(0.2));
        assertThat(slope(expected, count)).isLessThan(0.75);
    }

    /** The slope of items' means on what they are worth, context and all. */
    private static double slope(double[] sums, double[] count) {
        double products = 0;
        double squares = 0;
        for (int i = 0; i < ITEMS; i++) {
            double centred = worth(i) - (MEAN + HEAVY / 2) * come(10);
            products += centred * sums[i] / count[i];
            squares += centred * centred;
        }
        return products / squares;
    }

    private static double worth(int item) {
        return (effect(item) + HEAVY * (item % 2 == 0 ? 0.8 : 0.2)) * come(10);
    }

    private static long micros() {
        return START.getEpochSecond() * 1_000_000;
    }

    @Test
    void train_withReadings_saysSoAndOtherVersionsAreRefused() throws IOException {
        CommandLineRun trained = run("policy", "train", "pick", "--as-of", "2026-01-31", "--json");
        assertDone(trained);
        JsonNode manifest = JSON.readTree(trained.out());
        assertThat(manifest.at("/readings/version").asText()).isNotEmpty();
        assertThat(manifest.at("/metrics/mean_precision").asDouble()).isBetween(0.7, 0.99);
        assertThat(manifest.at("/metrics/withheld").asLong()).isPositive();

        // It has learned from this window: the same training, on readings, is done anew for each fold.
        CommandLineRun evaluated = run("evaluate", "pick", "--as-of", "2026-01-31", "--decisions", 2_000);
        assertThat(evaluated.exit()).as(evaluated.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        assertThat(evaluated.out()).contains("cross-fitted over 3 folds");

        CommandLineRun early = run("policy", "train", "pick", "--as-of", "2026-01-20");
        assertThat(early.exit()).isEqualTo(Exit.REFUSED);
        assertThat(early.err()).contains("received after 2026-01-20", "longview delay fit --as-of");

        Path config = folder.resolve("longview.yaml");
        try {
            Files.writeString(config, CONFIG.replace("played ? 1 : 0", "played ? 2 : 0"));
            CommandLineRun other = run("label", "--reward", "wanted", "--as-of", "2026-01-31");
            assertThat(other.exit()).isEqualTo(Exit.REFUSED);
            assertThat(other.err()).contains("readings of 'wanted'", "another version of the reward", "delay fit");
        } finally {
            Files.writeString(config, CONFIG);
        }
    }

    @Test
    void wait_rewardAndOutcome_tellTheSameOfTheSame() throws IOException {
        CommandLineRun run =
                run("delay", "wait", "--reward", "wanted", "--outcome", "played", "--as-of", "2026-01-31", "--json");
        assertDone(run);
        JsonNode both = JSON.readTree(run.out());
        assertThat(both).hasSize(2);
        assertThat(both.get(1).path("waiting")).isEqualTo(both.get(0).path("waiting"));
        JsonNode waiting = both.get(0).path("waiting");
        // By day 56, final labels of (56 − 10) days, less an hour.
        assertThat(waiting.at("/learn_final/by_day/5").asDouble()).isCloseTo(46.0 / 56, within(0.002));
        // Who waits a day has lost the first day's ages, who learns at once has not.
        double atOnce = waiting.at("/learn_early/0/by_day/2").asDouble();
        double afterADay = waiting.at("/learn_early/1/by_day/2").asDouble();
        assertThat(afterADay).isBetween(0.5 * atOnce, 0.999 * atOnce);
        CommandLineRun text = run("delay", "wait", "--reward", "wanted", "--as-of", "2026-01-31");
        assertThat(text.out()).contains("recommended: every", "from final labels only");
        assertThat(run("delay", "wait").exit()).isEqualTo(Exit.REFUSED);
    }

    @Test
    void fit_whereNothingIsFinal_saysSoAndLabelsAreTakenAsTheyAre(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("longview.yaml"), CONFIG);
        assertDone(CommandLineRun.of("import", "events", folder.resolve("events.jsonl"), "-w", other));
        CommandLineRun fit = CommandLineRun.of("delay", "fit", "-w", other, "--as-of", "2026-01-03");
        assertDone(fit);
        assertThat(fit.out()).contains("none", "wanted: only 0 items have two or more recommendations that are final");
        CommandLineRun label =
                CommandLineRun.of("label", "--reward", "wanted", "-w", other, "--as-of", "2026-01-03", "--json");
        assertDone(label);
        JsonNode result = JSON.readTree(label.out());
        assertThat(result.path("readings").isNull()).isTrue();
        assertThat(result.path("note").asText()).contains("final");
        try (DuckDbEngine engine = DuckDbEngine.open(other.resolve("log"), DuckDbOptions.withDefaults())) {
            SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
            columns.put("reading", ColumnType.DOUBLE);
            columns.put("precision", ColumnType.DOUBLE);
            engine.readFile(Path.of(result.path("file").asText()), columns, DelayCommandsTest::assertMissing);
        }
    }

    /** Without forecasts a label is what has arrived: one in F of what will have. */
    @Test
    void fit_noForecastDeclared_readsWhatHasArrived(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("longview.yaml"), CONFIG.replace("delay:\n  played: {}\n", ""));
        assertDone(CommandLineRun.of("import", "events", folder.resolve("events.jsonl"), "-w", other));
        assertDone(CommandLineRun.of("delay", "fit", "-w", other, "--as-of", "2026-01-31"));
        CommandLineRun wait = CommandLineRun.of(
                "delay", "wait", "--reward", "wanted", "-w", other, "--as-of", "2026-01-31", "--json");
        assertDone(wait);
        int checked = 0;
        for (JsonNode age : JSON.readTree(wait.out()).at("/0/waiting/ages")) {
            double days = (double) age.path("age").asLong() / DAY;
            if (days < 10) {
                assertThat(age.path("slope").asDouble())
                        .as("at %s days", days)
                        .isCloseTo(
                                come(days) / come(10),
                                within(4 * age.path("slope_error").asDouble() + 0.01));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(9);
        CommandLineRun early = CommandLineRun.of("label", "--reward", "wanted", "-w", other, "--as-of", "2026-01-20");
        assertThat(early.exit()).isEqualTo(Exit.REFUSED);
        assertThat(early.err()).contains("readings of 'wanted'", "received after 2026-01-20", "longview delay fit");
    }

    private static void assertMissing(Batch batch) {
        assertThat(batch.doubles("reading")).containsOnly(Double.NaN);
        assertThat(batch.doubles("precision")).containsOnly(Double.NaN);
    }

    private static CommandLineRun run(Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = folder;
        return CommandLineRun.of(all);
    }

    private static void assertDone(CommandLineRun run) {
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
    }
}
