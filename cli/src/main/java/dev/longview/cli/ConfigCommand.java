package dev.longview.cli;

import dev.longview.config.ConfigFile;
import dev.longview.config.ConfigProblem;
import dev.longview.config.ConfigSchema;
import dev.longview.config.Reading;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longview config}: what may stand in longview.yaml, and whether it does. */
@Command(
        name = "config",
        description = "Checks longview.yaml, or prints what may stand in it.",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Schema.class},
        footer = {"", "Example:", "  longview config check"})
final class ConfigCommand extends CommandGroup {

    /** {@code longview config check}. */
    @Command(
            name = "check",
            description = "Reports every problem of longview.yaml at once; ends with 1 when there is one.",
            footer = {"", "Example:", "  longview config check --workspace shop"})
    static final class Check implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        /** All problems; none means that the file is good. */
        record Report(String file, boolean good, List<ConfigProblem> problems) {}

        @Override
        public Integer call() {
            var file = common.workspace().config();
            return switch (ConfigFile.read(file)) {
                case Reading.Checked(var configuration) -> {
                    common.output().print(new Report(file.toString(), true, List.of()), out -> {
                        out.println(
                                file + " is good: " + configuration.features().size() + " features, "
                                        + configuration.outcomes().size() + " outcomes, "
                                        + configuration.rewards().size() + " rewards, "
                                        + configuration.policies().size() + " policies");
                    });
                    yield Exit.DONE;
                }
                case Reading.Refused refused -> {
                    common.output()
                            .print(
                                    new Report(file.toString(), false, refused.problems()),
                                    out -> out.println(refused.render(file.toString())));
                    yield Exit.NEGATIVE;
                }
            };
        }
    }

    /** {@code longview config schema}. */
    @Command(
            name = "schema",
            description = "Prints the JSON Schema of longview.yaml, for an editor.",
            footer = {"", "Example:", "  longview config schema > longview.schema.json"})
    static final class Schema implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Override
        public Integer call() {
            common.out().println(ConfigSchema.json());
            common.out().flush();
            return Exit.DONE;
        }
    }
}
