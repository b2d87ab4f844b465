package dev.longview.cli;

import dev.longview.experiment.Comparison;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.ExperimentReport;
import dev.longview.loop.ExperimentAnalysis;
import dev.longview.loop.Loop;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview experiment}: randomised tests. */
@Command(
        name = "experiment",
        description = "Lists the declared experiments, and tells what they found.",
        subcommands = {ExperimentCommand.Listing.class, ExperimentCommand.Analyse.class},
        footer = {"", "Example:", "  longview experiment analyse clicks-or-glad"})
final class ExperimentCommand extends CommandGroup {

    /** {@code longview experiment list}. */
    @Command(
            name = "list",
            description = "Lists the experiments of longview.yaml.",
            footer = {"", "Example:", "  longview experiment list"})
    static final class Listing implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Override
        public Integer call() {
            List<ExperimentDefinition> experiments =
                    common.workspace().configuration().experiments();
            common.output().print(experiments, out -> {
                TextTable table = TextTable.withWords(4, "experiment", "cell", "policy", "weight");
                experiments.forEach(experiment -> experiment
                        .cells()
                        .forEach(cell -> table.row(
                                experiment.name(), cell.name(), cell.policy(), Numbers.value(cell.weight()))));
                table.print(out);
            });
            return Exit.DONE;
        }
    }

    /** {@code longview experiment analyse}. */
    @Command(
            name = "analyse",
            description = {
                "Tells what the cells did to their accounts: every outcome and reward, and retention, with intervals.",
                "Ends with 1 when the sample ratio says that the cells are not comparable."
            },
            footer = {"", "Example:", "  longview experiment analyse clicks-or-glad --retention-day 30"})
    static final class Analyse implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Mixin
        private final WindowOptions window = new WindowOptions();

        @Parameters(paramLabel = "EXPERIMENT", description = "Its name in longview.yaml.")
        private String experiment = "";

        @Option(
                names = "--retention-day",
                defaultValue = "30",
                description = "The day after exposure at which retention is told (default: ${DEFAULT-VALUE}).")
        private int retentionDay;

        @Override
        public Integer call() {
            int[] exit = {Exit.DONE};
            common.withLoop(loop -> {
                ExperimentReport report = analyse(loop);
                common.output().print(report, out -> print(report, out));
                exit[0] = report.sampleRatio().mismatch() ? Exit.NEGATIVE : Exit.DONE;
            });
            return exit[0];
        }

        private ExperimentReport analyse(Loop loop) {
            return new ExperimentAnalysis(loop, loop.experiment(experiment), retentionDay).analyse(window.window(loop));
        }

        private static void print(ExperimentReport report, PrintWriter out) {
            TextTable table =
                    TextTable.withWords(2, "metric", "cell", "level", "difference", "95% interval", "relative", "p");
            for (ExperimentReport.MetricLine line : report.metrics()) {
                table.row(
                        line.name(),
                        report.cells().getFirst(),
                        Numbers.value(line.levels().getFirst().value()));
                for (int i = 0; i < line.against().size(); i++) {
                    Comparison comparison = line.against().get(i);
                    table.row(
                            "",
                            report.cells().get(i + 1),
                            Numbers.value(comparison.treatment().value()),
                            Numbers.value(comparison.difference().value()),
                            Numbers.interval(
                                    comparison.difference().low(),
                                    comparison.difference().high()),
                            Numbers.share(comparison.relative().value()),
                            Numbers.value(comparison.pValue()));
                }
            }
            table.print(out);
            report.sentences().forEach(out::println);
        }
    }
}
