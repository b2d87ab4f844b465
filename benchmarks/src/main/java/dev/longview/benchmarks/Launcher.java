package dev.longview.benchmarks;

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
}
