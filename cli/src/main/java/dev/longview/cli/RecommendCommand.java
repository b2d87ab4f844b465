package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.files.Durable;
import dev.longview.ingest.ContentHash;
import dev.longview.ingest.Format;
import dev.longview.ingest.ImportSummary;
import dev.longview.ingest.VisitsFile;
import dev.longview.loop.Answered;
import dev.longview.loop.Loop;
import dev.longview.loop.Recommending;
import dev.longview.loop.Refusal;
import dev.longview.loop.SlateRows;
import dev.longview.loop.SlateSink;
import dev.longview.loop.TrainedPolicy;
import dev.longview.serve.member.MembersAhead;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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
                "Draws a slate for each visit, or each member, of a file, from a trained policy under its rules, with"
                    + " the probabilities of the draw. The rows are decisions as the log takes them: longview import"
                    + " events SLATES --table decisions; with --log they are put there at once. Ends with 1 when"
                    + " visits were skipped or had nothing to be shown; the others are served.",
        footer = {
            "",
            "A visit is a row of decisions before anything was decided, JSON Lines or CSV: docs/schema.md. Of members"
                    + " the time may be left out: all come at T.",
            "",
            "Examples:",
            "  longview recommend glad --visits tonight.jsonl --as-of 2026-01-31T18:00:00Z --out slates.jsonl",
            "  longview recommend glad --members all.csv --as-of 2026-01-31T18:00:00Z --out slates.parquet --log"
        })
