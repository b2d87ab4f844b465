package dev.longview.cli;

import dev.longview.loop.Refusal;
import dev.longview.loop.RewardExplanation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview reward explain}. */
@Command(
        name = "explain",
        description = "Tells why a decision's recommendations have their reward: observed and predicted apart.",
        footer = {"", "Example:", "  longview reward explain enjoyed --decision d12-40-0 --as-of 2026-01-20"})
final class RewardExplain implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(paramLabel = "REWARD", description = "Its name in longview.yaml.")
    private String reward = "";

    @Option(names = "--decision", required = true, paramLabel = "ID", description = "The decision_id.")
    private String decision = "";

    @Override
    public Integer call() {
        if (decision.isBlank()) {
            throw new Refusal("--decision: it is empty; give the decision_id of a logged decision");
        }
        common.withLoop(loop -> {
            RewardExplanation explanation = RewardExplanation.of(loop, reward, decision, window.window(loop));
            common.output().print(explanation, out -> print(explanation, out));
        });
        return Exit.DONE;
    }

    private static void print(RewardExplanation explanation, PrintWriter out) {
        out.println(explanation.reward() + " " + explanation.rewardVersion() + " of decision " + explanation.decision()
                + ": " + explanation.normalised());
        for (RewardExplanation.Recommendation each : explanation.recommendations()) {
            out.println("position " + each.position() + "  " + each.item());
            each.outcomes()
                    .forEach(outcome -> out.println("    " + outcome.name() + " = " + outcome.value()
                            + (outcome.pending() ? "  (may still change)" : "")));
            each.features()
                    .forEach(feature -> out.println(
                            "    " + feature.name() + " = " + feature.value().orElse("missing")));
            each.terms().stream()
                    .filter(term -> term.value() != 0)
                    .forEach(term -> out.println("    " + Numbers.value(term.value()) + "  from  "
                            + (term.name().equals(term.expression()) ? "" : term.name() + ": ") + term.expression()));
            out.println("    observed so far " + Numbers.value(each.soFar())
                    + (each.settled()
                            ? ", settled"
                            : each.predicted()
                                    ? "; expected " + Numbers.value(each.expected()) + " with sd "
                                            + Numbers.value(each.sd())
                                    : "; nothing forecasts the rest"));
        }
    }
}
