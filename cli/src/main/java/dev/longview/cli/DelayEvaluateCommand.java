package dev.longview.cli;

import dev.longview.delay.DelayReport;
import dev.longview.delay.OpinionReport;
import dev.longview.delay.Silence;
import dev.longview.loop.DelayJudging;
import dev.longview.loop.Loop;
import dev.longview.report.Block;
import dev.longview.report.ForecastPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        footer = {"", "Example:", "  longview delay evaluate completed --learned-as-of 2026-02-01 --report"})
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

    @Option(
            names = "--report",
            description = "Writes curves of arrival, reliability and log loss to reports/forecasts.html too.")
    private boolean report;

    @Parameters(arity = "0..*", paramLabel = "OUTCOME", description = "Which (default: all that are declared).")
    private List<String> outcomes = List.of();

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            Optional<Long> split = learnedAsOf.map(text -> Moments.micros("--learned-as-of", text));
            DelayJudging.Result result = new DelayJudging(loop).judge(window.window(loop), outcomes, split);
            Optional<Path> page = report ? Optional.of(page(loop, result)) : Optional.empty();
            common.output().print(result, out -> {
                print(result, out);
                page.ifPresent(file -> out.println("\nreport: " + file));
            });
        });
        return Exit.DONE;
    }

    private static Path page(Loop loop, DelayJudging.Result result) {
        Path page = loop.workspace().reports().resolve("forecasts.html");
        List<ForecastPage.Outcome> outcomes = IntStream.range(0, result.all().size())
                .mapToObj(i -> new ForecastPage.Outcome(
                        result.all().get(i),
                        result.newItems().get(i),
                        result.ends().getOrDefault(result.all().get(i).outcome(), 0L),
                        result.lateness()))
                .toList();
        Block.Provenance provenance = new Block.Provenance(List.of(
                new Block.Provenance.Entry("learned as of", instant(result.learnedAsOf())),
                new Block.Provenance.Entry("judged by what had ended by", instant(result.asOf())),
                new Block.Provenance.Entry("rows of feedback", Numbers.count(result.feedback())),
                new Block.Provenance.Entry("received too late to count", Numbers.count(result.pastLateness()))));
        String lead = "Learned as of " + instant(result.learnedAsOf())
                + ", judged by later decisions whose end is known. Nothing of them was learned from.";
        try {
            Files.createDirectories(loop.workspace().reports());
            Files.writeString(
                    page,
                    ForecastPage.of(lead, outcomes, result.opinions(), provenance)
                            .render());
        } catch (IOException e) {
            throw new UncheckedIOException("--report: " + page + " cannot be written: " + e.getMessage(), e);
        }
        return page;
    }

    private static String instant(long micros) {
        return Instant.ofEpochSecond(micros / 1_000_000).toString();
    }

    private static void print(DelayJudging.Result result, PrintWriter out) {
        out.println("Learned as of " + instant(result.learnedAsOf()) + ", judged by later decisions that had ended by "
                + instant(result.asOf()));
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
        result.opinions().forEach(report -> opinion(report, out));
    }

    private static void opinion(OpinionReport report, PrintWriter out) {
        out.println();
        out.println("opinion(" + report.outcome() + "), of " + Numbers.count(report.answered()) + " who answered and "
                + Numbers.count(report.silent()) + " who did not:");
        out.println("  " + report.best() + " among who answered " + number(report.bestOfAnswered())
                + "; if all were asked "
                + report.asked().stream()
                        .map(asked -> number(asked.best()) + " (odds of the silent times "
                                + Numbers.value(Math.exp(asked.tilt())) + ")")
                        .collect(Collectors.joining(", "))
                + "; by who answers alone " + number(report.weighted()));
        out.println("  log loss of what was said " + number(report.logLoss()) + ", prior's "
                + number(report.priorLogLoss()) + "; " + number(100 * report.rarelyAnswer())
                + "% of the silent are such as hardly ever answer: what they think is guessed from others");
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
