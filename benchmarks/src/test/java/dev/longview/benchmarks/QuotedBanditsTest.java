package dev.longview.benchmarks;

import static dev.longview.benchmarks.QuotedFiguresTest.ROOT;
import static dev.longview.benchmarks.QuotedFiguresTest.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is said of learning in the worlds is what was measured. */
class QuotedBanditsTest {
    @Test
    void bandits_sharesOfPlanningAndOfTrueQuality_areMeasured() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/bandits.md"));
        JsonNode w3 = result("bandit-w3");
        for (double sensitivity : ChocolateBandit.SENSITIVITIES) {
            JsonNode found = w3.path("sensitivity_" + sensitivity);
            assertThat(page)
                    .contains("| W3, sensitivity " + sensitivity + " | planning | "
                            + share(found.path("share_of_planning")) + " |");
        }
        JsonNode w4 = result("bandit-w4");
        assertThat(page)
                .contains("| W4 | true quality | " + share(w4.at("/minutes/share_of_true_quality")) + " |")
                .contains(String.format(
                        Locale.ROOT,
                        "%d and %d seeds",
                        w3.path("seeds").asInt(),
                        w4.path("seeds").asInt()));
    }

    private static String share(JsonNode interval) {
        return String.format(
                Locale.ROOT,
                "%.1f%% (%.1f to %.1f)",
                100 * interval.path("mean").asDouble(),
                100 * interval.path("low").asDouble(),
                100 * interval.path("high").asDouble());
    }
}
