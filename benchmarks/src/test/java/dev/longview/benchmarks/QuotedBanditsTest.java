package dev.longview.benchmarks;

import static dev.longview.benchmarks.QuotedFiguresTest.ROOT;
import static dev.longview.benchmarks.QuotedFiguresTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of learning in the worlds, and of learning from unfinished feedback, is what was measured. */
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

    @Test
    void learning_tableOfLabels_isMeasured() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/learning.md"));
        JsonNode found = result("labels");
        Map<String, String> names = Map.of(
                "readings", "`readings`",
                "plug-in", "`expected`",
                "waiting", "`settled`",
                "so-far", "`so-far`",
                "clicks", "clicks");
        for (String arm : List.of("readings", "plug-in", "waiting", "so-far", "clicks")) {
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| %s | %.2f | %s | %.2f |",
                            names.get(arm),
                            mean(found, "play_satisfaction", arm),
                            arm.equals("readings") ? "" : less(found.path("play_satisfaction"), arm),
                            mean(found, "plays", arm)));
            assertThat(mean(found, "retained_months", arm))
                    .isCloseTo(mean(found, "retained_months", "readings"), within(1e-3));
        }
        assertThat(page)
                .containsPattern(String.format(
                        Locale.ROOT,
                        "slates at random come to %.2f, and those of the simulator's\\splanner, which knows what"
                                + " everybody likes, to %.2f\\.",
                        mean(found, "play_satisfaction", "uniform"),
                        mean(found, "play_satisfaction", "planner")));
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "%d paired seeds of %d members, %d days of warm-up and %d days served",
                        found.path("seeds").asInt(),
                        found.path("members").asInt(),
                        found.path("warm_up_days").asInt(),
                        found.path("days").asInt()));
    }

    private static double mean(JsonNode found, String measure, String arm) {
        return found.path(measure).path("by_method").path(arm).path("mean").asDouble();
    }

    private static String less(JsonNode measure, String arm) {
        JsonNode difference = measure.path("less_readings").path(arm);
        return String.format(
                Locale.ROOT,
                "%+.2f (%+.2f to %+.2f)",
                difference.path("mean").asDouble(),
                difference.path("low").asDouble(),
                difference.path("high").asDouble());
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