final class RecommendCommand implements Callable<Integer> {
    private static final String PARQUET = ".parquet";

    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "POLICY", description = "Its name, the version in use, or NAME@VERSION.")
    private String policy = "";

    @Option(names = "--visits", paramLabel = "FILE", description = "Who comes: one row for each.")
    private Optional<Path> visits = Optional.empty();

    @Option(
            names = "--members",
            paramLabel = "FILE",
            description = "Instead: for whom slates are made ahead, all at T; account and time may be left out, and"
                    + " features of members' history are computed from the log, where they are left out or null.")
    private Optional<Path> members = Optional.empty();

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: by the file's name and content).")
    private Optional<Format> format = Optional.empty();

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "T",
            description =
                    "The items, the policy and what members have watched are those known by then: a date, ISO-8601"
                            + " with an offset, or microseconds.")
    private String asOf = "";

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seeds the draws, each by its decision's id (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--marginal-draws",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Slates drawn for each marginal propensity that has no cheap exact form; it is logged with its"
                            + " error (default: ${DEFAULT-VALUE}, not logged).")
    private int marginalDraws;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where to (default: standard output, but not with --log). Decisions in JSON Lines; a name that"
                            + " ends in .parquet gets a row for each item shown.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--log",
            description = "Puts the decisions into the workspace's log, with their slates and candidates.")
    private boolean log;

    /**
     * What was served.
     *
     * @param unserved visits to which the rules let nothing be shown
     * @param refused visits to which no slate can be drawn, such as those whose features give no finite score
     * @param refusals why, of the first ten
     * @param unknownPins pinned items that the catalogue does not have
     * @param segment of the log, with --log where there was something to log; else empty
     */
    record Report(
            String policy,
            int catalogue,
            ImportSummary visits,
            long unserved,
            long refused,
            List<String> refusals,
            List<String> unknownPins,
            Optional<String> segment) {}

    private record Served(ImportSummary visits, Answered answered, Optional<String> segment) {}

    @Override
    public Integer call() {
        if (visits.isPresent() == members.isPresent()) {
            throw new Refusal("recommend takes either --visits FILE or --members FILE. See: longview recommend --help");
        }
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            TrainedPolicy trained = TrainedPolicy.read(PolicyNames.require(loop.workspace(), policy));
            Recommending station = Recommending.of(loop, trained, Moments.micros("--as-of", asOf))
                    .withSeed(seed)
                    .withMarginalDraws(marginalDraws);
            Served served = log ? logged(loop, station) : written(loop, station, new ArrayList<>());
            // On standard output the rows stand alone.
            Output told = out.isPresent() || log ? common.output() : new Output(common.err(), false);
            Answered answered = served.answered();
            Report report = new Report(
                    trained.id(),
                    station.catalogue(),
                    served.visits(),
                    answered.unserved(),
                    answered.refused(),
                    answered.refusals(),
                    station.unknownPins(),
                    served.segment());
            told.print(report, text -> print(report, text));
            ImportSummary read = served.visits();
            boolean whole = read.skipped() == 0 && read.errors().isEmpty();
            boolean all = answered.unserved() == 0 && answered.refused() == 0;
            exit[0] = whole && all ? Exit.DONE : Exit.NEGATIVE;
        });
        return exit[0];
    }

    private static void print(Report report, PrintWriter text) {
        text.print(report.visits().text());
        text.println("served by " + report.policy() + " from " + Numbers.count(report.catalogue()) + " items");
        if (report.unserved() > 0) {
            text.println(Numbers.count(report.unserved())
                    + " visits have no slate: the policy's rules let nothing be shown to them");
        }
        if (report.refused() > 0) {
            text.println("skipped: no slate can be drawn, " + Numbers.count(report.refused()) + " visits");
            report.refusals().forEach(why -> text.println("  " + why));
            if (report.refused() > report.refusals().size()) {
                text.println("  and "
                        + Numbers.count(report.refused() - report.refusals().size()) + " more");
            }
        }
        if (!report.unknownPins().isEmpty()) {
            text.println("pinned, and not in the catalogue: " + String.join(", ", report.unknownPins()));
        }
        report.segment()
                .ifPresent(segment ->
                        text.println("in the log as segment " + segment + "; serving the same again changes nothing"));
    }

    /** All of it is in the log at once, or nothing. */
    private Served logged(Loop loop, Recommending station) {
        String segment = "recommend-" + station.identity() + "-"
                + ContentHash.of(file()).sha256().substring(0, 12);
        try (EngineSink sink =
                new EngineSink(loop.engine(), segment, loop.configuration().features())) {
            List<SlateSink> sinks = new ArrayList<>(List.of(new LoggedSlates(station.into(sink::rows), sink)));
            Served served = out.isPresent() ? written(loop, station, sinks) : serve(loop, station, sinks);
            sink.publish();
            Optional<String> written = served.answered().decisions() > 0 ? Optional.of(segment) : Optional.empty();
            return new Served(served.visits(), served.answered(), written);
        }
    }

    private Path file() {
        return visits.or(() -> members).orElseThrow();
    }

    private Served serve(Loop loop, Recommending station, List<SlateSink> sinks) {
        Optional<MembersAhead> ahead = members.map(each -> MembersAhead.read(
                loop.engine(), loop.configuration(), station.needed(), Moments.micros("--as-of", asOf)));
        List<String> computed = ahead.map(MembersAhead::names).orElse(List.of());
        VisitsFile file = VisitsFile.of(file())
                .withFeatures(loop.configuration().features())
                .withNeeded(station.needed().stream()
                        .filter(name -> !computed.contains(name))
                        .toList())
                .withItems(station::knows)
                .withProgress((done, total) -> loop.progress().at("serving " + file(), done, total));
        if (format.isPresent()) {
            file = file.withFormat(format.get());
        }
        if (members.isPresent()) {
            file = file.withMembersAt(Moments.micros("--as-of", asOf)).withComputed(computed);
        }
        ImportSummary read = file.read(
                batch -> add(sinks, ahead.map(each -> each.remembering(batch)).orElse(batch)));
        sinks.forEach(SlateSink::close);
        return new Served(read, sinks.getFirst().answered(), Optional.empty());
    }

    private static void add(List<SlateSink> sinks, Batch batch) {
        sinks.forEach(sink -> sink.add(batch));
    }

    /** To the file or standard output, besides other sinks. */
    private Served written(Loop loop, Recommending station, List<SlateSink> sinks) {
        if (out.isEmpty()) {
            sinks.add(station.into(unclosed(common.out())));
            return serve(loop, station, sinks);
        }
        Path target = out.get();
        if (target.toString().endsWith(PARQUET)) {
            try (SegmentWriter writer = loop.engine().writeFile(target.toAbsolutePath(), SlateRows.columns())) {
                sinks.add(station.rowsInto(writer::append));
                Served served = serve(loop, station, sinks);
                writer.publish();
                return served;
            }
        }
        return toLines(loop, station, sinks, target);
    }

    /** The file appears whole, or not at all. */
    private Served toLines(Loop loop, Recommending station, List<SlateSink> sinks, Path target) {
        try {
            Path building = Durable.unfinished(target.toAbsolutePath());
            try {
                sinks.add(station.into(Files.newBufferedWriter(building, StandardOpenOption.CREATE_NEW)));
                Served served = serve(loop, station, sinks);
                Durable.sync(building);
                Durable.move(building, target);
                Durable.syncFolder(building.resolveSibling(""));
                return served;
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
