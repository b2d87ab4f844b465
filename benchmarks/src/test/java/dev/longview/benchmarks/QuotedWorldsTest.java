package dev.longview.benchmarks;

import static dev.longview.benchmarks.QuotedFiguresTest.ROOT;
import static dev.longview.benchmarks.QuotedFiguresTest.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.simulate.streaming.RandomWorlds;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What docs/simulator.md says of policies in worlds is what was measured, in these worlds. */
class QuotedWorldsTest {
    @Test
    void worlds_tablesOfGladAgainstClicks_areMeasured() throws IOException {
        String page = page();
        for (String name : List.of("worlds", "worlds-softmax")) {
            JsonNode found = result(name);
            assertThat(page).contains(row(found.path("default")), row(found.path("plain")));
            for (JsonNode world : found.path("random")) {
                assertThat(page).contains(row(world));
            }
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "In %d of %d random worlds `glad` satisfies clearly more, in %d clearly less, in %d"
                                    + " neither.",
                            found.path("random_better").asInt(),
                            found.path("random").size(),
                            found.path("random_worse").asInt(),
                            found.path("random_equal").asInt()))
                    .contains(String.format(
                            Locale.ROOT,
                            "%d members, %d days of warm-up and %d days served",
                            found.path("members").asInt(),
                            found.path("warm_up_days").asInt(),
                            found.path("days").asInt()));
        }
        assertThat(page)
                .contains(
                        "ε-greedily by " + result("worlds").path("exploration").asText());
    }

    /** Where a play is satisfaction, the oracle's labels are those of clicks, and so are its policy and all that becomes of it. */
    @Test
    void worlds_oracleOfThePlainWorld_isClicks() throws IOException {
        for (String name : List.of("worlds", "worlds-softmax")) {
            for (JsonNode bound : result(name).at("/plain/oracle_over_clicks_play_satisfaction")) {
                assertThat(bound.asDouble()).isZero();
            }
        }
    }

    @Test
    void worlds_hashes_areThoseOfTheWorldsNamed() throws IOException {
        for (String name : List.of("worlds", "worlds-softmax")) {
            JsonNode found = result(name);
            assertThat(found.at("/default/hash").asText())
                    .isEqualTo(WorldParameters.defaults().hash());
            assertThat(found.at("/plain/hash").asText())
                    .isEqualTo(WorldParameters.plain().hash());
            int number = 0;
            for (JsonNode world : found.path("random")) {
                number++;
                assertThat(world.path("world").asText()).isEqualTo("random " + number);
                assertThat(world.path("hash").asText())
                        .isEqualTo(RandomWorlds.draw(number).hash());
            }
            assertThat(number).isPositive();
        }
    }

    @Test
    void retention_paragraphOfASmallSlope_isMeasured() throws IOException {
        JsonNode found = result("retention");
        JsonNode share = found.at("/planner_over_uniform/active_days_share");
        JsonNode usual = found.at("/default_planner_over_uniform/active_days_share");
        JsonNode satisfaction = found.at("/study/glad_over_clicks_play_satisfaction");
        assertThat(page().replaceAll("\\s+", " "))
                .contains(String.format(
                        Locale.ROOT,
                        "moves active days by %.2f%% over a uniform policy in %d days (%.2f%% to %.2f%%), where with"
                                + " the default slope it is %.2f%%",
                        100 * share.path(0).asDouble(),
                        found.path("days").asInt(),
                        100 * share.path(1).asDouble(),
                        100 * share.path(2).asDouble(),
                        100 * usual.path(0).asDouble()))
                .contains(String.format(
                        Locale.ROOT,
                        "%+.2f satisfaction from plays an account (%+.2f to %+.2f)",
                        satisfaction.path(0).asDouble(),
                        satisfaction.path(1).asDouble(),
                        satisfaction.path(2).asDouble()))
                .contains(String.format(
                        Locale.ROOT,
                        "not one of the %,d accounts stays a day more or less",
                        found.at("/study/accounts").asInt()))
                .contains(String.format(
                        Locale.ROOT,
                        "%,.0f accounts an arm",
                        1000
                                * Math.rint(found.at("/planner_over_uniform/accounts_an_arm_of_a_test")
                                                .asDouble()
                                        / 1000)));
        for (JsonNode months : found.at("/study/glad_over_clicks_retained_months")) {
            assertThat(months.asDouble()).isZero();
        }
        assertThat(found.at("/study/hash").asText())
                .isEqualTo(WorldParameters.defaults()
                        .with("billing.satisfaction", found.path("slope").asDouble())
                        .hash());
    }

    private static String row(JsonNode world) {
        JsonNode gain = world.path("glad_over_clicks_play_satisfaction");
        JsonNode share = world.path("glad_over_clicks_share_of_oracle");
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %+.2f (%+.2f to %+.2f) | %s |",
                world.path("world").asText(),
                world.path("uniform_play_satisfaction").asDouble(),
                world.path("clicks_play_satisfaction").asDouble(),
                world.path("glad_play_satisfaction").asDouble(),
                world.path("oracle_play_satisfaction").asDouble(),
                world.path("planner_play_satisfaction").asDouble(),
                gain.path(0).asDouble(),
                gain.path(1).asDouble(),
                gain.path(2).asDouble(),
                share.isEmpty()
                        ? "none"
                        : String.format(
                                Locale.ROOT,
                                "%+.1f%% (%+.1f%% to %+.1f%%)",
                                100 * share.path(0).asDouble(),
                                100 * share.path(1).asDouble(),
                                100 * share.path(2).asDouble()));
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/simulator.md"));
    }
}
