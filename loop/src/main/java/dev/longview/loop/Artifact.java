package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Something learned: a folder that is written once.
 *
 * @param manifest what it was learned from
 */
public record Artifact(String name, String version, JsonNode manifest, Path folder) {
    /** The bytes of one of its files. */
    public byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new Refusal(folder.resolve(file) + " cannot be read: " + e, e);
        }
    }
}
