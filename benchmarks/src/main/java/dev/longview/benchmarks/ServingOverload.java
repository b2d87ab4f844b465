package dev.longview.benchmarks;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ten times as many requests as the service can answer, for two minutes: what becomes of those that it takes, of its memory, and how long
 * it takes to be as it was.
 *
 * <p>A request scores the whole catalogue, so that one machine can send ten times what it can answer. Latencies count from the moment of
 * sending: a generator that cannot keep up would otherwise be measured with the service.
 */
final class ServingOverload implements Benchmark {
    private static final String PATH = "/v1/recommendations";
    private static final int CONNECTIONS = 1024;
    private static final int TIMES = 10;
    private static final int CALM = 100;
    private static final double CALM_MILLIS = 20;
    private static final double LONGEST_RECOVERY = 60;

    @Override
    public String name() {
        return "serve-overload";
    }

    @Override
    public String summary() {
        return "longview serve at ten times what it can answer, for 120 s (or seconds=N): accepted latency, memory,"
                + " recovery";
    }

    @Override
    public void run(Path results, List<String> given) throws Exception {
        double seconds = new ServingArguments(given).number("seconds", 120);
        Path folder = Files.createTempDirectory("longview-overload");
        try {
            ServedLog log = new ServedLog(folder.resolve("workspace"), 20_000);
            log.write();
            Result result = new Result(name(), results.resolve("../..").toRealPath());
            result.put("items", ServedLog.ITEMS).put("load", "second process, same machine");
            try (ServedProcess service = ServedProcess.serve(
                    log.root(), new ServingArguments(given).jvm(), List.of("--policy", ServedLog.POLICY))) {
                overload(service, seconds, result);
            }
            result.write(results);
        } finally {
            Durable.deleteTree(folder);
        }
    }

    private static void overload(ServedProcess service, double seconds, Result result) throws Exception {
        HttpLoad load = service.load();
        HttpLoad.Bodies all = ServingSpeed.visits(0);
        load.capacity(PATH, number -> all.body(-number - 1), ServingSpeed.CONNECTIONS, 10);
        Map<String, Object> capacity = load.capacity(PATH, all, ServingSpeed.CONNECTIONS, 10);
        double most = ServedProcess.number(capacity, "per_second");
        double offered = TIMES * most;
        result.put("capacity_per_second", most).put("asked_per_second", offered);
        List<Long> memory = new ArrayList<>();
        Thread watch = watch(service, seconds, memory);
        HttpLoad.Bodies other = number -> all.body(number + 1_000_000_000L);
        Map<String, Object> overload = service.timed(() -> load.flood(PATH, other, CONNECTIONS, seconds, offered));
        double recovery = recovery(service);
        watch.join();
        result.put("overload", overload)
                .put("memory_bytes_by_eighth", memory)
                .put("recovery_seconds", recovery)
                .put("recovered", CALM + " requests in a row answered in " + CALM_MILLIS + " ms");
    }

    /** Resident memory at the start and after each eighth. */
    private static Thread watch(ServedProcess service, double seconds, List<Long> memory) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int eighth = 0; eighth <= 8; eighth++) {
                    memory.add(service.memory());
                    Thread.sleep((long) (seconds * 1000 / 8));
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Until so many requests in a row are answered, and soon. */
    private static double recovery(ServedProcess service) throws IOException {
        long start = System.nanoTime();
        int calm = 0;
        long first = start;
        try (PlainHttp http = new PlainHttp("127.0.0.1", service.load().port())) {
            for (long number = 0; calm < CALM && (System.nanoTime() - start) / 1e9 < LONGEST_RECOVERY; number++) {
                long sent = System.nanoTime();
                int status = http.send("POST", PATH, ServingSpeed.visits(0).body(-number - 1_000_000))
                        .status();
                boolean soon = status == 200 && (System.nanoTime() - sent) / 1e6 <= CALM_MILLIS;
                first = calm == 0 ? sent : first;
                calm = soon ? calm + 1 : 0;
            }
        }
        return calm < CALM ? Double.POSITIVE_INFINITY : (first - start) / 1e9;
    }
}
