package dev.longview.cli;

import dev.longview.loop.Refusal;
import dev.longview.loop.TrainingExamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy examples}. */
@Command(
        name = "examples",
        description = {
            "Writes what a policy would learn from as Parquet, for learners of other makes: features as served,",
            "propensities, the reward as it would be read, and the weight of each row."
        },
        footer = {"", "Example:", "  longview policy examples glad --to examples.parquet"})
final class PolicyExamples implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(paramLabel = "POLICY", description = "Its name in longview.yaml.")
    private String policy = "";

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "The Parquet file to write.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        if (Files.isDirectory(file)) {
            throw new Refusal(
                    "--to: " + file + " is a folder; name a file in it, such as " + file.resolve("examples.parquet"));
        }
        common.withLoop(loop -> {
            TrainingExamples.Result result = new TrainingExamples(loop).write(policy, window.window(loop), file);
            common.output().print(result, out -> {
                out.println("wrote " + result.file() + ", reward " + result.reward() + " version "
                        + result.rewardVersion());
                out.println("  to learn from  " + Numbers.count(result.rows()) + ", of weight 0 "
                        + Numbers.count(result.withheld()));
                if (!result.note().isEmpty()) {
                    out.println("  note           " + result.note());
                }
            });
        });
        return Exit.DONE;
    }
}
