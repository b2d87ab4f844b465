package dev.longview.experiment;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numeric cases made by other programs, which lie beside the project where they are there at all. */
final class Cases {
    private Cases() {}

    /** Skips the test where the file is absent. */
    static JsonNode read(String name) throws IOException {
        String property = System.getProperty("longview.shared");
        String root = System.getProperty("longview.root", "..");
        Path folder = property != null ? Path.of(property) : Path.of(root).resolveSibling("shared");
        Path file = folder.resolve("cases/experiment").resolve(name);
        assumeTrue(Files.isRegularFile(file), () -> "no cases at " + file + "; set -Dlongview.shared");
        return new ObjectMapper().readTree(file.toFile());
    }
}
