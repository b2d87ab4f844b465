package dev.longview.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long a new user waits for the demo, once it is built. */
final class DemoTime implements Benchmark {
    private static final int RUNS = 3;
    private static final int SEED = 1;

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "wall time of ./longview demo after the build, " + RUNS + " runs";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        Path root = results.resolve("../..").toRealPath();
        Launcher launcher = Launcher.of(root);
        launcher.seconds("--version"); // builds where it must
        Path workspace = Files.createTempDirectory("longview-demo").resolve("workspace");
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            seconds.add(launcher.seconds("demo", "--workspace", workspace.toString(), "--seed", String.valueOf(SEED)));
        }
        new Result(name(), root).put("seed", SEED).seconds(seconds).write(results);
    }
}
