package dev.longview.cli;

import dev.longview.report.Block;
import dev.longview.report.DataTable;
import dev.longview.report.DataTable.Cell;
import dev.longview.report.Interval;
import dev.longview.report.LineChart;
import dev.longview.report.Measure;
import dev.longview.report.Page;
import dev.longview.simulate.sheet.LapseModel;
import dev.longview.simulate.sheet.Share;
import dev.longview.simulate.sheet.Sheet;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The calibration sheet as a page. */
final class SheetPage {
    private SheetPage() {}

    static Page of(SimulateCommand.Report report, WorldParameters parameters, Sheet sheet) {
        long outside =
                sheet.figures().stream().filter(figure -> !figure.within()).count();
        return Page.titled("What the simulated service turned out to be")
                .lead(String.format(
                        Locale.ROOT,
                        "%,d accounts over %d days; world %s, seed %d.",
                        report.accounts(),
                        report.days(),
                        report.world().substring(0, 12),
                        report.seed()))
                .with(
                        outside == 0
                                ? new Block.Note(
                                        Block.Note.Tone.RESULT, "Every figure reaches the range that it was meant for.")
                                : new Block.Note(
                                        Block.Note.Tone.WARNING,
                                        outside + " of " + sheet.figures().size()
                                                + " figures lie outside the ranges of the default world under its own"
                                                + " logging policy. In another world, under another policy, or in a"
                                                + " short run they may."))
                .with(figures(sheet))
                .section("Retention as a metric")
                .with(new Block.Paragraph(
                        "Why a service cannot steer by retention alone: it is noisy, insensitive, slow, and hard to"
                                + " attribute to a recommendation. Here is how much, in this world."))
                .with(drawbacks(sheet))
                .with(satisfaction(sheet))
                .with(months(sheet))
                .section("What arrives when")
                .with(completions(sheet))
                .with(received(sheet))
                .section("Where it is played")
                .with(positions(sheet))
                .section("Where this comes from")
                .with(provenance(report, parameters));
    }

