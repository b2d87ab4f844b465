package dev.longview.cli;

import dev.longview.loop.OutcomeSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview outcome}: what recommendations led to, as of a moment. */
@Command(
        name = "outcome",
        description =
                "Shows what recommendations led to as of a moment: happened, pending, final; and what was set aside.",
        footer = {"", "Examples:", "  longview outcome --as-of 2026-01-31", "  longview outcome --ages 1d,7d,28d"})
final class OutcomeCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(
            names = "--ages",
            paramLabel = "AGES",
            split = ",",
            description = "Also what was known so long after each decision: durations as in longview.yaml, by commas.")
    private List<String> ages = List.of();

    @Override
    public Integer call() {
        List<Long> micros = Ages.micros(ages);
        common.withLoop(loop -> {
            OutcomeSummary summary = OutcomeSummary.of(loop, window.window(loop), micros);
            common.output().print(summary, out -> {
                out.println(Numbers.count(summary.recommendations()) + " recommendations as of "
                        + Moments.text(summary.asOf()));
                print(summary.outcomes(), out);
                for (OutcomeSummary.AtAge at : summary.ages()) {
                    out.println(Numbers.count(at.recommendations()) + " recommendations " + Ages.text(at.age())
                            + " after their decisions");
                    print(at.outcomes(), out);
                }
                Findings.print(summary.findings(), out);
            });
        });
        return Exit.DONE;
    }

    private static void print(List<OutcomeSummary.Line> lines, PrintWriter out) {
        TextTable table = TextTable.withWords(2, "outcome", "kind", "happened", "mean", "final", "pending");
        lines.forEach(line -> table.row(
                line.outcome(),
                line.as(),
                Numbers.count(line.happened()),
                Numbers.value(line.mean()),
                Numbers.count(line.finals()),
                Numbers.count(line.pending())));
        table.print(out);
    }
}
