package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a benchmark found, with where and of what it was found: the commit, the machine, the Java. */
final class Result {
    private final String name;
    private final Map<String, Object> found = new LinkedHashMap<>();

    Result(String name, Path root) throws IOException, InterruptedException {
        this.name = name;
        found.put("benchmark", name);
        found.put("commit", commit(root));
        found.put("java", Runtime.version().toString());
        found.put("processors", Runtime.getRuntime().availableProcessors());
        found.put("processor", processor());
        found.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    Result put(String key, Object value) {
        found.put(key, value);
        return this;
    }

    /** Runs, median, smallest and largest of some times. */
    Result seconds(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        int n = sorted.size();
        return put("runs", n)
                .put("median_seconds", (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2)
                .put("min_seconds", Collections.min(sorted))
                .put("max_seconds", Collections.max(sorted));
    }

    /** To {@code <name>.json}, and to standard output. */
    void write(Path results) throws IOException {
        String text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(found);
        Files.writeString(results.resolve(name + ".json"), text + "\n");
        System.out.println(text);
    }

    /** With a plus where the sources differ from it. */
    private static String commit(Path root) throws IOException, InterruptedException {
        String head = git(root, "rev-parse", "--short=12", "HEAD");
        boolean changed =
                !git(root, "status", "--porcelain", "--untracked-files=no").isBlank();
        return head.isBlank() ? "unknown" : head.strip() + (changed ? "+" : "");
    }

    private static String git(Path root, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? out : "";
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return Files.isReadable(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
