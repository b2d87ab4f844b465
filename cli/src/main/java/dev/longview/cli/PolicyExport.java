package dev.longview.cli;

import dev.longview.loop.PolicyExporting;
import dev.longview.loop.TrainedPolicy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy export}. */
@Command(
        name = "export",
        description = {
            "Writes a trained policy for other programs: policy.json, and its weights with the names of features as",
            "Parquet. docs/policies.md has the format, and Python that scores with it."
        },
        footer = {"", "Example:", "  longview policy export glad --to glad-export"})
final class PolicyExport implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "POLICY", description = "A trained policy, NAME or NAME@VERSION.")
    private String policy = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder to write, which is not there yet or empty.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            TrainedPolicy trained = TrainedPolicy.read(PolicyNames.require(loop.workspace(), policy));
            PolicyExporting.Result result = new PolicyExporting(loop).write(trained, folder);
            common.output().print(result, out -> {
                out.println("exported " + result.policy() + " to " + result.folder() + " (format " + result.version()
                        + "): " + String.join(", ", result.files()));
                out.println("  features with weights " + Numbers.count(result.slots()) + ", named "
                        + Numbers.count(result.named()));
            });
        });
        return Exit.DONE;
    }
}
