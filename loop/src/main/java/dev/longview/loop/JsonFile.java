package dev.longview.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file that says in JSON what something was made from, or came to. It is there whole, or not. */
record JsonFile(Path path) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** All {@code .json} of a folder, hidden ones left out, sorted by name; none where there is no folder. */
    static List<JsonFile> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> {
                        String name = String.valueOf(entry.getFileName());
                        return name.endsWith(".json") && !name.startsWith(".");
                    })
                    .sorted()
                    .map(JsonFile::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    /** The name without {@code .json}. */
    String stem() {
        String name = String.valueOf(path.getFileName());
        return name.substring(0, name.length() - ".json".length());
    }

    boolean exists() {
        return Files.isRegularFile(path);
    }

    /** @throws Refusal when it is not JSON, with what it is as {@code advice} says */
    JsonNode read(String advice) {
        try {
            return JSON.readTree(path.toFile());
        } catch (JsonProcessingException e) {
            throw new Refusal(path + " is damaged: " + e.getOriginalMessage() + ". " + advice, e);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    /** Writes it, or replaces it, by one rename. */
    void write(JsonNode node) {
        try {
            String text = JSON.writeValueAsString(node) + "\n";
            Durable.createFolder(path.toAbsolutePath().resolveSibling(""));
            Durable.write(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is a tree of values", e);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be written", e);
        }
    }
}
