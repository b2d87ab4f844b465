package dev.longview.cli;

import dev.longview.loop.Loop;
import dev.longview.loop.Refusal;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.sheet.Measured;
import dev.longview.simulate.sheet.Sheet;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview simulate}: the log of a service that does not exist. */
@Command(
        name = "simulate",
        description = "Writes the log of a simulated streaming service, whose members' satisfaction stays hidden.",
        footer = {"", "Example:", "  longview simulate --members 5000 --days 28 --seed 7 --report --truth truth-7"})
final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--members", defaultValue = "5000", description = "How many (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(names = "--days", defaultValue = "28", description = "How many (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another seed is another world (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--start",
            defaultValue = "2026-01-01",
            description = "Midnight in UTC of the first day (default: ${DEFAULT-VALUE}).")
    private String start = "";

    @Option(names = "--uniform", description = "Log a uniform policy, not one that favours what is popular.")
    private boolean uniform;

    @Mixin
    private final WorldOptions which = new WorldOptions();

    @Option(names = "--impressions", description = "Also log an event for each recommendation that was really seen.")
    private boolean impressions;

    @Option(
            names = "--truth",
            paramLabel = "FOLDER",
            description = "Writes what no log has, as CSV files into a new folder apart, which no command reads.")
    private Optional<Path> truth = Optional.empty();

    @Option(
            names = "--report",
            description = "Measures what came of the world's parameters: reports/world.html, or figures with --json.")
    private boolean report;

    /**
     * What was written.
     *
     * @param world hash of its parameters
     */
    record Report(
            String segment,
            String world,
            long seed,
            String policy,
            long accounts,
            int days,
            Optional<String> page,
            Optional<String> truth,
            Optional<Sheet> sheet) {}

    @Override
    public Integer call() {
        if (members < 1 || members > 5_000_000 || days < 1 || days > 3650) {
            throw new Refusal("--members must be in 1 … 5,000,000 and --days in 1 … 3,650: " + members + ", " + days);
        }
        WorldParameters parameters = which.parameters();
        common.withLoop(loop -> {
            Report written = simulate(loop, parameters);
            common.output().print(written, out -> {
                out.println("simulated " + Numbers.count(written.accounts()) + " accounts over " + written.days()
                        + " days, world " + written.world().substring(0, 12) + ", segment " + written.segment());
                written.sheet().ifPresent(sheet -> print(sheet, out));
                written.truth().ifPresent(folder -> out.println("truth: " + folder));
                written.page().ifPresent(page -> out.println("report: " + page));
                out.println("Next: longview outcome, longview delay fit, longview policy train glad");
            });
        });
        return Exit.DONE;
    }

    private Report simulate(Loop loop, WorldParameters parameters) {
        if (loop.engine().describe().stream().anyMatch(table -> table.rows() > 0)) {
            throw new Refusal("the log of " + loop.workspace().root()
                    + " is not empty, and two worlds in one log would be told for one. Simulate into another"
                    + " workspace");
        }
        Recommender logging = uniform ? PopularityRecommender.uniform() : PopularityRecommender.withDefaults();
        String segment = "simulated-" + seed;
        World world = World.create(parameters, seed, members, Moments.micros("--start", start));
        Measured measured = new Measured();
        Optional<TruthFiles> files =
                truth.map(folder -> TruthFiles.into(folder, loop.workspace().log()));
        World end;
        try (EngineSink sink = new EngineSink(loop.engine(), segment, SimulatedLog.FEATURES)) {
            Truth listener = files.map(f -> (Truth) f).orElseGet(Truth::ignored);
            end = Simulation.withDefaults()
                    .withImpressions(impressions)
                    .run(
                            world,
                            days,
                            Assigner.everybody(logging),
                            report ? measured.log(sink::rows) : sink::rows,
                            report ? measured.truth(listener) : listener,
                            (day, of, shown) -> loop.progress().at("simulating days", day, of));
            sink.publish();
        } finally {
            files.ifPresent(TruthFiles::close);
        }
        Report written = new Report(
                segment,
                parameters.hash(),
                seed,
                uniform ? "uniform" : "popularity",
                end.accounts(),
                days,
                Optional.empty(),
                truth.map(Path::toString),
                report ? Optional.of(measured.sheet()) : Optional.empty());
        return written.sheet()
                .map(sheet -> page(loop, parameters, written, sheet))
                .orElse(written);
    }

    private static Report page(Loop loop, WorldParameters parameters, Report written, Sheet sheet) {
        Path page = loop.workspace().reports().resolve("world.html");
        try {
            Files.createDirectories(loop.workspace().reports());
            Files.writeString(page, SheetPage.of(written, parameters, sheet).render());
        } catch (IOException e) {
            throw new UncheckedIOException("--report: " + page + " cannot be written: " + e.getMessage(), e);
        }
        return new Report(
                written.segment(),
                written.world(),
                written.seed(),
                written.policy(),
                written.accounts(),
                written.days(),
                Optional.of(page.toString()),
                written.truth(),
                written.sheet());
    }

    private static void print(Sheet sheet, PrintWriter out) {
        for (Sheet.Figure figure : sheet.figures()) {
            out.printf(
                    Locale.ROOT,
                    "  %-52s %8.4f  %s%n",
                    figure.name(),
                    figure.value(),
                    figure.within() ? "" : "outside " + figure.from() + " to " + figure.to());
        }
    }
}
