package dev.longview.cli;

import dev.longview.loop.PolicyExplanation;
import dev.longview.loop.Refusal;
import dev.longview.loop.TrainedPolicy;
import dev.longview.policy.ScoreExplanation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy explain}. */
@Command(
        name = "explain",
        description = {
            "Tells which features move the score of each item that a decision showed. The parts add up to the score:",
            "they are the model's own terms."
        },
        footer = {"", "Example:", "  longview policy explain glad --decision d12-40-0 --top 8"})
final class PolicyExplain implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(paramLabel = "POLICY", description = "A trained policy, NAME or NAME@VERSION.")
    private String policy = "";

    @Option(names = "--decision", required = true, paramLabel = "ID", description = "The decision_id.")
    private String decision = "";

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "5",
            description = "Print so many of the largest parts (default: ${DEFAULT-VALUE}); --json has all.")
    private int top;

    @Override
    public Integer call() {
        if (decision.isBlank()) {
            throw new Refusal("--decision: it is empty; give the decision_id of a logged decision");
        }
        if (top < 0) {
            throw new Refusal("--top must be at least 0: " + top);
        }
        common.withLoop(loop -> {
            TrainedPolicy trained = TrainedPolicy.read(PolicyNames.require(loop.workspace(), policy));
            PolicyExplanation explanation = PolicyExplanation.of(loop, trained, decision, window.window(loop));
            common.output().print(explanation, out -> print(explanation, out));
        });
        return Exit.DONE;
    }

    private void print(PolicyExplanation explanation, PrintWriter out) {
        out.println(explanation.policy() + " on decision " + explanation.decision());
        for (PolicyExplanation.Recommendation each : explanation.recommendations()) {
            ScoreExplanation score = each.score();
            out.println("position " + each.position() + "  " + each.item() + "  score " + Numbers.value(score.score()));
            out.println("    " + Numbers.value(score.bias()) + "  from  every item in every context");
            score.parts().stream()
                    .limit(top)
                    .forEach(part -> out.println("    " + Numbers.value(part.value()) + "  from  " + name(part)));
            double rest = score.parts().stream()
                    .skip(top)
                    .mapToDouble(ScoreExplanation.Part::value)
                    .sum();
            if (score.parts().size() > top) {
                out.println("    " + Numbers.value(rest) + "  from  "
                        + (score.parts().size() - top) + " more");
            }
        }
    }

    private static String name(ScoreExplanation.Part part) {
        return part.context().isEmpty()
                ? part.item()
                : part.item().isEmpty() ? part.context() : part.context() + " x " + part.item();
    }
}
