package dev.longview.cli;

import dev.longview.experiment.Comparison;
import dev.longview.experiment.ExperimentReport;
import dev.longview.loop.LabelSummary;
import dev.longview.loop.PolicyEvaluation;
import java.util.List;
import java.util.Optional;

/**
 * What the demo found. The same seed gives the same.
 *
 * @param world hash of the simulated world's parameters
 * @param forecast the labels of the last logged week, as they were known when the policies were trained, and as they turned out
 * @param example a decision of that week whose reward was partly observed and partly predicted
 * @param offline each policy by each reward, off-policy
 * @param experiment what the log says of the A/B test
 * @param truth what only the simulator knows: satisfaction
 */
record DemoReport(
        String workspace,
        long seed,
        String world,
        int members,
        int loggedDays,
        int testedDays,
        Forecast forecast,
        Optional<String> example,
        List<PolicyEvaluation.Result> offline,
        ExperimentReport experiment,
        List<Truth> truth) {

    /** Labels then and later. */
    record Forecast(LabelSummary then, LabelSummary later) {}

    /** A metric that no log has. */
    record Truth(String metric, Comparison comparison) {}
}
