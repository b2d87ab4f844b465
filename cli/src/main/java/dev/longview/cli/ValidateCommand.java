package dev.longview.cli;

import dev.longview.engine.TableSummary;
import dev.longview.loop.LogSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longview validate}: what the log holds, and which rows its rules set aside. */
@Command(
        name = "validate",
        description = "Tells what the log holds, and which rows its rules set aside.",
        footer = {"", "Example:", "  longview validate --workspace shop"})
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            LogSummary summary = LogSummary.of(loop, window.window(loop));
            common.output().print(summary, out -> {
                TextTable table = TextTable.withWords(1, "table", "rows", "segments", "bytes", "received until");
                for (TableSummary each : summary.tables()) {
                    table.row(
                            each.table().tableName(),
                            Numbers.count(each.rows()),
                            Numbers.count(each.segments()),
                            Numbers.count(each.bytes()),
                            each.rows() == 0 ? "-" : Moments.text(each.lastReceived()));
                }
                table.print(out);
                out.println("  decisions were served by " + String.join(", ", summary.servedBy()));
                Findings.print(summary.findings(), out);
            });
        });
        return Exit.DONE;
    }
}
