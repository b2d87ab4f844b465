package dev.longview.cli;

import dev.longview.evaluate.Exposure;
import dev.longview.evaluate.ForwardFit;
import dev.longview.evaluate.PolicyReport;
import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyReporting;
import dev.longview.loop.Window;
import dev.longview.report.Block;
import dev.longview.report.PolicyPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy report}. */
@Command(
        name = "report",
        description = {
            "Learns a policy from decisions before a moment and judges it by those after it: squared error, AUC and"
                    + " log",
            "loss of its scores, its off-policy value with an interval, and how it spreads what it shows over the",
            "catalogue, beside what was shown. Nothing is kept or put in use."
        },
        footer = {"", "Example:", "  longview policy report glad --judge-days 7 --by context.device --report"})
final class PolicyReportCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(paramLabel = "POLICY", description = "Its name in longview.yaml.")
    private String policy = "";

    @Option(
            names = "--judge-days",
            paramLabel = "N",
            defaultValue = "7",
            description = "The decisions of so many last days judge, those before teach (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--by",
            paramLabel = "FEATURE",
            description = "Tells each value of a categorical feature of contexts or members apart; may be given again.")
    private List<String> by = List.of();

    @Option(
            names = "--decisions",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Compute what would be shown on about so many decisions (default: ${DEFAULT-VALUE}).")
    private int decisions;

    @Option(names = "--seed", defaultValue = "0", description = "Seeds models and folds (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--report", description = "Writes a page to reports/policy-NAME.html too.")
    private boolean page;

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            Window all = window.window(loop);
            PolicyReport report = PolicyReporting.of(loop)
                    .withSeed(seed)
                    .withMostDecisions(decisions)
                    .by(by)
                    .report(policy, all, PolicyReporting.split(loop, all, days));
            Optional<Path> file = page ? Optional.of(write(loop, report)) : Optional.empty();
            common.output().print(report, out -> {
                print(report, out);
                file.ifPresent(written -> out.println("\nreport: " + written));
            });
        });
        return Exit.DONE;
    }

    private Path write(Loop loop, PolicyReport report) {
        Path file = loop.workspace().reports().resolve("policy-" + report.policy() + ".html");
        Block.Provenance provenance = new Block.Provenance(List.of(
                new Block.Provenance.Entry("learned as of", Moments.text(report.learnedAsOf())),
                new Block.Provenance.Entry("from decisions before", Moments.text(report.split())),
                new Block.Provenance.Entry("judged as of", Moments.text(report.asOf())),
                new Block.Provenance.Entry("recommendations learned from", Numbers.count(report.learned())),
                new Block.Provenance.Entry("seed", String.valueOf(seed))));
        try {
            Files.createDirectories(loop.workspace().reports());
            Files.writeString(
                    file, PolicyPage.of(report, lead(report), provenance).render());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
        return file;
    }

    private static String lead(PolicyReport report) {
        return "Learned from " + Numbers.count(report.learned()) + " recommendations before "
                + Moments.text(report.split())
                + ", judged by "
                + Numbers.count(report.segments().getFirst().fit().rows()) + " from then on, by "
                + report.reward();
    }

    private static void print(PolicyReport report, PrintWriter out) {
        out.println(report.policy() + ": " + lead(report));
        out.println("  squared error while it learned " + Numbers.value(report.progressiveLoss())
                + " on rows not yet seen; " + Numbers.value(report.constantLoss()) + " of the mean alone");
        report.value().ifPresent(value -> print(report, value, out));
        out.println("scores against rewards, beside the mean of what was learned from");
        TextTable fits = TextTable.withWords(
                1, "decisions", "rows", "AUC", "squared error", "of the mean", "log loss", "of the mean");
        for (PolicyReport.Segment segment : report.segments()) {
            ForwardFit fit = segment.fit();
            fits.row(
                    segment.label(),
                    Numbers.count(fit.rows()),
                    Numbers.value(fit.auc()),
                    Numbers.value(fit.squaredError()),
                    Numbers.value(fit.constantError()),
                    Numbers.value(fit.logLoss()),
                    Numbers.value(fit.constantLogLoss()));
        }
        fits.print(out);
        out.println("the catalogue, of " + Numbers.count(report.catalogue()) + " items");
        TextTable spread = TextTable.withWords(
                2, "decisions", "shown by", "number", "coverage", "Gini", "top tenth", "new titles");
        for (PolicyReport.Segment segment : report.segments()) {
            row(spread, segment.label(), "policy", segment.own());
            row(spread, "", "as logged", segment.logged());
        }
        spread.print(out);
        report.notes().forEach(note -> out.println("  note: " + note));
    }

    private static void print(PolicyReport report, Report value, PrintWriter out) {
        out.println("  off-policy, " + value.lines().getLast().estimator() + ": " + value.sentence());
        if (report.segments().size() < 2) {
            return;
        }
        TextTable earned = TextTable.withWords(1, "decisions", "accounts", "the policy", "low", "high", "as logged");
        for (PolicyReport.Segment segment : report.segments()) {
            segment.earned().ifPresent(of -> {
                Result best = of.lines().getLast().result();
                earned.row(
                        segment.label(),
                        Numbers.count(of.accounts()),
                        Numbers.value(best.value()),
                        Numbers.value(best.low()),
                        Numbers.value(best.high()),
                        Numbers.value(of.onPolicy().value()));
            });
        }
        earned.print(out);
    }

    private static void row(TextTable table, String label, String by, Exposure.Summary summary) {
        table.row(
                label,
                by,
                Numbers.count(summary.decisions()),
                Numbers.share(summary.coverage()),
                Numbers.value(summary.gini()),
                Numbers.share(summary.topTenth()),
                Numbers.share(summary.newcomers()));
    }
}
