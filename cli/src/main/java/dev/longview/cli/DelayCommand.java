package dev.longview.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.loop.Artifact;
import dev.longview.loop.DelayFitting;
import dev.longview.loop.ReadingFitting;
import dev.longview.loop.Window;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview delay}: forecasts of feedback that has not arrived. */
@Command(
        name = "delay",
        description = "Fits forecasts of feedback that has not arrived, and tells how good they are.",
        subcommands = {DelayCommand.Fit.class, DelayEvaluateCommand.class, DelayWaitCommand.class},
        footer = {"", "Example:", "  longview delay fit"})
final class DelayCommand extends CommandGroup {

    /** {@code longview delay fit}. */
    @Command(
            name = "fit",
            description = {
                "Fits the declared delayed-feedback models on all rows, finished or not; then, for each reward, how"
                        + " early",
                "labels are to be read, on rows whose reward is final."
            },
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
                Window of = window.window(loop);
                // Labels of what has arrived so far are read too, where nothing forecasts the rest.
                boolean none = loop.configuration().delays().isEmpty() && outcomes.isEmpty();
                List<DelayFitting.Fitted> fitted = none ? List.of() : new DelayFitting(loop).fit(of, outcomes);
                List<ReadingFitting.Fitted> readings = new ReadingFitting(loop).fit(of);
                List<JsonNode> manifests = Stream.concat(
                                fitted.stream().map(DelayFitting.Fitted::artifact),
                                readings.stream().map(ReadingFitting.Fitted::artifact))
                        .map(Artifact::manifest)
                        .toList();
                common.output().print(manifests, out -> {
                    TextTable table = TextTable.withWords(2, "outcome", "version", "landmark rows");
                    fitted.forEach(each -> table.row(
                            each.artifact().name(),
                            each.artifact().version(),
                            Numbers.count(each.artifact()
                                    .manifest()
                                    .path("landmark_rows")
                                    .asLong())));
                    if (!none) {
                        table.print(out);
                        fitted.forEach(each -> each.silence()
                                .ifPresent(silence -> out.println("  "
                                        + DelayEvaluateCommand.warning(
                                                each.artifact().name(), silence)
                                        + " Forecasts are as of that day.")));
                        out.println();
                    }
                    readings(readings, out);
                });
            });
            return Exit.DONE;
        }

        private static void readings(List<ReadingFitting.Fitted> readings, PrintWriter out) {
            TextTable table = TextTable.withWords(2, "reward", "readings", "recommendations", "items");
            readings.forEach(each -> table.row(
                    each.reward(),
                    each.readings().isPresent() ? each.artifact().version() : "none",
                    count(each, "recommendations"),
                    count(each, "items")));
            table.print(out);
            readings.stream()
                    .filter(each -> !each.note().isEmpty())
                    .forEach(each -> out.println("  " + each.reward() + ": " + each.note()));
        }

        private static String count(ReadingFitting.Fitted fitted, String of) {
            return Numbers.count(fitted.artifact().manifest().path(of).asLong());
        }
    }
}
