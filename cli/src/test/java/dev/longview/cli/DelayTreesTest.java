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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log whose law is known: the keen complete with probability 0.8, others 0.2, after an exponential time of mean two days; who has
 * completed says "up" at once with probability 0.6, and nobody else says anything. So completion and thumb come together, and only the
 * feature tells how often.
 */
class DelayTreesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAY = 86_400_000_000L;
    private static final int DAYS = 36;
    private static final int DECISIONS = 12_000;
    private static final String CONFIG = """
        lateness: 1h
        features: { context.keen: numeric, item.kind: categorical }
        feedback: { complete: {}, thumb: {} }
        outcomes:
          completed: { of: complete, as: occurred, final-after: 10d }
          thumb: { of: thumb, as: last, values: [none, up], final-after: 10d }
        rewards:
          both: { is: "completed && thumb == 'up' ? 1 : 0" }
          said: { is: "thumb == 'up' ? 1 : 0" }
        delay:
          completed: { trees: { features: [context.keen, item.kind] } }
          thumb: { trees: { outcomes: [completed], features: [context.keen], after: completed } }
        """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void log() throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), CONFIG);
        Path file = folder.resolve("events.jsonl");
        SplittableRandom random = new SplittableRandom(4);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.format(
                    "{\"table\": \"items\", \"item\": \"i\", \"item.kind\": \"film\", \"valid_from\": \"%1$s\","
                            + " \"received\": \"%1$s\"}%n",
                    START));
            for (int d = 0; d < DECISIONS; d++) {
                boolean keen = random.nextBoolean();
                Instant time = START.plusSeconds((long) (DAYS * 86_400.0 * d / DECISIONS));
                out.write(String.format(
                        "{\"table\": \"decisions\", \"decision_id\": \"d%1$d\", \"account\": \"a%1$d\", \"member\":"
                                + " \"a%1$d\", \"time\": \"%2$s\", \"received\": \"%2$s\", \"usable_off_policy\": true,"
                                + " \"context.keen\": %3$d}%n",
                        d, time, keen ? 1 : 0));
                out.write(String.format(
                        "{\"table\": \"slates\", \"decision_id\": \"d%d\", \"position\": 0, \"item\": \"i\","
                                + " \"conditional_propensity\": 1.0, \"received\": \"%s\"}%n",
                        d, time));
                Instant when = time.plusMillis((long) (-2 * 86_400_000 * Math.log(1 - random.nextDouble())));
                boolean completes = random.nextDouble() < (keen ? 0.8 : 0.2);
                boolean says = random.nextDouble() < 0.6;
                if (completes && when.isBefore(START.plusSeconds(DAYS * 86_400L))) {
                    event(out, d, "complete", "", when);
                    if (says) {
                        event(out, d, "thumb", ", \"label\": \"up\"", when);
                    }
                }
            }
        }
        assertThat(CommandLineRun.of("import", "events", file, "-w", folder).exit())
                .isZero();
        CommandLineRun fitted = run("delay", "fit", "--as-of", "2026-02-06");
        assertThat(fitted.exit()).as(fitted.err()).isZero();
    }

    private static void event(BufferedWriter out, int d, String kind, String more, Instant time) throws IOException {
        out.write(String.format(
                "{\"table\": \"feedback\", \"event_id\": \"%2$s%1$d\", \"kind\": \"%2$s\", \"member\": \"a%1$d\","
                        + " \"item\": \"i\", \"decision_id\": \"d%1$d\", \"position\": 0, \"time\": \"%3$s\","
                        + " \"received\": \"%3$s\"%4$s}%n",
                d, kind, time, more));
    }

    private static CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-w";
        all[arguments.length + 1] = folder;
        return CommandLineRun.of(all);
    }

    /** Mean labels of rows that are up to a day old, of others and of the keen. */
    private static double[] young(String reward) throws IOException {
        CommandLineRun run = run("label", "--reward", reward, "--as-of", "2026-02-06", "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        columns.put("time", ColumnType.BIGINT);
        columns.put("expected", ColumnType.DOUBLE);
        double[] sums = new double[2];
        double[] rows = new double[2];
        SplittableRandom random = new SplittableRandom(4);
        boolean[] keen = new boolean[DECISIONS];
        for (int d = 0; d < DECISIONS; d++) {
            keen[d] = random.nextBoolean();
            random.nextDouble();
            random.nextDouble();
            random.nextDouble();
        }
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            engine.readFile(Path.of(JSON.readTree(run.out()).path("file").asText()), columns, batch -> {
                for (int row = 0; row < batch.size(); row++) {
                    long age = START.getEpochSecond() * 1_000_000 + DAYS * DAY - batch.longs("time")[row];
                    if (age < DAY) {
                        int d = Integer.parseInt(
                                batch.texts("decision_id").text(row).substring(1));
                        sums[keen[d] ? 1 : 0] += batch.doubles("expected")[row];
                        rows[keen[d] ? 1 : 0]++;
                    }
                }
            });
        }
        return new double[] {sums[0] / rows[0], sums[1] / rows[1]};
    }

    @Test
    void label_rewardOfTwoOpenOutcomes_isWhatTheyComeToTogether() throws IOException {
        // Of 330 recommendations of a day, half of them keen: an error of a share is about 0.03, once more for what was
        // learned.
        double arrives = 1 - Math.exp(-5);
        double[] both = young("both");
        assertThat(both[1]).isCloseTo(0.8 * 0.6 * arrives, within(0.09));
        assertThat(both[0]).isCloseTo(0.2 * 0.6 * arrives, within(0.06));
        // Told apart only by whether the end of the other is read or averaged over.
        double[] said = young("said");
        assertThat(said[1]).isCloseTo(both[1], within(0.02));
        assertThat(said[0]).isCloseTo(both[0], within(0.02));
    }

    @Test
    void evaluate_laterDecisions_areForecastAsTheyCameOut() throws IOException {
        CommandLineRun run = run("delay", "evaluate", "--as-of", "2026-02-06", "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode all = JSON.readTree(run.out()).path("all");
        assertThat(all).hasSize(2);
        for (JsonNode outcome : all) {
            JsonNode first = outcome.path("ages").get(0);
            assertThat(first.path("open").asLong()).isGreaterThan(3_000);
            double truth = first.path("truth").asDouble();
            assertThat(first.path("forecast").asDouble()).isCloseTo(truth, within(0.04));
            assertThat(first.path("so_far").asDouble()).isLessThan(0.1 * truth);
            assertThat(first.path("calibration_error").asDouble()).isLessThan(0.04);
            // The keen and the others are told apart: a random keen one completes with 0.8, another with 0.2.
            assertThat(first.path("auc").asDouble()).isGreaterThan(0.65);
        }
        CommandLineRun table = run("delay", "evaluate", "--as-of", "2026-02-06");
        assertThat(table.out()).contains("completed, open recommendations").contains("calibration");
    }

    @Test
    void evaluate_beforeAnythingHasEnded_saysWhenItWill() {
        CommandLineRun run = run("delay", "evaluate", "--as-of", "2026-02-06", "--learned-as-of", "2026-02-01");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("have not ended by").contains("Learn as of an earlier moment");
    }

    @Test
    void fit_again_givesTheSameVersions() throws IOException {
        Path models = folder.resolve("models/delay");
        String before = Files.readString(models.resolve("completed/current"))
                + Files.readString(models.resolve("thumb/current"));
        CommandLineRun again = run("delay", "fit", "--as-of", "2026-02-06");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(Files.readString(models.resolve("completed/current"))
                        + Files.readString(models.resolve("thumb/current")))
                .isEqualTo(before);
    }
}
