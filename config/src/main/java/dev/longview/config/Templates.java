package dev.longview.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whole configurations that {@code longview init} writes, to start from: every key stands in them with its meaning. */
public final class Templates {
    /** A streaming service, as the simulator logs it. */
    public static final String STREAMING = "streaming";
    /** The Open Bandit data set: fashion items on a page, and clicks. */
    public static final String OPEN_BANDIT = "open-bandit";
    /** A log of Vowpal Wabbit: actions, costs. */
    public static final String VW = "vw";

    private static final List<String> NAMES = List.of(STREAMING, OPEN_BANDIT, VW);

    private Templates() {}

    /** The names of the templates, the default first. */
    public static List<String> names() {
        return NAMES;
    }

    /** The text of a template. */
    public static Optional<String> text(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = Templates.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("template " + name + " is not in the jar");
            }
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
