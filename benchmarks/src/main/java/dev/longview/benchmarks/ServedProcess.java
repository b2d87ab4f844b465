package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.concurrent.TimeUnit;

/** A service in a process of its own, on this machine: what is put on it and what it takes for that. */
final class ServedProcess implements AutoCloseable {
    /** As ./longview serve sets them. */
    static final List<String> PRIORITIES = List.of(
            "-XX:-PrintWarnings",
            "-XX:ThreadPriorityPolicy=1",
            "-XX:JavaPriority1_To_OSPriority=10",
            "-XX:JavaPriority8_To_OSPriority=0",
            "-XX:JavaPriority9_To_OSPriority=0",
            "-XX:JavaPriority10_To_OSPriority=0");

    private final Process process;
    private final double readySeconds;
    private final URI url;

    private ServedProcess(Process process, double readySeconds, URI url) {
        this.process = process;
        this.readySeconds = readySeconds;
        this.url = url;
    }

    /**
     * {@code longview serve} of a workspace, with 2 GB of heap.
     *
     * @param jvm further flags of the virtual machine
     */
    static ServedProcess serve(Path workspace, List<String> jvm, List<String> options) throws IOException {
        List<String> command = java(jvm, "dev.longview.cli.Main");
        command.addAll(List.of("serve", "-w", workspace.toString(), "--port", "0", "--json"));
        command.addAll(options);
        return start(command);
    }

    /** A class of the benchmarks that prints where it listens as {@code longview serve --json} does. */
    static ServedProcess of(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = java(List.of(), main.getName());
        command.addAll(arguments);
        return start(command);
    }

    private static List<String> java(List<String> jvm, String main) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx2g",
                // As ./longview starts it.
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+IgnoreUnrecognizedVMOptions"));
        if (System.getProperty("os.name").equals("Linux")) {
            command.addAll(PRIORITIES);
        }
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return command;
    }

    private static ServedProcess start(List<String> command) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            URI url = listening(process);
            return new ServedProcess(process, (System.nanoTime() - start) / 1e9, url);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
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
        throw new IllegalStateException("the service ended: " + text);
    }

    /** From the start of the process until it listened, which it does when it is warm. */
    double readySeconds() {
        return readySeconds;
    }

    PlainHttp http() throws IOException {
        return new PlainHttp("127.0.0.1", url.getPort());
    }

    HttpLoad load() {
        return new HttpLoad("127.0.0.1", url.getPort());
    }

    /** Something that is put on it. */
    interface Phase {
        Map<String, Object> run() throws Exception;
    }

    /**
     * With the processor time that the service took for each request, which other work on the machine disturbs least, and what the
     * collector of garbage and the disk took meanwhile.
     */
    Map<String, Object> timed(Phase phase) throws Exception {
        long before = processorNanos();
        Map<String, Double> told = metrics();
        Map<String, Object> found = new LinkedHashMap<>(phase.run());
        double each = (processorNanos() - before) / 1e6 / Math.max(1, number(found, "answered"));
        found.put("service_cpu_ms_each", each);
        Map<String, Double> now = metrics();
        found.put("collections", difference(told, now, "jvm_gc_collection_seconds_count"));
        found.put("collections_ms", 1000 * difference(told, now, "jvm_gc_collection_seconds_sum"));
        double commits = difference(told, now, "longview_journal_commits_total");
        found.put("commits", commits);
        found.put(
                "commit_ms_mean",
                1000 * difference(told, now, "longview_journal_commit_seconds_total") / Math.max(1, commits));
        return found;
    }

    private static double difference(Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0);
    }

    static double number(Map<String, Object> found, String key) {
        return found.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    /** Waits until fewer bytes of the journal are not sealed yet; how long it took. */
    double settled(double bytes, double longestSeconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (metrics().getOrDefault("longview_journal_unsealed_bytes", 0.0) > bytes
                && (System.nanoTime() - start) / 1e9 < longestSeconds) {
            Thread.sleep(500);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private long processorNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** What it tells of itself, summed over labels; nothing where it tells nothing. */
    Map<String, Double> metrics() throws IOException {
        Map<String, Double> metrics = new LinkedHashMap<>();
        try (PlainHttp http = http()) {
            PlainHttp.Answer answer = http.send("GET", "/metrics", new byte[0]);
            if (answer.status() != 200) {
                return metrics;
            }
            new String(answer.body(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        int space = line.lastIndexOf(' ');
                        String name = line.substring(0, space).replaceAll("\\{.*", "");
                        metrics.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
                    });
        }
        return metrics;
    }

    /** What the process has in memory, in bytes; −1 where the system does not tell. */
    long memory() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
