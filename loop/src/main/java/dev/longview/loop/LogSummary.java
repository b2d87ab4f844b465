package dev.longview.loop;

import dev.longview.engine.Checked;
import dev.longview.engine.Finding;
import dev.longview.engine.TableSummary;
import java.util.List;

/**
 * What a log holds, and whether it can be learned from.
 *
 * @param servedBy the policy versions that served the window's decisions
 * @param checks what named checks found
 * @param findings the rows that a rule set aside
 */
public record LogSummary(
        List<TableSummary> tables, List<String> servedBy, List<Checked> checks, List<Finding> findings) {
    public static LogSummary of(Loop loop, Window window) {
        return new LogSummary(
                loop.engine().describe(),
                ServedPolicies.of(loop, window),
                loop.check(window),
                loop.findings(window, loop.configuration().outcomes()));
    }

    /** The number of checks that ended so. */
    public long count(Checked.Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }
}
