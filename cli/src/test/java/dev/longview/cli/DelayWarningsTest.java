package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong with feedback is planted, and must be found: half of all recommendations complete after an exponential time of mean two
 * days; and either that stops being received, or a hint that tells it beforehand happens at once and is received early or late.
 */
class DelayWarningsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration NEVER = Duration.ofDays(1_000);
    private static final int DAYS = 36;
    private static final int ITEMS = 5;
    private static final String CONFIG = """
        lateness: 1d
        features: { item.kind: categorical }
        feedback: { complete: {}, hint: {} }
        outcomes:
          completed: { of: complete, as: occurred, final-after: 10d }
          hinted: { of: hint, as: occurred, final-after: 10d }
        rewards:
          done: { is: "completed ? 1 : 0" }
        delay:
          completed: { trees: { outcomes: [hinted], features: [item.kind] } }
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /**
     * Items are equally good, but what is forecast does not depend on the item anyway.
     *
     * @param stops after which nothing more is received of completions
     * @param hintAfter how long after the decision the hint is received; it always says that it happened a minute after
     * @param better how much more likely the last item's completion is
     */
    private void log(int decisions, Duration stops, Duration hintAfter, double better) throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), CONFIG);
        Path file = folder.resolve("events.jsonl");
        SplittableRandom random = new SplittableRandom(4);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < ITEMS; i++) {
                out.write(String.format(
                        "{\"table\": \"items\", \"item\": \"i%2$d\", \"item.kind\": \"film\", \"valid_from\": \"%1$s\","
                                + " \"received\": \"%1$s\"}%n",
                        START, i));
            }
            for (int d = 0; d < decisions; d++) {
                Instant time = START.plusSeconds((long) (DAYS * 86_400.0 * d / decisions));
                int item = random.nextInt(ITEMS);
                out.write(String.format(
                        "{\"table\": \"decisions\", \"decision_id\": \"d%1$d\", \"account\": \"a%1$d\", \"member\":"
                                + " \"a%1$d\", \"time\": \"%2$s\", \"received\": \"%2$s\", \"usable_off_policy\": true,"
                                + " \"slate\": [{\"item\": \"i%3$d\", \"conditional_propensity\": 1.0}]}%n",
                        d, time, item));
                Instant when = time.plusMillis((long) (-2 * 86_400_000 * Math.log(1 - random.nextDouble())));
                boolean completes = random.nextDouble() < 0.5 + (item == ITEMS - 1 ? better : 0);
                if (completes && when.isBefore(START.plus(stops))) {
                    // One in fifty is received too late to count.
                    event(out, d, item, "complete", when, random.nextInt(50) == 0 ? when.plusSeconds(200_000) : when);
                }
                if (completes) {
                    event(out, d, item, "hint", time.plusSeconds(60), time.plus(hintAfter));
                }
            }
        }
        CommandLineRun imported = CommandLineRun.of("import", "events", file, "-w", folder);
        assertThat(imported.exit()).as(imported.err()).isZero();
    }

    private static void event(BufferedWriter out, int d, int item, String kind, Instant time, Instant received)
            throws IOException {
        out.write(String.format(
                "{\"table\": \"feedback\", \"event_id\": \"%2$s%1$d\", \"kind\": \"%2$s\", \"member\": \"a%1$d\","
                        + " \"item\": \"i%5$d\", \"decision_id\": \"d%1$d\", \"position\": 0, \"time\": \"%3$s\","
                        + " \"received\": \"%4$s\"}%n",
                d, kind, time, received, item));
    }

    private String evaluate(String... more) {
        List<Object> arguments = new ArrayList<>(List.of("delay", "evaluate", "--as-of", "2026-02-06", "-w", folder));
        arguments.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(arguments.toArray());
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void fit_outcomeStopsArriving_isToldAndFittedAsOfBefore() throws IOException {
        log(3_000, Duration.ofDays(30), Duration.ofDays(9), 0);

        CommandLineRun fitted = CommandLineRun.of("delay", "fit", "--as-of", "2026-02-06", "-w", folder);
        assertThat(fitted.exit()).as(fitted.err()).isZero();
        // The last events are of 30 January, and on the 31st there are none.
        assertThat(fitted.out()).contains("Warning: completed has stopped arriving on 2026-01-31: 0 since then");
        assertThat(evaluate()).contains("Warning: completed has stopped arriving on 2026-01-31");

        Path models = folder.resolve("models/delay/completed");
        JsonNode manifest = JSON.readTree(
                models.resolve(Files.readString(models.resolve("current")).strip())
                        .resolve("manifest.json")
                        .toFile());
        assertThat(manifest.path("as_of_micros").asLong())
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z").getEpochSecond() * 1_000_000);
        assertThat(manifest.at("/silence/arrived").asLong()).isZero();
        // Learned as of then, forecasts are as good as before: of those who complete, e^(−a/2) have not at the age of a
        // days,
        // so that of two days' decisions 38% would still complete, less what is past the horizon or too late.
        CommandLineRun label = CommandLineRun.of(
                "label",
                "--reward",
                "done",
                "--as-of",
                "2026-02-06",
                "--decided-from",
                "2026-02-04",
                "--json",
                "-w",
                folder);
        assertThat(label.exit()).as(label.err()).isZero();
        assertThat(JSON.readTree(label.out()).at("/labels/mean_expected").asDouble())
                .isCloseTo(0.37, within(0.05));
    }

    @Test
    void fit_outcomeThatGoesOnArriving_isNotWarnedOf() throws IOException {
        log(3_000, NEVER, Duration.ofDays(9), 0);
        CommandLineRun fitted = CommandLineRun.of("delay", "fit", "--as-of", "2026-02-05", "-w", folder);
        assertThat(fitted.exit()).as(fitted.err()).isZero();
        assertThat(fitted.out()).doesNotContain("Warning");
    }

    @Test
    void evaluate_itemsThatDiffer_tellsTheBiasOfTheirMeansAndWhatIsTooLate() throws IOException {
        log(5_000, NEVER, Duration.ofDays(9), 0.3);
        JsonNode result = JSON.readTree(evaluate("--json"));
        // About a fifth of 5,000 is of the better item: 5,000 · (0.5 + 0.2 · 0.3) completions, of which one in fifty is
        // late, and as many hints, all of which are: nine days after they happened, of which 27 of the 36 days have had
        // time.
        long complete = Math.round(5_000 * 0.56);
        assertThat(result.path("feedback").asLong()).isCloseTo(2 * complete, within(200L));
        assertThat(result.path("past_lateness").asDouble()).isCloseTo(27.0 / 36 * complete, within(200.0));
        JsonNode first = result.at("/all/0/ages/0");
        // The better fifth comes to 0.24 more than the mean of all, the others to 0.06 less; forecasts know no item and
        // are
        // off by what the mean is off. An item's own binomial error is 0.025.
        double off = first.path("forecast").asDouble() - first.path("truth").asDouble();
        assertThat(first.path("item_bias").asDouble())
                .isCloseTo(0.2 * Math.abs(0.24 - off) + 0.8 * Math.abs(0.06 + off), within(0.025));
        assertThat(first.path("item_noise").asDouble())
                .isCloseTo(
                        Math.sqrt(2 / Math.PI)
                                * Math.sqrt(0.25 * ITEMS / first.path("open").asDouble()),
                        within(0.004));
        assertThat(evaluate()).contains("Received later than the lateness").contains("by chance");
    }

    /**
     * A hint tells everything, and it happens within a minute. Received with the completion or after, it is tomorrow's feedback: the features
     * of earlier ages must not have it. Were rows cut by the time of what happened, they would, and forecasts would look perfect, as they
     * rightly do where the hint is received at once.
     */
    @Test
    void evaluate_tomorrowsFeedbackPlantedInTodaysFeatures_isNotSeenBeforeItIsReceived() throws IOException {
        log(3_000, NEVER, Duration.ofHours(20), 0);
        JsonNode ages = JSON.readTree(evaluate("--json")).at("/all/0/ages");
        assertThat(ages.at("/0/auc").asDouble()).isCloseTo(0.5, within(0.05));
        // Six hours old, the same; a day old, it has been received.
        assertThat(ages.at("/2/auc").asDouble()).isCloseTo(0.5, within(0.05));
        assertThat(ages.at("/4/auc").asDouble()).isGreaterThan(0.95);
    }

    @Test
    void evaluate_hintThatIsReceivedAtOnce_isSeen() throws IOException {
        log(3_000, NEVER, Duration.ofMinutes(2), 0);
        assertThat(JSON.readTree(evaluate("--json")).at("/all/0/ages/0/auc").asDouble())
                .isGreaterThan(0.95);
    }
}
