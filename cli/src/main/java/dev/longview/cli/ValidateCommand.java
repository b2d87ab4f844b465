package dev.longview.cli;

import dev.longview.engine.Checked;
import dev.longview.engine.Checked.Status;
import dev.longview.engine.TableSummary;
import dev.longview.loop.LogSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longview validate}: what the log holds, whether it can be learned from, and which rows its rules set aside. */
@Command(
        name = "validate",
        description = {
            "Tells what the log holds, what named checks find wrong with it, and which rows its rules set aside.",
            "What is about decisions and slates is checked for the decisions asked for, all else over the whole log.",
            "Ends with 1 when a check fails; docs/validate.md has all checks with their thresholds."
        },
        footer = {
            "",
            "Examples:",
            "  longview validate --workspace shop",
            "  longview validate -w shop --decided-from 2026-01-01 --json"
        })
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Override
    public Integer call() {
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            LogSummary summary = LogSummary.of(loop, window.window(loop));
            common.output().print(summary, out -> print(summary, out));
            exit[0] = summary.count(Status.FAIL) > 0 ? Exit.NEGATIVE : Exit.DONE;
        });
        return exit[0];
    }

    private static void print(LogSummary summary, PrintWriter out) {
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
        out.println("Checks: " + summary.count(Status.FAIL) + " FAIL, " + summary.count(Status.WARN) + " WARN, "
                + summary.count(Status.PASS) + " PASS");
        for (Status status : List.of(Status.FAIL, Status.WARN, Status.PASS)) {
            summary.checks().stream()
                    .filter(check -> check.status() == status)
                    // Of those that pass only what is not all well: the others have nothing to tell but their names.
                    .filter(check -> check.rows() > 0)
                    .forEach(check -> print(check, out));
        }
        out.println("  Met by no row: "
                + summary.checks().stream()
                        .filter(check -> check.rows() == 0)
                        .map(check -> check.of() == 0 ? check.check() + " (nothing to look at)" : check.check())
                        .collect(Collectors.joining(", ")));
    }

    private static void print(Checked check, PrintWriter out) {
        out.println("  " + check.status() + "  " + check.check() + ": " + Numbers.count(check.rows()) + " of "
                + Numbers.count(check.of()) + " (" + Numbers.share((double) check.rows() / check.of()) + ")");
        out.println("        " + check.meaning());
        check.largest().ifPresent(largest -> out.println("        largest difference: " + Numbers.value(largest)));
        out.println("        for example: " + String.join(", ", check.examples()));
        out.println("        to do: " + check.fix());
    }
}
