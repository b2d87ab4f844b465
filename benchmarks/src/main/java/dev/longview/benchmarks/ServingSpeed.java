package dev.longview.benchmarks;

import dev.longview.engine.files.Durable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The serving station under load, from this process; the service is another one on the same machine, and both share its processors.
 * Everything is durable: each decision and each batch of events is on disk before its answer.
 */
final class ServingSpeed implements Benchmark {
    static final int CONNECTIONS = 64;
    private static final int BATCH = 100;
    /** Before anything is measured: on two processors that are loaded, compiling takes its time. */
    private static final double WARM_UP_SECONDS = 30;

    private static final String PATH = "/v1/recommendations";
    private static final double UNSEALED = 10e6;
    private static final double LONGEST = 300;

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "longview serve: decisions and events a second, latencies; 60 s each (or seconds=N), a log of 20k (or"
                + " log=10M)";
    }

    @Override
    public void run(Path results, List<String> given) throws Exception {
        ServingArguments arguments = new ServingArguments(given);
        double seconds = arguments.number("seconds", 60);
        Path folder = Files.createTempDirectory("longview-serve");
        try {
            ServedLog log = new ServedLog(folder.resolve("workspace"), arguments.decisions("20k"));
            long start = System.nanoTime();
            log.write();
            Result result = new Result(
                    arguments.text("log").map(of -> name() + "-" + of).orElse(name()),
                    results.resolve("../..").toRealPath());
            result.put("log_decisions", log.decisions())
                    .put("log_written_seconds", (System.nanoTime() - start) / 1e9)
                    .put("items", ServedLog.ITEMS)
                    .put("jvm", arguments.jvm())
                    .put("warm_up_seconds", WARM_UP_SECONDS)
                    .put("load", "second process, same machine");
            result.put("bare_server", ServingPeer.bare(seconds));
            serve(log, arguments.jvm(), seconds, result);
            result.write(results);
        } finally {
            Durable.deleteTree(folder);
        }
    }

    private static void serve(ServedLog log, List<String> jvm, double seconds, Result result) throws Exception {
        try (ServedProcess service = ServedProcess.serve(log.root(), jvm, List.of("--policy", ServedLog.POLICY))) {
            result.put("ready_seconds", service.readySeconds());
            result.put("ready_memory_bytes", service.memory());
            HttpLoad load = service.load();
            HttpLoad.Bodies hundred = visits(100);
            HttpLoad.Bodies all = visits(0);
            // Other members than those that are measured, so that nothing is known of them.
            load.capacity(PATH, number -> hundred.body(-number - 1), CONNECTIONS, WARM_UP_SECONDS);
            load.capacity("/v1/feedback", events("warm"), 8, WARM_UP_SECONDS / 4);
            // What the warm-up left to be sealed is no part of what is measured; sealing what is measured is.
            result.put("settled_after_seconds", service.settled(UNSEALED, LONGEST));
            for (int rate : List.of(500, 4000)) {
                result.put(
                        "candidates_100_at_" + rate,
                        service.timed(() -> load.rate(PATH, hundred, CONNECTIONS, seconds, rate)));
            }
            result.put(
                    "candidates_100_capacity", service.timed(() -> load.capacity(PATH, hundred, CONNECTIONS, seconds)));
            result.put("catalogue_capacity", service.timed(() -> load.capacity(PATH, all, CONNECTIONS, seconds)));
            Map<String, Object> feedback =
                    service.timed(() -> load.capacity("/v1/feedback", events("timed"), 8, seconds));
            feedback.put("batch", BATCH);
            feedback.put("events_per_second", BATCH * ServedProcess.number(feedback, "per_second"));
            result.put("feedback_capacity", feedback);
            result.put("memory_bytes", service.memory());
        }
    }

    /** @param candidates 0 for the whole catalogue */
    static HttpLoad.Bodies visits(int candidates) {
        return number -> ServedLog.visit(number, candidates).getBytes(StandardCharsets.UTF_8);
    }

    private static HttpLoad.Bodies events(String run) {
        return number -> ServedLog.events(run, number, BATCH).getBytes(StandardCharsets.UTF_8);
    }
}
