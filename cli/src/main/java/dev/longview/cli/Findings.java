package dev.longview.cli;

import dev.longview.engine.Finding;
import java.io.PrintWriter;
import java.util.List;

/** The rows that a rule set aside, for a terminal. */
final class Findings {
    private Findings() {}

    static void print(List<Finding> findings, PrintWriter out) {
        List<Finding> met =
                findings.stream().filter(finding -> finding.rows() > 0).toList();
        if (met.isEmpty()) {
            out.println("No row was set aside.");
            return;
        }
        out.println("Set aside by rule:");
        TextTable table = TextTable.withWords(1, "rule", "rows", "");
        met.forEach(finding -> table.row(finding.rule(), Numbers.count(finding.rows())));
        table.print(out);
        met.forEach(finding -> out.println("  " + finding.rule() + ": " + finding.meaning()));
    }
}
