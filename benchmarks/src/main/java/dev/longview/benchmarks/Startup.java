package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
        Path launcher = results.resolve("../../longview").toRealPath();
        once(launcher); // builds where it must
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            seconds.add(once(launcher));
        }
        Collections.sort(seconds);
        var found = new LinkedHashMap<String, Object>();
        found.put("benchmark", name());
        found.put("java", Runtime.version().toString());
        found.put("processors", Runtime.getRuntime().availableProcessors());
        found.put("runs", RUNS);
        found.put("median_seconds", (seconds.get(RUNS / 2 - 1) + seconds.get(RUNS / 2)) / 2);
        found.put("min_seconds", seconds.getFirst());
        found.put("max_seconds", seconds.getLast());
        JsonMapper json = new JsonMapper();
        String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(found);
        Files.writeString(results.resolve(name() + ".json"), text + "\n");
        System.out.println(text);
    }

    private static double once(Path launcher) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(launcher.toString(), "--version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException("./longview --version ended with " + code);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
