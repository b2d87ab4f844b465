package dev.longview.cli;

import dev.longview.loop.OutcomeSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longview outcome}: what recommendations led to, as of a moment. */
@Command(
        name = "outcome",
        description =
                "Shows what recommendations led to as of a moment: happened, pending, final; and what was set aside.",
        footer = {"", "Example:", "  longview outcome --as-of 2026-01-31"})
final class OutcomeCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            OutcomeSummary summary = OutcomeSummary.of(loop, window.window(loop));
            common.output().print(summary, out -> {
                out.println(Numbers.count(summary.recommendations()) + " recommendations as of "
                        + Moments.text(summary.asOf()));
                TextTable table = TextTable.withWords(2, "outcome", "kind", "happened", "mean", "final", "pending");
                summary.outcomes()
                        .forEach(line -> table.row(
                                line.outcome(),
                                line.as(),
                                Numbers.count(line.happened()),
                                Numbers.value(line.mean()),
                                Numbers.count(line.finals()),
                                Numbers.count(line.pending())));
                table.print(out);
                Findings.print(summary.findings(), out);
            });
        });
        return Exit.DONE;
    }
}
