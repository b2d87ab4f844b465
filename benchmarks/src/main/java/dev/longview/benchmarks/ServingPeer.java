package dev.longview.benchmarks;

import dev.longview.engine.files.Durable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The same requests, in one run: to {@code longview serve}, to Vowpal Wabbit's Java binding behind the same HTTP server, and to that alone. */
final class ServingPeer implements Benchmark {
    private static final String PATH = "/v1/recommendations";

    @Override
    public String name() {
        return "serve-peer";
    }

    @Override
    public String summary() {
        return "longview serve beside vw-jni behind the same server, 100 candidates: capacity and latency; 20 s each"
                + " (or seconds=N)";
    }

    @Override
    public void run(Path results, List<String> given) throws Exception {
        double seconds = new ServingArguments(given).number("seconds", 20);
        Path folder = Files.createTempDirectory("longview-peer");
        try {
            ServedLog log = new ServedLog(folder.resolve("workspace"), 20_000);
            log.write();
            Result result = new Result(name(), results.resolve("../..").toRealPath());
            result.put("items", ServedLog.ITEMS).put("load", "second process, same machine");
            result.put("bare_server", bare(seconds));
            try (ServedProcess peer = ServedProcess.of(VowpalServer.class, List.of())) {
                result.put("vw_jni_9_3_0", measured(peer, seconds));
            }
            try (ServedProcess service = ServedProcess.serve(
                    log.root(), new ServingArguments(given).jvm(), List.of("--policy", ServedLog.POLICY))) {
                result.put("longview", measured(service, seconds));
            }
            result.put(
                    "differs",
                    "vw answers from memory: no check of the visit, no id known again, no member's history, nothing on"
                            + " disk, one prediction at a time; its probabilities are of one position, drawn without"
                            + " replacement here. longview's decision is on disk before its answer");
            result.write(results);
        } finally {
            Durable.deleteTree(folder);
        }
    }

    /** What the machine does today of HTTP alone. */
    static Map<String, Object> bare(double seconds) throws Exception {
        try (ServedProcess bare = ServedProcess.of(BareServer.class, List.of())) {
            return measured(bare, seconds);
        }
    }

    private static Map<String, Object> measured(ServedProcess service, double seconds) throws Exception {
        HttpLoad load = service.load();
        HttpLoad.Bodies visits = ServingSpeed.visits(100);
        load.capacity(PATH, number -> visits.body(-number - 1), ServingSpeed.CONNECTIONS, seconds / 2);
        Map<String, Object> found = service.timed(() -> load.capacity(PATH, visits, ServingSpeed.CONNECTIONS, seconds));
        found.put(
                "at_500",
                service.timed(() -> load.rate(
                        PATH, number -> visits.body(number + 1_000_000_000L), ServingSpeed.CONNECTIONS, seconds, 500)));
        found.put("memory_bytes", service.memory());
        return found;
    }
}
