package dev.longview.cli;

import dev.longview.loop.Loop;
import dev.longview.loop.Window;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which part of the log, and as of when. */
final class WindowOptions {
    @Option(
            names = "--as-of",
            paramLabel = "T",
            description = "Use nothing received later: a date, ISO-8601 with an offset, or microseconds"
                    + " (default: the latest that the log has received).")
    private Optional<String> asOf = Optional.empty();

    @Option(names = "--decided-from", paramLabel = "T", description = "Only decisions at or after this moment.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--decided-before", paramLabel = "T", description = "Only decisions before this moment.")
    private Optional<String> before = Optional.empty();

    @Option(
            names = "--served-by",
            paramLabel = "POLICY",
            description = "Only decisions of this policy, or this version of it, as the log calls them.")
    private Optional<String> servedBy = Optional.empty();

    Window window(Loop loop) {
        return new Window(
                asOf.map(text -> Moments.micros("--as-of", text)).orElseGet(loop::latest),
                from.map(text -> Moments.micros("--decided-from", text)).orElse(Long.MIN_VALUE),
                before.map(text -> Moments.micros("--decided-before", text)).orElse(Long.MAX_VALUE),
                servedBy);
    }
}
