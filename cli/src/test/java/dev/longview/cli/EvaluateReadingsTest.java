package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two policies of which it is known how far they are apart. Of sixty items half are played with probability 0.7, half with 0.1, after an
 * exponential time of mean three days, of which ten count. One policy shows all alike, the other a good one nine times of ten. A forecast
 * that knows no item is shrunk to F(1 − q)/F(10) of the difference, about a half for decisions of two to four days.
 */
class EvaluateReadingsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 30;
    private static final int ITEMS = 60;
    private static final int DECISIONS = 45_000;
    private static final double GOOD = 0.7;
    private static final double BAD = 0.1;
    private static final String CONFIG = """
        lateness: 1h
        features: { context.any: numeric }
        feedback: { play: {} }
        outcomes:
          played: { of: play, as: occurred, final-after: 10d }
        rewards:
          wanted: { is: "played ? 1 : 0" }
        delay:
          played: {}
        """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void log() throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), CONFIG);
        Path file = folder.resolve("events.jsonl");
        SplittableRandom random = new SplittableRandom(11);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < ITEMS; i++) {
                out.write(String.format(
                        "{\"table\": \"items\", \"item\": \"i%1$d\", \"valid_from\": \"%2$s\", \"received\":"
                                + " \"%2$s\"}%n",
                        i, START));
            }
            for (int d = 0; d < DECISIONS; d++) {
                // Every tenth is the other policy's.
                boolean picky = d % 10 == 0;
                boolean good = picky ? random.nextDouble() < 0.9 : random.nextBoolean();
                decision(out, d, picky, good, random);
            }
        }
        assertDone(run("import", "events", file));
        // As if only the one policy had been there, from whose log the other is to be valued.
        assertDone(run("delay", "fit", "--as-of", "2026-01-31", "--served-by", "uniform"));
    }

    private static void decision(BufferedWriter out, int d, boolean picky, boolean good, SplittableRandom random)
            throws IOException {
        Instant time = START.plusSeconds((long) (DAYS * 86_400.0 * d / DECISIONS));
        int item = 2 * random.nextInt(ITEMS / 2) + (good ? 0 : 1);
        out.write(String.format(
                "{\"table\": \"decisions\", \"decision_id\": \"d%1$d\", \"account\": \"a%1$d\", \"member\": \"a%1$d\","
                        + " \"time\": \"%2$s\", \"received\": \"%2$s\", \"usable_off_policy\": true, \"policy\":"
                        + " \"%3$s\", \"context.any\": 1}%n",
                d, time, picky ? "picky" : "uniform"));
        double share = picky ? (good ? 0.9 : 0.1) / (ITEMS / 2) : 1.0 / ITEMS;
        out.write(String.format(
                "{\"table\": \"slates\", \"decision_id\": \"d%d\", \"position\": 0, \"item\": \"i%d\","
                        + " \"conditional_propensity\": %s, \"received\": \"%s\"}%n",
                d, item, share, time));
        Instant play = time.plusMillis((long) (-3 * 86_400_000 * Math.log(1 - random.nextDouble())));
        boolean plays = random.nextDouble() < (good ? GOOD : BAD);
        if (plays && play.isBefore(START.plusSeconds(DAYS * 86_400L))) {
            out.write(String.format(
                    "{\"table\": \"feedback\", \"event_id\": \"e%1$d\", \"kind\": \"play\", \"member\": \"a%1$d\","
                            + " \"item\": \"i%2$d\", \"decision_id\": \"d%1$d\", \"position\": 0, \"time\": \"%3$s\","
                            + " \"received\": \"%3$s\"}%n",
                    d, item, play));
        }
    }

    private static CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-w";
        all[arguments.length + 1] = folder;
        return CommandLineRun.of(all);
    }

    private static void assertDone(CommandLineRun run) {
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
    }

    private static Object[] evaluation(String... more) {
        Object[] arguments = {
            "evaluate",
            "--behind",
            "picky",
            "--served-by",
            "uniform",
            "--reward",
            "wanted",
            "--as-of",
            "2026-01-31",
            "--decided-from",
            "2026-01-27",
            "--decided-before",
            "2026-01-29"
        };
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    /** What the estimator finds that the other policy is worth more than was logged. */
    private static double gain(JsonNode report, String estimator) {
        for (JsonNode line : report.path("lines")) {
            if (line.path("estimator").asText().equals(estimator)) {
                return line.at("/result/value").asDouble()
                        - report.at("/on_policy/value").asDouble();
            }
        }
        throw new AssertionError("no " + estimator + " in " + report);
    }

    @Test
    void evaluate_youngDecisions_readingsFindTheDifferenceOfWhichExpectationsFindHalf() throws IOException {
        CommandLineRun run = run(evaluation("--json"));
        assertDone(run);
        JsonNode result = JSON.readTree(run.out());
        double counts = 1 - Math.exp(-10.0 / 3);
        double truth = (0.9 - 0.5) * (GOOD - BAD) * counts;
        // 2,700 decisions, readings with a deviation of about 0.8, weights of 1.8 and 0.2: an error of 0.02 for each
        // estimate.
        for (String estimator : new String[] {"ips", "snips", "dr", "sndr"}) {
            assertThat(gain(result.path("readings"), estimator)).as(estimator).isCloseTo(truth, within(0.25 * truth));
        }
        assertThat(gain(result.path("expected"), "sndr")).isBetween(0.35 * truth, 0.65 * truth);
        // Settled early is what was played early: of these alone both policies seem to be worth 1.
        assertThat(Math.abs(gain(result.path("settled"), "snips"))).isLessThan(0.2 * truth);
        assertThat(result.path("read_decisions").asLong())
                .isEqualTo(result.path("decisions").asLong());
        for (JsonNode line : result.at("/readings/lines")) {
            assertThat(line.path("estimator").asText()).isNotEqualTo("dm");
        }
    }

    @Test
    void evaluate_withReadings_printsTheThreeSideBySide() {
        CommandLineRun run = run(evaluation());
        assertDone(run);
        assertThat(run.out())
                .contains("values are on readings, of 2,700 recommendations old enough")
                .containsPattern("estimator +value +95% interval +expected +settled +so far");
    }

    /** Decisions of an hour tell nothing yet. */
    @Test
    void evaluate_decisionsOfToday_areLeftOutOfReadings() throws IOException {
        Object[] today = evaluation("--json");
        today[10] = "2026-01-30T18:00:00Z";
        today[12] = "2026-01-31";
        CommandLineRun run = run(today);
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.path("read_decisions").asLong())
                .isLessThan(result.path("decisions").asLong() / 2);
    }
}
