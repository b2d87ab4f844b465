package dev.longview.cli;

import dev.longview.loop.DelayFitting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview delay}: forecasts of feedback that has not arrived. */
@Command(
        name = "delay",
        description = "Fits forecasts of feedback that has not arrived, and tells how good they are.",
        subcommands = {DelayCommand.Fit.class, DelayEvaluateCommand.class},
        footer = {"", "Example:", "  longview delay fit"})
final class DelayCommand extends CommandGroup {

    /** {@code longview delay fit}. */
    @Command(
            name = "fit",
            description = "Fits the declared delayed-feedback models on all rows, finished or not.",
            footer = {"", "Example:", "  longview delay fit completed --as-of 2026-01-29"})
    static final class Fit implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Mixin
        private final WindowOptions window = new WindowOptions();

        @Parameters(arity = "0..*", paramLabel = "OUTCOME", description = "Which (default: all that are declared).")
        private List<String> outcomes = List.of();

        @Override
        public Integer call() {
            common.withLoop(loop -> {
                List<DelayFitting.Fitted> fitted = new DelayFitting(loop).fit(window.window(loop), outcomes);
                common.output()
                        .print(
                                fitted.stream()
                                        .map(each -> each.artifact().manifest())
                                        .toList(),
                                out -> {
                                    TextTable table = TextTable.withWords(2, "outcome", "version", "landmark rows");
                                    fitted.forEach(each -> table.row(
                                            each.artifact().name(),
                                            each.artifact().version(),
                                            Numbers.count(each.artifact()
                                                    .manifest()
                                                    .path("landmark_rows")
                                                    .asLong())));
                                    table.print(out);
                                });
            });
            return Exit.DONE;
        }
    }
}
