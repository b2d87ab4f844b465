package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.ingest.BatchSink;
import dev.longview.ingest.ContentHash;
import dev.longview.ingest.EventsFile;
import dev.longview.ingest.Format;
import dev.longview.ingest.ImportSummary;
import dev.longview.ingest.OpenBandit;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.loop.Loop;
import dev.longview.loop.Refusal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview import}: fills the log from files. */
@Command(
        name = "import",
        description = "Fills the log from files. Ends with 1 when rows were skipped; the others are imported.",
        subcommands = {ImportCommand.Events.class, ImportCommand.OpenBanditData.class, ImportVwCommand.class},
        footer = {"", "Example:", "  longview import events feedback.jsonl.gz"})
final class ImportCommand extends CommandGroup {

    /** What was imported, and how many rows of members who were forgotten were not. */
    record Report(String segment, ImportSummary summary, long forgotten) {}

    static int run(Common common, Loop loop, String segment, List<FeatureDefinition> features, Reader reader) {
        try (EngineSink sink = new EngineSink(loop.engine(), segment, features)) {
            ImportSummary summary = reader.apply(sink::rows);
            long forgotten = sink.publish().forgotten();
            common.output().print(new Report(segment, summary, forgotten), out -> {
                out.print(summary.text());
                if (forgotten > 0) {
                    out.println(Numbers.count(forgotten) + " rows of members who were forgotten are left out");
                }
                out.println("segment " + segment + "; importing the same again changes nothing");
            });
            return summary.skipped() > 0 || !summary.errors().isEmpty() ? Exit.NEGATIVE : Exit.DONE;
        }
    }

    /** Reads a source into a sink. */
    interface Reader extends Function<BatchSink, ImportSummary> {}

    /** {@code longview import events}. */
    @Command(
            name = "events",
            description = "Imports rows of any table from JSON Lines or CSV, gzip or not, as docs/schema.md describes.",
            footer = {
                "",
                "Examples:",
                "  longview import events feedback.jsonl.gz",
                "  longview import events items.csv --table items"
            })
    static final class Events implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "FILE", description = "JSON Lines or CSV, gzip or not.")
        private Path file = Path.of("");

        @Option(
                names = "--table",
                paramLabel = "TABLE",
                description = "Which table the rows are of, where they do not say: decisions, slates, candidate_sets,"
                        + " feedback, memberships, items (default: feedback).")
        private String table = "feedback";

        @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: by the file's name and content).")
        private Optional<Format> format = Optional.empty();

        @Override
        public Integer call() {
            Table ofRows = Arrays.stream(Table.values())
                    .filter(each -> each.tableName().equals(table))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("--table: there is no table '" + table + "'; there are "
                            + Arrays.stream(Table.values())
                                    .map(Table::tableName)
                                    .collect(Collectors.joining(", "))));
            int[] exit = {Exit.DONE};
            common.withLoop(loop -> {
                List<FeatureDefinition> features = loop.configuration().features();
                EventsFile events = EventsFile.of(file).withTable(ofRows).withFeatures(features);
                if (format.isPresent()) {
                    events = events.withFormat(format.get());
                }
                EventsFile told =
                        events.withProgress((done, total) -> loop.progress().at("reading " + file, done, total));
                exit[0] = run(common, loop, ContentHash.of(file).segment(), features, told::read);
            });
            return exit[0];
        }
    }

    /** {@code longview import open-bandit}. */
    @Command(
            name = "open-bandit",
            description = "Imports a campaign of the Open Bandit Dataset (Saito et al., arXiv 2008.07146).",
            footer = {"", "Example:", "  longview import open-bandit obd --campaign men --behaviour random"})
    static final class OpenBanditData implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "DIR", description = "The folder of the data set.")
        private Path folder = Path.of("");

        @Option(names = "--campaign", required = true, description = "all, men or women.")
        private String campaign = "";

        @Option(names = "--behaviour", required = true, description = "The policy that logged: random or bts.")
        private String behaviour = "";

        @Override
        public Integer call() {
            int[] exit = {Exit.DONE};
            common.withLoop(loop -> {
                requireDeclared(loop.configuration());
                OpenBandit data = OpenBandit.of(folder, campaign, behaviour)
                        .withProgress((done, total) -> loop.progress().at("reading " + folder, done, total));
                exit[0] = run(common, loop, data.segment(), OpenBandit.FEATURES, data::read);
            });
            return exit[0];
        }

        private static void requireDeclared(Configuration configuration) {
            List<String> undeclared = OpenBandit.FEATURES.stream()
                    .filter(feature -> !configuration.features().contains(feature))
                    .map(FeatureDefinition::name)
                    .toList();
            if (!undeclared.isEmpty()) {
                throw new Refusal("longview.yaml does not declare " + String.join(", ", undeclared)
                        + " as this data has them. A workspace for it: longview init --template open-bandit");
            }
        }
    }
}
