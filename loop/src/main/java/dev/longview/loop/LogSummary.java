package dev.longview.loop;

import dev.longview.engine.Finding;
import dev.longview.engine.TableSummary;
import java.util.List;

/**
 * What a log holds.
 *
 * @param servedBy the policy versions that served the window's decisions
 * @param findings the rows that a rule set aside
 */
public record LogSummary(List<TableSummary> tables, List<String> servedBy, List<Finding> findings) {
    public static LogSummary of(Loop loop, Window window) {
        return new LogSummary(
                loop.engine().describe(),
                ServedPolicies.of(loop, window),
                loop.findings(window, loop.configuration().outcomes()));
    }
}
