package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longview reward list}. */
@Command(
        name = "list",
        description = "Lists the rewards of longview.yaml with their versions, ranges and terms.",
        footer = {"", "Example:", "  longview reward list"})
final class RewardList implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() {
        Configuration configuration = common.workspace().configuration();
        List<RewardLine> lines = configuration.rewards().stream()
                .map(definition -> switch (Reward.compile(
                        definition, configuration.outcomes(), configuration.features())) {
                    case Compilation.Compiled(Reward reward) -> RewardLine.of(definition, reward, configuration);
                    case Compilation.Refused refused ->
                        throw new IllegalStateException("a checked configuration's rewards compile: " + refused);
                })
                .toList();
        common.output().print(lines, out -> lines.forEach(line -> line.print(out)));
        return Exit.DONE;
    }
}
