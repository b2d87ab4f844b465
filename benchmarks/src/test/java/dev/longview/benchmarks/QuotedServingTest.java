package dev.longview.benchmarks;

import static dev.longview.benchmarks.QuotedFiguresTest.ROOT;
import static dev.longview.benchmarks.QuotedFiguresTest.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is said of serving is what was measured, and what is measured is started as it is told. */
class QuotedServingTest {
    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/serving.md"));
    }

    @Test
    void serving_besideVowpalWabbit_isMeasured() throws IOException {
        JsonNode found = result("serve-peer");
        double ours = found.at("/longview/per_second").asDouble();
        double theirs = found.at("/vw_jni_9_3_0/per_second").asDouble();
        assertThat(page())
                .contains(String.format(Locale.ROOT, "%.1f times as many requests a second", ours / theirs))
                .contains(String.format(Locale.ROOT, "%,.0f against %,.0f", ours, theirs));
        assertThat(ours).isGreaterThan(theirs);
    }

    @Test
    void serving_startWithTenMillionDecisions_isMeasured() throws IOException {
        JsonNode found = result("serve-10M");
        double ready = found.path("ready_seconds").asDouble();
        assertThat(found.path("log_decisions").asLong()).isEqualTo(10_000_000);
        assertThat(page()).contains(String.format(Locale.ROOT, "took %.0f seconds", ready));
        assertThat(ready).isLessThan(30);
    }

    @Test
    void serving_fromFeedbackToAChangedPolicy_isMeasured() throws IOException {
        JsonNode found = result("serve-freshness");
        double often = found.at("/every_2_seconds/longest_seconds").asDouble();
        double usual = found.at("/every_45_seconds/longest_seconds").asDouble();
        assertThat(page())
                .contains(String.format(
                        Locale.ROOT,
                        "up to %.1f seconds at an interval of 2, and up to %.1f at the default",
                        often,
                        usual));
        assertThat(often).isLessThan(5);
        assertThat(usual).isLessThan(60);
    }

    @Test
    void priorities_ofTheMeasuredService_areThoseOfTheLauncherAndTheImage() throws IOException {
        String launcher = Files.readString(ROOT.resolve("build-tools/launch.sh"));
        String image = Files.readString(ROOT.resolve("examples/serve/Dockerfile"));
        for (String flag : ServedProcess.PRIORITIES) {
            assertThat(launcher).contains(flag);
            assertThat(image).contains("\"" + flag + "\"");
        }
    }
}
