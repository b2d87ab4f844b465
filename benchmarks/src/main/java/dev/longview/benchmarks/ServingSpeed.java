package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The serving station under load, from this process; the service is another one on the same machine, and both share its processors.
 * Everything is durable: each decision and each batch of events is on disk before its answer.
 */
final class ServingSpeed implements Benchmark {
    private static final int CONNECTIONS = 64;
    private static final int BATCH = 100;

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "longview serve: decisions and events a second, latencies; 20 s each (or seconds=N), a log of 20k (or"
                + " log=10M)";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        double seconds = argument(arguments, "seconds").map(Double::parseDouble).orElse(20.0);
        String size = argument(arguments, "log").orElse("20k");
        Path folder = Files.createTempDirectory("longview-serve");
        try {
            ServedLog log = new ServedLog(folder.resolve("workspace"), decisions(size));
            log.write();
            Result result = new Result(
                    argument(arguments, "log").map(of -> name() + "-" + of).orElse(name()),
                    results.resolve("../..").toRealPath());
            result.put("log_decisions", log.decisions())
                    .put("items", ServedLog.ITEMS)
                    .put("load", "second process, same machine");
            serve(log, seconds, result);
            result.write(results);
        } finally {
            Durable.deleteTree(folder);
        }
    }

    private static Optional<String> argument(List<String> arguments, String name) {
        return arguments.stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }

    private static long decisions(String size) {
        long scale = size.endsWith("M") ? 1_000_000 : size.endsWith("k") ? 1_000 : 1;
        return scale * Long.parseLong(scale == 1 ? size : size.substring(0, size.length() - 1));
    }

    private static void serve(ServedLog log, double seconds, Result result) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(log.root()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            URI url = listening(process);
            HttpLoad load = new HttpLoad("127.0.0.1", url.getPort());
            result.put("ready_seconds", (System.nanoTime() - start) / 1e9);
            HttpLoad.Bodies hundred = number -> ServedLog.visit(number, 100).getBytes(StandardCharsets.UTF_8);
            HttpLoad.Bodies all = number -> ServedLog.visit(number, 0).getBytes(StandardCharsets.UTF_8);
            // Other members than those that are measured, so that nothing is known of them.
            load.capacity("/v1/recommendations", number -> hundred.body(-number - 1), CONNECTIONS, seconds / 2);
            load.capacity("/v1/feedback", events("warm"), 8, seconds / 4);
            String path = "/v1/recommendations";
            result.put(
                    "candidates_100_at_500", timed(process, () -> load.rate(path, hundred, CONNECTIONS, seconds, 500)));
            result.put(
                    "candidates_100_capacity",
                    timed(process, () -> load.capacity(path, hundred, CONNECTIONS, seconds)));
            result.put("catalogue_capacity", timed(process, () -> load.capacity(path, all, CONNECTIONS, seconds)));
            Map<String, Object> feedback =
                    timed(process, () -> load.capacity("/v1/feedback", events("timed"), 8, seconds));
            feedback.put("batch", BATCH);
            feedback.put("events_per_second", BATCH * number(feedback, "per_second"));
            result.put("feedback_capacity", feedback);
            result.put("memory_bytes", memory(process.pid()));
        } finally {
            process.destroy();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private interface Phase {
        Map<String, Object> run() throws Exception;
    }

    /** With the processor time that the service took for each request, which other work on the machine disturbs least. */
    private static Map<String, Object> timed(Process service, Phase phase) throws Exception {
        long before = processorNanos(service);
        Map<String, Object> found = new LinkedHashMap<>(phase.run());
        double each = (processorNanos(service) - before) / 1e6 / Math.max(1, number(found, "answered"));
        found.put("service_cpu_ms_each", each);
        return found;
    }

    private static double number(Map<String, Object> found, String key) {
        return found.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    private static long processorNanos(Process service) {
        return service.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private static HttpLoad.Bodies events(String run) {
        return number -> ServedLog.events(run, number, BATCH).getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> command(Path workspace) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx2g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.longview.cli.Main"));
        command.addAll(
                List.of("serve", "-w", workspace.toString(), "--port", "0", "--json", "--policy", ServedLog.POLICY));
        return command;
    }

    private static URI listening(Process process) throws IOException {
        // The answer is one object over several lines, which ends with a brace alone.
        StringBuilder text = new StringBuilder();
        for (int c = process.getInputStream().read();
                c >= 0;
                c = process.getInputStream().read()) {
            text.append((char) c);
            if (text.toString().endsWith("\n}\n")) {
                JsonNode report = new JsonMapper().readTree(text.toString());
                return URI.create(report.path("url").asText());
            }
        }
        throw new IllegalStateException("longview serve ended: " + text);
    }

    /** What the process has in memory, in bytes; −1 where the system does not tell. */
    private static long memory(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(-1);
    }
}
