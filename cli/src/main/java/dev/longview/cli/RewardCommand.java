package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.loop.Refusal;
import dev.longview.loop.RewardExplanation;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import dev.longview.syntax.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview reward}: the rewards of the workspace. */
@Command(
        name = "reward",
        description = "Checks, lists and explains rewards.",
        subcommands = {RewardCommand.Check.class, RewardCommand.Listing.class, RewardCommand.Explain.class},
        footer = {"", "Example:", "  longview reward check \"played ? 1 : 0\""})
final class RewardCommand extends CommandGroup {

    /** A reward that compiles. */
    record Line(
            String reward,
            String version,
            double low,
            double high,
            List<String> outcomes,
            List<String> features,
            List<String> terms,
            String normalised,
            Optional<String> hypothesis,
            Optional<String> parent) {
        static Line of(RewardDefinition definition, Reward reward) {
            return new Line(
                    definition.name(),
                    reward.version(),
                    reward.range().low(),
                    reward.range().high(),
                    reward.outcomes(),
                    List.copyOf(reward.features()),
                    IntStream.range(0, reward.terms().size())
                            .mapToObj(i -> named(
                                    reward.termNames().get(i), reward.terms().get(i)))
                            .toList(),
                    reward.normalised(),
                    definition.hypothesis(),
                    definition.parent());
        }

        private static String named(String name, String term) {
            return name.equals(term) ? term : name + ": " + term;
        }

        void print(PrintWriter out) {
            out.println(reward + "  " + version);
            hypothesis.ifPresent(text -> out.println("  hypothesis  " + text));
            parent.ifPresent(text -> out.println("  parent      " + text));
            out.println("  is          " + normalised);
            out.println("  range       " + Numbers.interval(low, high));
            out.println("  outcomes    " + String.join(", ", outcomes));
            if (!features.isEmpty()) {
                out.println("  features    " + String.join(", ", features));
            }
            terms.forEach(term -> out.println("  term        " + term));
        }
    }

    /** {@code longview reward check}. */
    @Command(
            name = "check",
            description = "Compiles an expression against the workspace's outcomes; ends with 1 when it is refused.",
            footer = {"", "Example:", "  longview reward check \"played ? min(minutes / 60, 1) : 0\""})
    static final class Check implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "EXPRESSION", description = "A reward, or the name of one in longview.yaml.")
        private String expression = "";

        /** What is wrong. */
        record Report(String expression, List<Problem> problems) {}

        @Override
        public Integer call() {
            Configuration configuration = common.workspace().configuration();
            RewardDefinition definition = configuration
                    .reward(expression)
                    .orElse(new RewardDefinition("(given)", expression, Optional.empty(), Optional.empty()));
            return switch (Reward.compile(definition, configuration.outcomes(), configuration.features())) {
                case Compilation.Compiled(Reward reward) -> {
                    Line line = Line.of(definition, reward);
                    common.output().print(line, line::print);
                    yield Exit.DONE;
                }
                case Compilation.Refused(List<Problem> problems, var ofParts) -> {
                    common.output()
                            .print(
                                    new Report(definition.is(), problems),
                                    out -> problems.forEach(problem -> out.println(
                                            problem.render(definition.is(), problem.line() + ":" + problem.column()))));
                    yield Exit.NEGATIVE;
                }
            };
        }
    }

    /** {@code longview reward list}. */
    @Command(
            name = "list",
            description = "Lists the rewards of longview.yaml with their versions, ranges and terms.",
            footer = {"", "Example:", "  longview reward list"})
    static final class Listing implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Override
        public Integer call() {
            Configuration configuration = common.workspace().configuration();
            List<Line> lines = configuration.rewards().stream()
                    .map(definition -> switch (Reward.compile(
                            definition, configuration.outcomes(), configuration.features())) {
                        case Compilation.Compiled(Reward reward) -> Line.of(definition, reward);
                        case Compilation.Refused refused ->
                            throw new IllegalStateException("a checked configuration's rewards compile: " + refused);
                    })
                    .toList();
            common.output().print(lines, out -> lines.forEach(line -> line.print(out)));
            return Exit.DONE;
        }
    }

    /** {@code longview reward explain}. */
    @Command(
            name = "explain",
            description = "Tells why a decision's recommendations have their reward: observed and predicted apart.",
            footer = {"", "Example:", "  longview reward explain enjoyed --decision d12-40-0 --as-of 2026-01-20"})
    static final class Explain implements Callable<Integer> {
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
            out.println(explanation.reward() + " " + explanation.rewardVersion() + " of decision "
                    + explanation.decision() + ": " + explanation.normalised());
            for (RewardExplanation.Recommendation each : explanation.recommendations()) {
                out.println("position " + each.position() + "  " + each.item());
                each.outcomes()
                        .forEach(outcome -> out.println("    " + outcome.name() + " = " + outcome.value()
                                + (outcome.pending() ? "  (may still change)" : "")));
                each.features()
                        .forEach(feature -> out.println("    " + feature.name() + " = "
                                + feature.value().orElse("missing")));
                each.terms().stream()
                        .filter(term -> term.value() != 0)
                        .forEach(term -> out.println("    " + Numbers.value(term.value()) + "  from  "
                                + (term.name().equals(term.expression()) ? "" : term.name() + ": ")
                                + term.expression()));
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
}
