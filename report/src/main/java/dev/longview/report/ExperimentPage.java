package dev.longview.report;

import dev.longview.experiment.Comparison;
import dev.longview.experiment.Estimate;
import dev.longview.experiment.ExperimentReport;
import dev.longview.report.DataTable.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** An experiment's analysis as a page: the check first, then each difference as a picture, then all numbers. */
public final class ExperimentPage {
    private ExperimentPage() {}

    public static Page of(ExperimentReport report, Block.Provenance provenance) {
        String level = Numbers.exact(BigDecimal.valueOf(100 * report.level())) + "%";
        List<String> sentences = report.sentences();
        boolean mismatch = report.sampleRatio().mismatch();
        Page page = Page.titled("Experiment " + report.experiment())
                .lead("%s against %s; all intervals are %s"
                        .formatted(
                                String.join(
                                        ", ",
                                        report.cells().subList(1, report.cells().size())),
                                report.cells().getFirst(),
                                level))
                .with(new Block.Note(mismatch ? Block.Note.Tone.WARNING : Block.Note.Tone.RESULT, sentences.getFirst()))
                .with(accounts(report))
                .section("Differences from " + report.cells().getFirst());
        for (String sentence : sentences.subList(1, sentences.size())) {
            page = page.with(new Block.Paragraph(sentence));
        }
        return page.with(relative(report))
                .with(differences(report))
                .section("Every metric")
                .with(levels(report))
                .section("Where this comes from")
                .with(provenance);
    }

    private static DataTable accounts(ExperimentReport report) {
        List<List<Cell>> rows = IntStream.range(0, report.cells().size())
                .mapToObj(i -> List.of(
                        Cell.text(report.cells().get(i)),
                        Cell.count(report.sampleRatio().accounts().get(i)),
                        Cell.number(report.sampleRatio().expected().get(i), 1)))
                .toList();
        return new DataTable("Accounts by cell", List.of("Cell", "Accounts", "Expected by weight"), rows);
    }

    private static ForestPlot relative(ExperimentReport report) {
        List<ForestPlot.Row> rows = new ArrayList<>();
        eachComparison(
                report, (label, comparison) -> rows.add(new ForestPlot.Row(label, interval(comparison.relative()))));
        return new ForestPlot(
                "Relative lift",
                "For each metric and cell, the lift over the control with its interval; filled where it leaves out 0.",
                List.of(new ForestPlot.Panel(
                        "Change from the control, in percent of it",
                        ForestPlot.Kind.DIFFERENCES,
                        Measure.PERCENT,
                        rows)));
    }

    private static DataTable differences(ExperimentReport report) {
        List<List<Cell>> rows = new ArrayList<>();
        eachComparison(
                report,
                (label, comparison) -> rows.add(List.of(
                        Cell.text(label),
                        Cell.difference(interval(comparison.difference()), Measure.PLAIN),
                        Cell.difference(interval(comparison.relative()), Measure.PERCENT),
                        new Cell.PValue(comparison.pValue()))));
        return new DataTable("Differences", List.of("Metric, cell", "Difference", "Relative", "p"), rows);
    }

    private static DataTable levels(ExperimentReport report) {
        List<List<Cell>> rows = new ArrayList<>();
        for (ExperimentReport.MetricLine line : report.metrics()) {
            for (int i = 0; i < report.cells().size(); i++) {
                rows.add(List.of(
                        Cell.text(line.name()),
                        Cell.text(report.cells().get(i)),
                        Cell.count(line.accounts().get(i)),
                        Cell.interval(interval(line.levels().get(i)), Measure.PLAIN)));
            }
        }
        return new DataTable("Levels by cell", List.of("Metric", "Cell", "Accounts", "Level"), rows);
    }

    private interface Each {
        void take(String label, Comparison comparison);
    }

    private static void eachComparison(ExperimentReport report, Each each) {
        for (ExperimentReport.MetricLine line : report.metrics()) {
            for (int i = 0; i < line.against().size(); i++) {
                String label = report.cells().size() == 2
                        ? line.name()
                        : line.name() + ", " + report.cells().get(i + 1);
                each.take(label, line.against().get(i));
            }
        }
    }

    private static Interval interval(Estimate estimate) {
        return new Interval(estimate.value(), estimate.low(), estimate.high());
    }
}
