package dev.longview.report;

import dev.longview.delay.DelayReport;
import dev.longview.delay.OpinionReport;
import dev.longview.report.DataTable.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How good forecasts are, as a page: of each outcome, when it arrives, whether what was forecast came as often as was said, and how far that
 * is above knowing nothing.
 */
public final class ForecastPage {
    private static final double DAY = 86_400_000_000.0;
    /** Curves of reliability are drawn of so many ages. */
    private static final int AGES = 4;

    /**
     * An outcome.
     *
     * @param all of all later decisions
     * @param newItems of items that had been recommended for less than a week
     * @param end the age at which everything is received and final, in microseconds
     * @param lateness of which so much is waiting for what may be late
     */
    public record Outcome(DelayReport all, DelayReport newItems, long end, long lateness) {}

    private ForecastPage() {}

    public static Page of(
            String lead, List<Outcome> outcomes, List<OpinionReport> opinions, Block.Provenance provenance) {
        Page page = Page.titled("Forecasts of feedback that has not arrived").lead(lead);
        for (Outcome outcome : outcomes) {
            page = outcome(page, outcome);
        }
        for (OpinionReport opinion : opinions) {
            page = opinion(page, opinion);
        }
        return page.section("Where this comes from").with(provenance);
    }

    private static Page outcome(Page before, Outcome outcome) {
        DelayReport all = outcome.all();
        Page page = before.section(all.outcome());
        if (all.silence().isPresent()) {
            page = page.with(new Block.Note(
                    Block.Note.Tone.WARNING,
                    all.outcome() + " has stopped arriving: find out what sends it, or whether its kind was renamed"));
        }
        List<DelayReport.AtAge> ages = open(all);
        if (ages.isEmpty()) {
            return page.with(new Block.Paragraph("None of the decisions that judge could still change at any age."));
        }
        page = page.with(arrival(outcome)).with(reliability(all.outcome(), ages));
        page = page.with(logLoss(
                        "Log loss of " + all.outcome() + ", of open recommendations",
                        Stream.of(
                                        series("forecast", ages, DelayReport.AtAge::logLoss),
                                        series("static prior, and waiting", ages, DelayReport.AtAge::priorLogLoss),
                                        series("label so far", ages, DelayReport.AtAge::soFarLogLoss))
                                .toList()))
                .with(numbers(all.outcome() + ", open recommendations", ages));
        List<DelayReport.AtAge> ofNew = open(outcome.newItems());
        return ofNew.isEmpty()
                ? page
                : page.with(numbers(all.outcome() + ", of items recommended for less than 7 days", ofNew));
    }

    private static List<DelayReport.AtAge> open(DelayReport report) {
        return report.ages().stream().filter(at -> at.open() > 0).toList();
    }

    /** Two upright lines tell from when on events do not count, and until when they may be late. */
    private static LineChart arrival(Outcome outcome) {
        List<LineChart.Point> points = new ArrayList<>(outcome.all().ages().stream()
                .filter(at -> at.age() < outcome.end())
                .map(at -> LineChart.Point.of(at.age() / DAY, at.arrived()))
                .toList());
        points.add(LineChart.Point.of(outcome.end() / DAY, 1));
        return new LineChart(
                "When " + outcome.all().outcome() + " arrives",
                "The share of recommendations in which something had been received by each age, of those in which"
                        + " something was in the end.",
                "Days since the recommendation",
                "Share in which something has been received",
                Measure.PERCENT,
                List.of(
                        new LineChart.Series("received", points),
                        upright("events no longer count", outcome.end() - outcome.lateness()),
                        upright("nor may they be late", outcome.end())));
    }

    private static LineChart.Series upright(String name, long age) {
        return new LineChart.Series(name, List.of(LineChart.Point.of(age / DAY, 0), LineChart.Point.of(age / DAY, 1)));
    }

