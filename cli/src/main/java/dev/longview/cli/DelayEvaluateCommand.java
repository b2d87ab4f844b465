package dev.longview.cli;

import dev.longview.delay.DelayReport;
import dev.longview.delay.Silence;
import dev.longview.loop.DelayJudging;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview delay evaluate}: how good forecasts are, forward in time. */
@Command(
        name = "evaluate",
        description = {
            "Learns forecasts from what was known at an earlier moment, and judges them by later decisions whose end"
                    + " is known.",
            "By age: so far, expected and true means; log loss beside that of a static prior; calibration error; AUC;"
                    + " the bias of the mean by item, beside what chance alone would make of it.",
            "Tells how much feedback comes too late to count, and what has stopped arriving."
        },
        footer = {"", "Example:", "  longview delay evaluate completed --learned-as-of 2026-02-01"})
final class DelayEvaluateCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(
            names = "--learned-as-of",
            paramLabel = "MOMENT",
            description = "Learn from what had been received by then; decisions from then on judge (default: two weeks"
                    + " before the last decisions that have ended).")
    private Optional<String> learnedAsOf = Optional.empty();

    @Parameters(arity = "0..*", paramLabel = "OUTCOME", description = "Which (default: all that are declared).")
    private List<String> outcomes = List.of();

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            Optional<Long> split = learnedAsOf.map(text -> Moments.micros("--learned-as-of", text));
            DelayJudging.Result result = new DelayJudging(loop).judge(window.window(loop), outcomes, split);
            common.output().print(result, out -> print(result, out));
        });
        return Exit.DONE;
    }

    private static void print(DelayJudging.Result result, PrintWriter out) {
        out.println("Learned as of " + Instant.ofEpochSecond(result.learnedAsOf() / 1_000_000)
                + ", judged by later decisions that had ended by " + Instant.ofEpochSecond(result.asOf() / 1_000_000));
        out.println(
                "Received later than the lateness, and not counted: " + Numbers.count(result.pastLateness()) + " of "
                        + Numbers.count(result.feedback()) + " rows of feedback"
                        + (result.feedback() > 0 ? " (" + Numbers.value(100 * result.sharePastLateness()) + "%)" : ""));
        result.all()
                .forEach(report ->
                        report.silence().ifPresent(silence -> out.println(warning(report.outcome(), silence))));
        for (int i = 0; i < result.all().size(); i++) {
            out.println();
            out.println(result.all().get(i).outcome() + ", open recommendations:");
            table(result.all().get(i), out);
            if (result.newItems().get(i).ages().stream().anyMatch(at -> at.open() > 0)) {
                out.println();
                out.println(result.newItems().get(i).outcome() + ", of items recommended for less than 7 days:");
                table(result.newItems().get(i), out);
            }
        }
    }

    /** In one line. */
    static String warning(String outcome, Silence silence) {
        return "Warning: " + outcome + " has stopped arriving on "
                + LocalDate.ofInstant(Instant.ofEpochSecond(silence.since() / 1_000_000), ZoneOffset.UTC) + ": "
                + Numbers.count(silence.arrived()) + " since then, where "
                + Numbers.count(Math.round(silence.expected()))
                + " were to be expected. Find out what sends it, or whether its kind was renamed.";
    }

    private static void table(DelayReport report, PrintWriter out) {
        TextTable table = TextTable.withWords(
                1,
                "age",
                "open",
                "so far",
                "expected",
                "came to",
                "log loss",
                "prior's",
                "calibration",
                "AUC",
                "by item",
                "by chance");
        report.ages().stream()
                .filter(at -> at.open() > 0)
                .forEach(at -> table.row(
                        age(at.age()),
                        Numbers.count(at.open()),
                        number(at.soFar()),
                        number(at.forecast()),
                        number(at.truth()),
                        number(at.logLoss()),
                        number(at.priorLogLoss()),
                        number(at.calibrationError()),
                        number(at.auc()),
                        number(at.itemBias()),
                        number(at.itemNoise())));
        table.print(out);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Numbers.value(value);
    }

    private static String age(long micros) {
        Duration age = Duration.ofSeconds(micros / 1_000_000);
        return age.toDays() > 0
                ? age.toDays() + " d"
                : age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
    }
}
