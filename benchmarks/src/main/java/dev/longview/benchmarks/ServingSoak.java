package dev.longview.benchmarks;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A month of visits and events in minutes, by the clock of the events, while the service learns: whether what it holds in memory grows
 * with the month. Each decision is followed by two events, in batches of a hundred.
 */
final class ServingSoak implements Benchmark {
    private static final int CONNECTIONS = 16;
    private static final int BATCH = 100;
    private static final int EVENTS = 2;
    private static final int QUARTERS = 4;

    @Override
    public String name() {
        return "serve-soak";
    }

    @Override
    public String summary() {
        return "longview serve --learn through 30 simulated days (or days=N), 20,000 decisions each (or perday=N):"
                + " memory";
    }

    @Override
    public void run(Path results, List<String> given) throws Exception {
        ServingArguments arguments = new ServingArguments(given);
        int days = (int) arguments.number("days", 30);
        long perDay = (long) arguments.number("perday", 20_000);
        Path folder = Files.createTempDirectory("longview-soak");
        try {
            ServedLog log = new ServedLog(folder.resolve("workspace"), 20_000);
            log.write();
            Result result = new Result(name(), results.resolve("../..").toRealPath());
            result.put("days", days)
                    .put("decisions_a_day", perDay)
                    .put("events_a_day", EVENTS * perDay)
                    .put("load", "second process, same machine");
            List<String> options = List.of(
                    "--policy", ServedLog.POLICY, "--clock", "events", "--learn", "--every", "10", "--window", "2");
            try (ServedProcess service = ServedProcess.serve(log.root(), arguments.jvm(), options)) {
                soak(service, days, perDay, result);
            }
            result.write(results);
        } finally {
            Durable.deleteTree(folder);
        }
    }

    private static void soak(ServedProcess service, int days, long perDay, Result result) throws Exception {
        long begin = System.currentTimeMillis() * 1000;
        AtomicLong next = new AtomicLong();
        LongAdder failed = new LongAdder();
        List<Map<String, Object>> quarters = new ArrayList<>();
        quarters.add(state(service, 0));
        long start = System.nanoTime();
        for (int quarter = 1; quarter <= QUARTERS; quarter++) {
            long until = perDay * days * quarter / QUARTERS;
            List<Thread> threads = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                threads.add(Thread.ofPlatform().start(() -> visits(service, next, until, begin, perDay, failed)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            next.set(until);
            quarters.add(state(service, days * quarter / (double) QUARTERS));
        }
        result.put("seconds", (System.nanoTime() - start) / 1e9)
                .put("failed", failed.sum())
                .put("by_quarter", quarters);
    }

    private static void visits(
            ServedProcess service, AtomicLong next, long until, long begin, long perDay, LongAdder failed) {
        try (PlainHttp http = new PlainHttp("127.0.0.1", service.load().port())) {
            for (long number = next.getAndIncrement(); number < until; number = next.getAndIncrement()) {
                long time = begin + number * ServedLog.DAY / perDay;
                String visit = ServedLog.visit(number, 100).replaceFirst("\\{", "{\"time\":" + time + ",");
                failed.add(sent(http, "/v1/recommendations", visit));
                if (number % (BATCH / EVENTS) == 0) {
                    String events = ServedLog.events("soak", number, BATCH)
                            .replace("{\"event_id\"", "{\"received\":" + time + ",\"event_id\"");
                    failed.add(sent(http, "/v1/feedback", events));
                }
            }
        } catch (IOException e) {
            failed.increment();
        }
    }

    private static int sent(PlainHttp http, String path, String body) throws IOException {
        return http.send("POST", path, body.getBytes(StandardCharsets.UTF_8)).status() == 200 ? 0 : 1;
    }

    private static Map<String, Object> state(ServedProcess service, double day) throws IOException {
        Map<String, Double> metrics = service.metrics();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("day", day);
        state.put("resident_bytes", service.memory());
        state.put("after_collection_bytes", metrics.getOrDefault("jvm_memory_pool_collection_used_bytes", Double.NaN));
        state.put("journal_keys", metrics.getOrDefault("longview_journal_keys", Double.NaN));
        state.put("history_events", metrics.getOrDefault("longview_history_events", Double.NaN));
        state.put("round_seconds", metrics.getOrDefault("longview_learning_round_seconds", Double.NaN));
        return state;
    }
}