    private static DataTable figures(Sheet sheet) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Sheet.Figure figure : sheet.figures()) {
            int decimals = figure.to() > 1 ? 2 : 3;
            boolean asked = figure.from() > 0 || figure.to() < 1;
            rows.add(List.of(
                    Cell.text(figure.name()),
                    new Cell.Range(
                            new Interval(figure.value(), figure.low(), figure.high()), Measure.PLAIN, decimals, false),
                    Cell.text(asked ? figure.from() + " to " + figure.to() : ""),
                    Cell.text(!asked ? "" : figure.within() ? "reached" : "outside")));
        }
        return new DataTable(
                "Measured, with 95% intervals, beside what was meant",
                List.of("Figure", "Measured", "Meant", ""), rows);
    }

    private static DataTable drawbacks(Sheet sheet) {
        Sheet.Retention r = sheet.retention();
        return new DataTable(
                "The four drawbacks",
                List.of("Drawback", "Measure", "Here"),
                List.of(
                        row("Noisy", "standard deviation of an account's retention over a month", r.deviation(), 3),
                        row(
                                "Noisy",
                                "accounts in each arm, to find a lift of a tenth of a point (80% power at 5%)",
                                r.accountsPerArm(),
                                0),
                        row(
                                "Insensitive",
                                "standard deviations of satisfaction that all must gain for that lift",
                                r.satisfactionForATenth(),
                                3),
                        row(
                                "Insensitive",
                                "pseudo-R² of cancelling on satisfaction",
                                sheet.satisfaction().pseudoR2(),
                                3),
                        row("Slow", "mean days from a recommendation to the next bill", r.daysToBill(), 1),
                        row(
                                "Hard to attribute",
                                "recommendations shown to an account between two bills",
                                r.recommendationsPerBill(),
                                0),
                        row("Hard to attribute", "plays between two bills", r.playsPerBill(), 1)));
    }

    private static List<Cell> row(String drawback, String measure, double value, int decimals) {
        return List.of(Cell.text(drawback), Cell.text(measure), Cell.number(value, decimals));
    }

    private static LineChart satisfaction(Sheet sheet) {
        LapseModel model = sheet.satisfaction();
        List<LineChart.Point> points = new ArrayList<>();
        for (double sd = -2; sd <= 2.001; sd += 0.25) {
            points.add(LineChart.Point.of(sd, model.probability(model.mean() + sd * model.deviation())));
        }
        return new LineChart(
                "Cancelling by hidden satisfaction",
                "The fitted probability of cancelling at a bill, over satisfaction in standard deviations.",
                "satisfaction, in standard deviations from the mean",
                "cancelled at a bill",
                Measure.PERCENT,
                List.of(new LineChart.Series("fitted", points)));
    }

    private static LineChart months(Sheet sheet) {
        return new LineChart(
                "Lapses by the account's month",
                "The share of bills that end in a lapse, all and those that were wanted, by month since joining.",
                "month since joining, the first of each group",
                "lapses per bill",
                Measure.PERCENT,
                List.of(
                        new LineChart.Series("all", points(sheet.months(), sheet.lapseByMonth())),
                        new LineChart.Series("cancelled", points(sheet.months(), sheet.cancelledByMonth()))));
    }

    private static LineChart completions(Sheet sheet) {
        List<Integer> days = new ArrayList<>();
        for (int day = 0; day < sheet.completedByDay().size(); day++) {
            days.add(day);
        }
        return new LineChart(
                "Completions by day after the play",
                "The share of plays that were completed by each day after they began.",
                "days after the play",
                "completed",
                Measure.PERCENT,
                List.of(new LineChart.Series("completed", points(days, sheet.completedByDay()))));
    }

    private static DataTable received(Sheet sheet) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int h = 0; h < sheet.hours().size(); h++) {
            double hours = sheet.hours().get(h);
            long unit = Math.round(hours < 1 ? 60 * hours : hours);
            String within = unit + (hours < 1 ? " minute" : " hour") + (unit == 1 ? "" : "s");
            rows.add(List.of(
                    Cell.text(within),
                    new Cell.Figure(sheet.receivedByHour().get(h).value(), Measure.PERCENT, 1)));
        }
        return new DataTable("Events that the log has after they happened", List.of("Within", "Events"), rows);
    }

    private static LineChart positions(Sheet sheet) {
        List<Integer> positions = new ArrayList<>();
        for (int position = 1; position <= sheet.playByPosition().size(); position++) {
            positions.add(position);
        }
        return new LineChart(
                "Plays by position",
                "The share of recommendations at each position of the slate that were played.",
                "position, 1 at the top",
                "played",
                Measure.PERCENT,
                List.of(new LineChart.Series("played", points(positions, sheet.playByPosition()))));
    }

    private static List<LineChart.Point> points(List<Integer> x, List<Share> y) {
        List<LineChart.Point> points = new ArrayList<>();
        for (int i = 0; i < y.size(); i++) {
            if (y.get(i).of() > 0) {
                points.add(new LineChart.Point(
                        x.get(i),
                        new Interval(y.get(i).value(), y.get(i).low(), y.get(i).high())));
            }
        }
        return points;
    }

    private static Block.Provenance provenance(SimulateCommand.Report report, WorldParameters parameters) {
        List<Block.Provenance.Entry> entries = new ArrayList<>();
        entries.add(new Block.Provenance.Entry("World", report.world()));
        entries.add(new Block.Provenance.Entry("Seed", Long.toString(report.seed())));
        entries.add(new Block.Provenance.Entry("Logging policy", report.policy()));
        entries.add(new Block.Provenance.Entry("Segment", report.segment()));
        parameters.canonicalText().lines().forEach(line -> {
            int equals = line.indexOf('=');
            entries.add(new Block.Provenance.Entry(line.substring(0, equals), line.substring(equals + 1)));
        });
        return new Block.Provenance(entries);
    }
}
