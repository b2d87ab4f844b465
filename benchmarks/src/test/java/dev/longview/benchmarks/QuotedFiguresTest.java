package dev.longview.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the documents say of speed is what was measured. */
class QuotedFiguresTest {
    private static final Path ROOT = Path.of(System.getProperty("longview.root", ".."));

    @Test
    void readme_demoUnderAMinute_isMeasured() throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("under a minute");
        assertThat(result("demo").path("max_seconds").asDouble()).isBetween(1.0, 60.0);
    }

    @Test
    void contributing_startsInUnderTwoSeconds_isMeasured() throws IOException {
        assertThat(Files.readString(ROOT.resolve("CONTRIBUTING.md"))).contains("starts in under two seconds");
        assertThat(result("startup").path("max_seconds").asDouble()).isBetween(0.01, 2.0);
    }

    private static JsonNode result(String name) throws IOException {
        return new JsonMapper()
                .readTree(ROOT.resolve("benchmarks/results/" + name + ".json").toFile());
    }
}
