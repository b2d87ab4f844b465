package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import dev.longview.syntax.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview reward check}. */
@Command(
        name = "check",
        description = "Compiles an expression against the workspace's outcomes; ends with 1 when it is refused.",
        footer = {"", "Example:", "  longview reward check \"played ? min(minutes / 60, 1) : 0\""})
final class RewardCheck implements Callable<Integer> {
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
                RewardLine line = RewardLine.of(definition, reward, configuration);
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