    private static LineChart reliability(String outcome, List<DelayReport.AtAge> ages) {
        List<LineChart.Series> series = new ArrayList<>();
        series.add(new LineChart.Series("as forecast", List.of(LineChart.Point.of(0, 0), LineChart.Point.of(1, 1))));
        int step = Math.max(1, (int) Math.ceil((double) ages.size() / AGES));
        for (int k = 0; k < ages.size(); k += step) {
            DelayReport.AtAge at = ages.get(k);
            series.add(new LineChart.Series(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d open, calibration error %.3f",
                            age(at.age()),
                            at.open(),
                            at.calibrationError()),
                    at.reliability().stream()
                            .sorted(Comparator.comparingDouble(DelayReport.Group::predicted))
                            .map(group -> new LineChart.Point(
                                    group.predicted(), new Interval(group.observed(), group.low(), group.high())))
                            .toList()));
        }
        return new LineChart(
                "Reliability: does " + outcome + " change as often as was forecast?",
                "For groups of recommendations, the probability that more comes against the share in which more came,"
                        + " with intervals of 95%.",
                "Probability that it still changes",
                "Share that did, in ten groups of equal size, with 95% intervals",
                Measure.PLAIN,
                series);
    }

    private static LineChart.Series series(
            String name, List<DelayReport.AtAge> ages, ToDoubleFunction<DelayReport.AtAge> of) {
        return new LineChart.Series(
                name,
                ages.stream()
                        .map(at -> LineChart.Point.of(at.age() / DAY, of.applyAsDouble(at)))
                        .toList());
    }

    private static LineChart logLoss(String title, List<LineChart.Series> series) {
        return new LineChart(
                title,
                "By age, of the forecast, of the shares of ends whatever was received, and of taking what was received"
                        + " for the end.",
                "Days since the recommendation",
                "Nats; to take what was received for the end leaves one in a thousand for any other",
                Measure.PLAIN,
                series);
    }

    private static DataTable numbers(String caption, List<DelayReport.AtAge> ages) {
        List<List<Cell>> rows = new ArrayList<>();
        for (DelayReport.AtAge at : ages) {
            rows.add(List.of(
                    // An age stays on one line; a fourth digit would push the last columns off the page.
                    Cell.text(age(at.age()).replace(' ', '\u00a0')),
                    Cell.count(at.open()),
                    Cell.number(at.soFar(), 3),
                    Cell.number(at.forecast(), 3),
                    Cell.number(at.truth(), 3),
                    Cell.number(at.logLoss(), 3),
                    Cell.number(at.priorLogLoss(), 3),
                    Cell.number(at.soFarLogLoss(), 3),
                    Cell.number(at.calibrationError(), 3),
                    Cell.number(at.auc(), 3)));
        }
        return new DataTable(
                caption,
                List.of(
                        "Age",
                        "Open",
                        "So far",
                        "Forecast",
                        "Came to",
                        "Log loss",
                        "Prior's",
                        "Label so far's",
                        "Calibration",
                        "AUC"),
                rows);
    }

    private static Page opinion(Page page, OpinionReport opinion) {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(List.of(Cell.text("said by who answered"), Cell.number(opinion.bestOfAnswered(), 4)));
        for (OpinionReport.Asked asked : opinion.asked()) {
            rows.add(List.of(
                    Cell.text(String.format(
                            Locale.ROOT, "if all were asked, odds of the silent times %.2f", Math.exp(asked.tilt()))),
                    Cell.number(asked.best(), 4)));
        }
        rows.add(List.of(
                Cell.text("answers, weighed by how rarely their like answer"), Cell.number(opinion.weighted(), 4)));
        return page.section("opinion(" + opinion.outcome() + ")")
                .with(new Block.Paragraph(String.format(
                        Locale.ROOT,
                        "%,d answered and %,d did not. What the silent think is not in the log: it is taken that they"
                            + " think as those who answered and showed the same, or worse, or better. Of %.1f%% of the"
                            + " silent hardly any like them ever answer.",
                        opinion.answered(),
                        opinion.silent(),
                        100 * opinion.rarelyAnswer())))
                .with(new DataTable("The share of " + opinion.best(), List.of("Of whom", "Share"), rows));
    }

    private static String age(long micros) {
        Duration age = Duration.ofSeconds(micros / 1_000_000);
        return age.toDays() > 0
                ? age.toDays() + " d"
                : age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
    }
}
