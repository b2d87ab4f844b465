package dev.longview.report;

import dev.longview.evaluate.Exposure;
import dev.longview.evaluate.ForwardFit;
import dev.longview.evaluate.PolicyReport;
import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.report.DataTable.Cell;
import java.util.ArrayList;
import java.util.List;

/** A policy, forward in time, as a page: what it would have earned, how its scores foretell rewards, how it spreads what it shows. */
public final class PolicyPage {
    private PolicyPage() {}

    /** @param lead a line on what taught and what judged */
    public static Page of(PolicyReport report, String lead, Block.Provenance provenance) {
        Page page =
                Page.titled("Policy " + report.policy() + ", forward in time").lead(lead);
        if (report.value().isPresent()) {
            Report value = report.value().get();
            page = page.with(new Block.Note(Block.Note.Tone.RESULT, value.sentence()))
                    .section("What it would have earned")
                    .with(earned(report));
        }
        page = page.section("Scores against rewards")
                .with(new Block.Paragraph(
                        "Of recommendations made after what was learned from. Of two with different rewards, the area"
                                + " under the curve is how often the higher one has the higher score."))
                .with(fit(report))
                .section("The catalogue")
                .with(new Block.Paragraph(
                        "What the policy would show beside what was shown, on the same decisions. Coverage is the"
                            + " share of the catalogue that is expected to be shown at least once on them; Gini is 0"
                            + " where all items are shown alike and near 1 where few are shown."))
                .with(tenths(report.segments().getFirst()))
                .with(spread(report));
        for (String note : report.notes()) {
            page = page.with(new Block.Note(Block.Note.Tone.WARNING, note));
        }
        return page.section("Where this comes from").with(provenance);
    }

    private static ForestPlot earned(PolicyReport report) {
        List<ForestPlot.Row> rows = new ArrayList<>();
        for (PolicyReport.Segment segment : report.segments()) {
            String of = segment.by().isEmpty() ? "" : ", " + segment.label();
            segment.earned().ifPresent(value -> rows.addAll(earned(value, report.policy() + of, "as logged" + of)));
        }
        return new ForestPlot(
                "Value by " + report.reward(),
                "The policy's off-policy value, by " + estimator(report)
                        + ", and what was earned as logged, with 95% intervals.",
                List.of(new ForestPlot.Panel(
                        report.reward() + (report.perDecision() ? " per decision" : " per recommendation"),
                        ForestPlot.Kind.LEVELS,
                        Measure.PLAIN,
                        rows)));
    }

    private static String estimator(PolicyReport report) {
        return report.value().map(value -> value.lines().getLast().estimator()).orElse("");
    }

    private static List<ForestPlot.Row> earned(Report value, String policy, String logged) {
        Result best = value.lines().getLast().result();
        Report.Interval own = value.onPolicy();
        return List.of(
                new ForestPlot.Row(policy, new Interval(best.value(), best.low(), best.high())),
                new ForestPlot.Row(logged, new Interval(own.value(), own.low(), own.high())));
    }

    private static DataTable fit(PolicyReport report) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PolicyReport.Segment segment : report.segments()) {
            ForwardFit fit = segment.fit();
            rows.add(List.of(
                    Cell.text(segment.label()),
                    Cell.count(fit.rows()),
                    Cell.number(fit.auc(), 3),
                    Cell.number(fit.squaredError(), 4),
                    Cell.number(fit.constantError(), 4),
                    Cell.number(fit.logLoss(), 4),
                    Cell.number(fit.constantLogLoss(), 4)));
        }
        return new DataTable(
                "Errors, beside those of the mean of what was learned from",
                List.of("Decisions", "Rows", "AUC", "Squared error", "of the mean", "Log loss", "of the mean"),
                rows);
    }

    private static ShareBars tenths(PolicyReport.Segment all) {
        return new ShareBars(
                "What the most shown tenth of the catalogue gets",
                "Shares of recommendations that go to the tenth of the items that is shown most, and to all others.",
                List.of("most shown tenth", "other nine tenths"),
                List.of(bar("the policy", all.own()), bar("as logged", all.logged())));
    }

    private static ShareBars.Bar bar(String label, Exposure.Summary spread) {
        double top = Double.isFinite(spread.topTenth()) ? Math.clamp(spread.topTenth(), 0, 1) : 0;
        return new ShareBars.Bar(label, List.of(top, Double.isFinite(spread.topTenth()) ? 1 - top : 0));
    }

    private static DataTable spread(PolicyReport report) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PolicyReport.Segment segment : report.segments()) {
            rows.add(spread(segment.label(), "policy", segment.own()));
            rows.add(spread(segment.label(), "as logged", segment.logged()));
        }
        return new DataTable(
                "Coverage, concentration and new titles, of " + report.catalogue() + " items",
                List.of("Decisions", "Shown by", "Number", "Coverage", "Gini", "Top tenth", "New titles"),
                rows);
    }

    private static List<Cell> spread(String label, String by, Exposure.Summary summary) {
        return List.of(
                Cell.text(label),
                Cell.text(by),
                Cell.count(summary.decisions()),
                new Cell.Figure(summary.coverage(), Measure.PERCENT, 1),
                Cell.number(summary.gini(), 3),
                new Cell.Figure(summary.topTenth(), Measure.PERCENT, 1),
                new Cell.Figure(summary.newcomers(), Measure.PERCENT, 1));
    }
}
