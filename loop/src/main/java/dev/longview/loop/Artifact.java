package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something learned: a folder that is written once, but for the mark that members were forgotten from whom it had learned.
 *
 * @param manifest what it was learned from
 */
public record Artifact(String name, String version, JsonNode manifest, Path folder) {
    private static final String FORGOTTEN = "forgotten.json";

    /** The bytes of one of its files. */
    public byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new Refusal(folder.resolve(file) + " cannot be read: " + e, e);
        }
    }

    /** Whether it has learned from members who were forgotten since: nothing may be trained onwards from it. */
    public boolean forgotten() {
        return Files.exists(folder.resolve(FORGOTTEN));
    }

    /**
     * Says so beside it, and how many of the decisions that it could learn from are gone; never whose they were.
     *
     * @param decisions those that the log still had; of expired ones nobody knows
     */
    void markForgotten(long decisions) {
        Path mark = folder.resolve(FORGOTTEN);
        try {
            String text = "{\"decisions\": " + decisions + ", \"warm_start\": false}\n";
            Durable.write(mark, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(mark + " cannot be written", e);
        }
    }
}
