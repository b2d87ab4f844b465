package dev.longview.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every command costs before it does anything: the wall time of {@code ./longview --version}. */
final class Startup implements Benchmark {
    private static final int RUNS = 20;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String summary() {
        return "wall time of ./longview --version, " + RUNS + " runs";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        Path root = results.resolve("../..").toRealPath();
        Launcher launcher = Launcher.of(root);
        launcher.seconds("--version"); // builds where it must
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            seconds.add(launcher.seconds("--version"));
        }
        new Result(name(), root).seconds(seconds).write(results);
    }
}
