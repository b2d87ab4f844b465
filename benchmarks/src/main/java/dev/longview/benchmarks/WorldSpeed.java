package dev.longview.benchmarks;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.nio.file.Path;
import java.util.List;

/**
 * How fast the streaming world runs under its own logging policy: impressions a second without the log, as in roll-outs, and with its rows
 * made and thrown away; and the memory of a run. Arguments: accounts and days, {@code 100000 180} if none are given.
 */
final class WorldSpeed implements Benchmark {
    private static final long START = 1_767_225_600_000_000L;

    @Override
    public String name() {
        return "world";
    }

    @Override
    public String summary() {
        return "impressions a second of the simulated service, and its memory   [ACCOUNTS DAYS]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int accounts = arguments.isEmpty() ? 100_000 : Integer.parseInt(arguments.getFirst());
        int days = arguments.size() < 2 ? 180 : Integer.parseInt(arguments.get(1));
        World world = World.create(WorldParameters.defaults(), 1, accounts, START);
        once(world, 5, LogSink.nobody());
        once(world, 5, (table, batch) -> {});
        Timing.forgetPeak();
        Timing without = Timing.of(() -> once(world, days, LogSink.nobody()));
        long peak = Timing.peakMemory();
        int fewer = Math.max(1, days / 6);
        Timing with = Timing.of(() -> once(world, fewer, (table, batch) -> {}));
        new Result(name(), Path.of(System.getProperty("longview.root", ".")))
                .put("seed", 1)
                .put("world", world.parameters().hash())
                .put("accounts", accounts)
                .put("days", days)
                .put("impressions", without.rows())
                .put("seconds", without.wall())
                .put("cpu_seconds", without.cpu())
                .put("impressions_per_second", without.rows() / without.wall())
                .put("impressions_per_cpu_second", without.rows() / without.cpu())
                .put("days_with_log", fewer)
                .put("impressions_per_second_with_log", with.rows() / with.wall())
                .put("heap_limit_bytes", Runtime.getRuntime().maxMemory())
                .put("peak_memory_bytes", peak)
                .write(results);
    }

    private static long once(World world, int days, LogSink log) {
        long[] impressions = {0};
        Progress progress = (done, of, shown) -> impressions[0] = shown;
        Simulation.withDefaults()
                .run(
                        world,
                        days,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        log,
                        Truth.ignored(),
                        progress);
        return impressions[0];
    }
}
