package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code ./longview} as its user would, and tells how long it took. */
record Launcher(Path script) {
    static Launcher of(Path root) {
        return new Launcher(root.resolve("longview"));
    }

    /** Wall time in seconds. @throws IllegalStateException when the command does not end with 0 */
    double seconds(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** What a command answers with {@code --json}. @throws IllegalStateException when it does not end with 0 */
    JsonNode json(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        command.addAll(List.of("--json", "--quiet"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // A study is many short commands, for which compiling well costs twice what it saves. It changes no result.
        builder.environment().putIfAbsent("LONGVIEW_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Xmx2g");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
        }
        return new JsonMapper().readTree(out);
    }
}
