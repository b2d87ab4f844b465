package dev.longview.cli;

import dev.longview.experiment.Comparison;
import dev.longview.experiment.Estimate;
import dev.longview.experiment.ExperimentReport;
import dev.longview.loop.PolicyEvaluation;
import dev.longview.report.Block;
import dev.longview.report.DataTable;
import dev.longview.report.DataTable.Cell;
import dev.longview.report.ForestPlot;
import dev.longview.report.Interval;
import dev.longview.report.Measure;
import dev.longview.report.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demo's report as a page: what the test found, as one picture; then what was predicted, and judged off-policy, before. */
final class DemoPage {
    private DemoPage() {}

    static Page of(DemoReport report) {
        ExperimentReport experiment = report.experiment();
        return Page.titled("Clicks, or gladness?")
                .lead(
                        "A simulated streaming service of %,d members. One policy was trained on plays (ctr), one on enjoyment, much of it predicted; for %d days each served half of the accounts."
                                .formatted(report.members(), report.testedDays()))
                .with(new Block.Note(Block.Note.Tone.RESULT, result(report)))
                .with(picture(report))
                .with(new Block.Paragraph(experiment.sampleRatio().sentence()
                        + " Satisfaction is known to the simulator alone: no log has it, and nothing"
                        + " was trained on it."))
                .section("What the test found")
                .with(tested(report))
                .section("What had not arrived")
                .with(new Block.Paragraph(forecast(report)))
                .section("What the log said before the test")
                .with(new Block.Paragraph(
                        "Each policy by each reward, off-policy, on the last logged week: value per decision"
                                + " with its 95% interval."))
                .with(offline(report))
                .section("Where this comes from")
                .with(provenance(report));
    }

    private static String result(DemoReport report) {
        StringBuilder text = new StringBuilder("The policy trained on enjoyment against the one trained on plays. ");
        line(report, "played")
                .ifPresent(c ->
                        text.append("Plays: ").append(c.verdict().sentence()).append(". "));
        report.truth()
                .forEach(each -> text.append(capital(each.metric()))
                        .append(": ")
                        .append(each.comparison().verdict().sentence())
                        .append(". "));
        report.experiment().metrics().stream()
                .filter(metric -> metric.name().startsWith("retained"))
                .forEach(metric -> text.append(capital(metric.name()))
                        .append(": ")
                        .append(metric.against().getFirst().verdict().sentence())
                        .append("."));
        return text.toString();
    }

    private static Optional<Comparison> line(DemoReport report, String metric) {
        return report.experiment().metrics().stream()
                .filter(each -> each.name().equals(metric))
                .map(each -> each.against().getFirst())
                .findFirst();
    }

    private static ForestPlot picture(DemoReport report) {
        List<ForestPlot.Row> log = new ArrayList<>();
        report.experiment()
                .metrics()
                .forEach(metric -> log.add(new ForestPlot.Row(
                        metric.name(), interval(metric.against().getFirst().relative()))));
        List<ForestPlot.Row> truth = new ArrayList<>();
        report.truth()
                .forEach(each -> truth.add(new ForestPlot.Row(
                        each.metric(), interval(each.comparison().difference()))));
        return new ForestPlot(
                "What training on enjoyment did, against training on plays",
                "For each metric the change from the control cell with its 95% interval; filled where it leaves out 0.",
                List.of(
                        new ForestPlot.Panel(
                                "In the log, per account: change in percent",
                                ForestPlot.Kind.DIFFERENCES,
                                Measure.PERCENT,
                                log),
                        new ForestPlot.Panel(
                                "Hidden from the log: change in units of satisfaction",
                                ForestPlot.Kind.DIFFERENCES,
                                Measure.PLAIN,
                                truth)));
    }

    private static DataTable tested(DemoReport report) {
        List<List<Cell>> rows = new ArrayList<>();
        report.experiment()
                .metrics()
                .forEach(metric -> rows.add(row(metric.name(), metric.against().getFirst())));
        report.truth().forEach(each -> rows.add(row(each.metric() + " (hidden)", each.comparison())));
        return new DataTable("Per account", List.of("Metric", "Clicks", "Glad", "Difference", "p"), rows);
    }

    private static List<Cell> row(String name, Comparison comparison) {
        return List.of(
                Cell.text(name),
                level(comparison.control()),
                level(comparison.treatment()),
                Cell.difference(interval(comparison.difference()), Measure.PLAIN),
                new Cell.PValue(comparison.pValue()));
    }

    /** The interval that matters is the difference's; with all three the table would not fit. */
    private static Cell level(Estimate estimate) {
        return Cell.number(estimate.value(), Math.abs(estimate.value()) < 10 ? 3 : 1);
    }

    private static String forecast(DemoReport report) {
        var then = report.forecast().then();
        var later = report.forecast().later();
        return "When the policies were trained, the recommendations of the last week were at most seven days old: %s of %s were settled. On average each had earned %s of the reward 'enjoyed'; with forecasts of completions, minutes and thumbs still to come, %s was expected. %d days later it had become %s."
                .formatted(
                        Numbers.count(then.settled()),
                        Numbers.count(then.rows()),
                        Numbers.value(then.meanSoFar()),
                        Numbers.value(then.meanExpected()),
                        report.testedDays(),
                        Numbers.value(later.meanExpected()));
    }

    private static DataTable offline(DemoReport report) {
        List<List<Cell>> rows = new ArrayList<>();
        for (PolicyEvaluation.Result each : report.offline()) {
            var logged = each.expected().onPolicy();
            var last = each.expected().lines().getLast().result();
            rows.add(List.of(
                    Cell.text(each.policy()),
                    Cell.text(each.reward()),
                    Cell.interval(new Interval(logged.value(), logged.low(), logged.high()), Measure.PLAIN),
                    Cell.interval(new Interval(last.value(), last.low(), last.high()), Measure.PLAIN),
                    Cell.number(last.effectiveSize(), 0),
                    Cell.text(last.verdict().sentence())));
        }
        return new DataTable(
                "Off-policy",
                List.of("Policy", "By reward", "As logged", "Estimated", "Effective size", "Verdict"),
                rows);
    }

    private static Block.Provenance provenance(DemoReport report) {
        List<Block.Provenance.Entry> entries = new ArrayList<>();
        entries.add(new Block.Provenance.Entry("Seed", String.valueOf(report.seed())));
        entries.add(new Block.Provenance.Entry("World", report.world()));
        report.offline().stream()
                .map(each -> each.reward() + " " + each.rewardVersion())
                .distinct()
                .forEach(reward -> entries.add(new Block.Provenance.Entry("Reward", reward)));
        report.offline().stream()
                .map(PolicyEvaluation.Result::policy)
                .distinct()
                .forEach(policy -> entries.add(new Block.Provenance.Entry("Policy", policy)));
        entries.add(
                new Block.Provenance.Entry("Label set", report.forecast().then().id()));
        return new Block.Provenance(entries);
    }

    private static Interval interval(Estimate estimate) {
        return new Interval(estimate.value(), estimate.low(), estimate.high());
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
