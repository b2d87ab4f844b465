package dev.longview.cli;

import dev.longview.loop.Loop;
import dev.longview.loop.Refusal;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview simulate}: the log of a service that does not exist. */
@Command(
        name = "simulate",
        description = "Writes the log of a simulated streaming service, whose members' satisfaction stays hidden.",
        footer = {"", "Example:", "  longview simulate --members 5000 --days 28 --seed 7"})
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

    /** What was written. */
    record Report(String segment, String world, long accounts, int days) {}

    @Override
    public Integer call() {
        if (members < 1 || members > 5_000_000 || days < 1 || days > 3650) {
            throw new Refusal("--members must be in 1 … 5,000,000 and --days in 1 … 3,650: " + members + ", " + days);
        }
        common.withLoop(loop -> {
            Report report = simulate(loop);
            common.output().print(report, out -> {
                out.println("simulated " + Numbers.count(report.accounts()) + " accounts over " + report.days()
                        + " days, world " + report.world().substring(0, 12) + ", segment " + report.segment());
                out.println("Next: longview outcome, longview delay fit, longview policy train glad");
            });
        });
        return Exit.DONE;
    }

    private Report simulate(Loop loop) {
        if (loop.engine().describe().stream().anyMatch(table -> table.rows() > 0)) {
            throw new Refusal("the log of " + loop.workspace().root()
                    + " is not empty, and two worlds in one log would be told for one. Simulate into another"
                    + " workspace");
        }
        WorldParameters parameters = WorldParameters.defaults();
        Recommender logging = uniform ? PopularityRecommender.uniform() : PopularityRecommender.withDefaults();
        String segment = "simulated-" + seed;
        World world = World.create(parameters, seed, members, Moments.micros("--start", start));
        try (EngineSink sink = new EngineSink(loop.engine(), segment, SimulatedLog.FEATURES)) {
            World end = Simulation.withDefaults()
                    .run(
                            world,
                            days,
                            Assigner.everybody(logging),
                            sink::rows,
                            Truth.ignored(),
                            (day, of, impressions) -> loop.progress().at("simulating days", day, of));
            sink.publish();
            return new Report(segment, parameters.hash(), end.accounts(), days);
        }
    }
}
