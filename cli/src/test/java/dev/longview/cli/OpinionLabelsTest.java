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
 * A log of which it is known what everybody thinks. Of the keen 0.8 finish after a day, of others 0.2. Who finishes likes it with
 * probability 0.9, else 0.3, and says so with probability 0.4, else 0.1, two hours later.
 */
class OpinionLabelsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DECISIONS = 8_000;
    private static final int DAYS = 20;
    private static final String AS_OF = "2026-01-21";
    private static final String WITHOUT = """
        lateness: 1h
        features: { context.keen: numeric }
        feedback: { complete: {}, thumb: {} }
        outcomes:
          completed: { of: complete, as: occurred, final-after: 3d }
          thumb: { of: thumb, as: last, values: [down, none, up], final-after: 3d }
        rewards:
          liked: { is: "opinion(thumb) == 'up' ? 1 : 0" }
        delay:
          thumb: {}
        """;
    private static final String CONFIG =
            WITHOUT.replace("thumb: {}\n", "thumb: { opinion: { outcomes: [completed], features: [context.keen] } }\n");

    @TempDir
    static Path folder;

    private static final boolean[] KEEN = new boolean[DECISIONS];
    private static final boolean[] FINISHES = new boolean[DECISIONS];
    private static final boolean[] UP = new boolean[DECISIONS];
    private static final boolean[] ANSWERS = new boolean[DECISIONS];

    @BeforeAll
    static void log() throws IOException {
        Path file = folder.resolve("events.jsonl");
        SplittableRandom random = new SplittableRandom(9);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.format(
                    "{\"table\": \"items\", \"item\": \"i\", \"valid_from\": \"%1$s\", \"received\": \"%1$s\"}%n",
                    START));
            for (int d = 0; d < DECISIONS; d++) {
                KEEN[d] = random.nextBoolean();
                FINISHES[d] = random.nextDouble() < (KEEN[d] ? 0.8 : 0.2);
                UP[d] = random.nextDouble() < (FINISHES[d] ? 0.9 : 0.3);
                ANSWERS[d] = random.nextDouble() < (FINISHES[d] ? 0.4 : 0.1);
                decision(out, d);
            }
        }
        config(CONFIG);
        assertThat(run("import", "events", file).exit()).isZero();
    }

    private static void decision(BufferedWriter out, int d) throws IOException {
        Instant time = START.plusSeconds((long) (DAYS * 86_400.0 * d / DECISIONS));
        out.write(String.format(
                "{\"table\": \"decisions\", \"decision_id\": \"d%1$d\", \"account\": \"a%1$d\", \"member\": \"a%1$d\","
                        + " \"time\": \"%2$s\", \"received\": \"%2$s\", \"usable_off_policy\": true,"
                        + " \"context.keen\": %3$d}%n",
                d, time, KEEN[d] ? 1 : 0));
        out.write(String.format(
                "{\"table\": \"slates\", \"decision_id\": \"d%d\", \"position\": 0, \"item\": \"i\","
                        + " \"conditional_propensity\": 1.0, \"received\": \"%s\"}%n",
                d, time));
        if (FINISHES[d]) {
            event(out, d, "complete", "", time.plusSeconds(86_400));
        }
        if (ANSWERS[d]) {
            String label = ", \"label\": \"" + (UP[d] ? "up" : "down") + "\"";
            event(out, d, "thumb", label, time.plusSeconds(86_400 + 7_200));
        }
    }

    private static void event(BufferedWriter out, int d, String kind, String more, Instant time) throws IOException {
        out.write(String.format(
                "{\"table\": \"feedback\", \"event_id\": \"%2$s%1$d\", \"kind\": \"%2$s\", \"member\": \"a%1$d\","
                        + " \"item\": \"i\", \"decision_id\": \"d%1$d\", \"position\": 0, \"time\": \"%3$s\","
                        + " \"received\": \"%3$s\"%4$s}%n",
                d, kind, time, more));
    }

    private static void config(String text) throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), text);
    }

    private static CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-w";
        all[arguments.length + 1] = folder;
        return CommandLineRun.of(all);
    }

    @Test
    void label_opinions_areThoseOfEverybodyWhereAnswersAreNot() throws IOException {
        config(WITHOUT);
        CommandLineRun undeclared = run("label", "--reward", "liked", "--as-of", AS_OF);
        assertThat(undeclared.exit()).isEqualTo(Exit.REFUSED);
        assertThat(undeclared.err())
                .contains(
                        "reads opinion(thumb), of which there is no forecast", "'delay: thumb:'", "read thumb instead");
        for (String command : new String[] {"show", "check"}) {
            Object what = command.equals("show") ? "liked" : "opinion(thumb) == 'up' ? 1 : 0";
            assertThat(run("reward", command, what).out())
                    .contains("nothing: there is no forecast of opinion(thumb) yet, and labels would be refused");
        }

        config(CONFIG);
        assertThat(run("reward", "show", "liked").out())
                .contains("substitution")
                .doesNotContain("refused");
        CommandLineRun unfitted = run("label", "--reward", "liked", "--as-of", AS_OF);
        assertThat(unfitted.exit()).isEqualTo(Exit.REFUSED);
        assertThat(unfitted.err()).contains("declared, and none is fitted: longview delay fit");

        CommandLineRun fit = run("delay", "fit", "--as-of", AS_OF);
        assertThat(fit.exit()).as(fit.err()).isZero();
        labelled();
        evaluated();
    }

    private static void labelled() throws IOException {
        CommandLineRun label = run("label", "--reward", "liked", "--as-of", AS_OF, "--json");
        assertThat(label.exit()).as(label.err()).isZero();
        JsonNode result = JSON.readTree(label.out());
        double[] expected = new double[4];
        double[] truth = new double[4];
        double[] rows = new double[4];
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        columns.put("time", ColumnType.BIGINT);
        columns.put("expected", ColumnType.DOUBLE);
        columns.put("settled", ColumnType.BOOLEAN);
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            engine.readFile(Path.of(result.path("file").asText()), columns, batch -> {
                for (int row = 0; row < batch.size(); row++) {
                    int d = Integer.parseInt(
                            batch.texts("decision_id").text(row).substring(1));
                    double days = DAYS - (batch.longs("time")[row] / 1e6 - START.getEpochSecond()) / 86_400;
                    boolean ended = days > 3.1;
                    if (ended || days < 3) {
                        // A thumb can be taken for another until its horizon and lateness have passed.
                        assertThat(batch.booleans("settled")[row]).isEqualTo(ended && ANSWERS[d]);
                    }
                    if (ended && ANSWERS[d]) {
                        // What was said is what is thought.
                        assertThat(batch.doubles("expected")[row]).isEqualTo(UP[d] ? 1 : 0);
                    } else if (ended || days < 0.9) {
                        int group = (ended ? 0 : 2) + ((ended ? FINISHES[d] : KEEN[d]) ? 1 : 0);
                        expected[group] += batch.doubles("expected")[row];
                        truth[group] += UP[d] ? 1 : 0;
                        rows[group]++;
                    }
                }
            });
        }
        for (int group = 0; group < 4; group++) {
            // Of those who end silent, about 3,000 each, and of a day's, about 180 each.
            double error = 0.5 / Math.sqrt(rows[group]);
            assertThat(rows[group]).isGreaterThan(group < 2 ? 1_500 : 100);
            assertThat(expected[group] / rows[group])
                    .as("group %d", group)
                    .isCloseTo(truth[group] / rows[group], within(3 * error + 0.04));
        }
        JsonNode silent = result.path("silent");
        assertThat(silent).hasSize(3);
        assertThat(silent.get(1).path("mean_expected").asDouble())
                .isCloseTo(result.at("/labels/mean_expected").asDouble(), within(1e-9))
                .isCloseTo(0.6, within(0.04));
        // Odds of 3:7 and 9:1 among the silent by e, of whom there are nine and six in ten.
        assertThat(silent.get(0).path("mean_expected").asDouble()).isCloseTo(0.487, within(0.04));
        assertThat(silent.get(2).path("mean_expected").asDouble()).isCloseTo(0.725, within(0.04));
        assertThat(run("label", "--reward", "liked", "--as-of", AS_OF).out())
                .contains("who says nothing", "if they think as who answered (odds times 1.000)");
    }

    private static void evaluated() throws IOException {
        CommandLineRun run = run("delay", "evaluate", "--as-of", AS_OF, "--learned-as-of", "2026-01-12", "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode opinion = JSON.readTree(run.out()).path("opinions").get(0);
        assertThat(opinion.path("best").asText()).isEqualTo("up");
        // Four fifths of the answers are of who finished.
        assertThat(opinion.path("best_of_answered").asDouble()).isCloseTo(0.8 * 0.9 + 0.2 * 0.3, within(0.05));
        assertThat(opinion.path("asked").get(1).path("best").asDouble()).isCloseTo(0.6, within(0.06));
        assertThat(opinion.path("log_loss").asDouble())
                .isLessThan(opinion.path("prior_log_loss").asDouble());
        assertThat(run("delay", "evaluate", "--as-of", AS_OF, "--learned-as-of", "2026-01-12", "--report")
                        .out())
                .contains("opinion(thumb), of ", "up among who answered", "if all were asked", "forecasts.html");
        assertThat(Files.readString(folder.resolve("reports/forecasts.html")))
                .contains("When thumb arrives", "Reliability: does thumb change", "opinion(thumb)", "The share of up");
    }
}
