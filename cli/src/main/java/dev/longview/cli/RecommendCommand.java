package dev.longview.cli;

import dev.longview.ingest.Format;
import dev.longview.ingest.ImportSummary;
import dev.longview.ingest.VisitsFile;
import dev.longview.loop.Loop;
import dev.longview.loop.Recommending;
import dev.longview.loop.SlateLines;
import dev.longview.loop.TrainedPolicy;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview recommend}: who comes in, slates out. */
@Command(
        name = "recommend",
        description =
                "Draws a slate for each visit of a file, from a trained policy, with the probabilities of the draw."
                    + " The rows are decisions as the log takes them: longview import events SLATES --table decisions."
                    + " Ends with 1 when visits were skipped; the others are served.",
        footer = {
            "",
            "A visit is a row of decisions before anything was decided, JSON Lines or CSV: docs/schema.md.",
            "",
            "Example:",
            "  longview recommend glad --visits tonight.jsonl --as-of 2026-01-31T18:00:00Z --out slates.jsonl"
        })
final class RecommendCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "POLICY", description = "Its name, the version in use, or NAME@VERSION.")
    private String policy = "";

    @Option(names = "--visits", required = true, paramLabel = "FILE", description = "Who comes: one row for each.")
    private Path visits = Path.of("");

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: by the file's name and content).")
    private Optional<Format> format = Optional.empty();

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "T",
            description = "The items and the policy are those known by then: a date, ISO-8601 with an offset, or"
                    + " microseconds.")
    private String asOf = "";

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seeds the draws, each by its decision's id (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to (default: standard output).")
    private Optional<Path> out = Optional.empty();

    /** What was served. */
    record Report(String policy, int catalogue, ImportSummary visits) {}

    @Override
    public Integer call() {
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            TrainedPolicy trained = TrainedPolicy.read(PolicyNames.require(loop.workspace(), policy));
            Recommending station = Recommending.of(loop, trained, Moments.micros("--as-of", asOf))
                    .withSeed(seed);
            ImportSummary read =
                    out.isPresent() ? toFile(loop, station, out.get()) : serve(loop, station, unclosed(common.out()));
            // On standard output the rows stand alone.
            Output told = out.isPresent() ? common.output() : new Output(common.err(), false);
            told.print(new Report(trained.id(), station.catalogue(), read), text -> {
                text.print(read.text());
                text.println("served by " + trained.id() + " from " + Numbers.count(station.catalogue()) + " items");
            });
            exit[0] = read.skipped() > 0 || !read.errors().isEmpty() ? Exit.NEGATIVE : Exit.DONE;
        });
        return exit[0];
    }

    private ImportSummary serve(Loop loop, Recommending station, Writer to) {
        VisitsFile file = VisitsFile.of(visits)
                .withFeatures(loop.configuration().features())
                .withNeeded(station.needed())
                .withItems(station::knows)
                .withProgress((done, total) -> loop.progress().at("reading " + visits, done, total));
        if (format.isPresent()) {
            file = file.withFormat(format.get());
        }
        try (SlateLines lines = station.into(to)) {
            return file.read(lines::add);
        }
    }

    /** The file appears whole, or not at all. */
    private ImportSummary toFile(Loop loop, Recommending station, Path target) {
        try {
            Path folder = target.toAbsolutePath().getParent();
            Path building = Files.createTempFile(folder, ".new-", "");
            try {
                ImportSummary read = serve(loop, station, Files.newBufferedWriter(building));
                Files.move(building, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return read;
            } finally {
                Files.deleteIfExists(building);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("--out: " + target + " cannot be written: " + e, e);
        }
    }

    private static Writer unclosed(PrintWriter standard) {
        return new FilterWriter(standard) {
            @Override
            public void close() {
                standard.flush();
            }
        };
    }
}
