package dev.longview.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.simulate.counterfactual.ScriptedCase;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the documents say of speed is what was measured. */
class QuotedFiguresTest {
    static final Path ROOT = Path.of(System.getProperty("longview.root", ".."));

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

    @Test
    void log_ratiosOfFiveMillion_areMeasured() throws IOException {
        JsonNode found = result("log-5M");
        double moment = found.path("as_of_cpu_seconds").asDouble();
        double hand = found.path("hand_ordered_cpu_seconds").asDouble();
        assertThat(Files.readString(ROOT.resolve("docs/log.md")))
                .contains(String.format(Locale.ROOT, "one moment takes %.1f times", moment / hand))
                .contains(String.format(
                        Locale.ROOT,
                        "files changed %.1f times",
                        found.path("as_of_first_time_cpu_seconds").asDouble() / hand))
                .contains(String.format(
                        Locale.ROOT,
                        "eight ages take %.1f times",
                        found.path("eight_ages_cpu_seconds").asDouble() / moment));
        assertThat(found.path("read_once_cpu_seconds").asDouble() / moment).isBetween(0.08, 0.12);
        assertThat(found.path("eight_columns_of_numbers_rows_per_second").asDouble())
                .isGreaterThan(15e6);
        assertThat(found.path("ten_columns_rows_per_second").asDouble()).isBetween(1.5e6, 2e6);
    }

    @Test
    void log_twentyMillion_costOneAndAHalfTimesAsMuchEach() throws IOException {
        JsonNode five = result("log-5M");
        JsonNode twenty = result("log-20M");
        assertThat(each(twenty, "as_of_first_time_cpu_seconds") / each(five, "as_of_first_time_cpu_seconds"))
                .isBetween(1.45, 1.55);
        assertThat(each(twenty, "hand_ordered_cpu_seconds") / each(five, "hand_ordered_cpu_seconds"))
                .isBetween(1.45, 1.55);
        assertThat(twenty.path("peak_memory_bytes").asDouble()).isBetween(1e9, 5e9);
        assertThat(twenty.path("memory_limit_bytes").asLong()).isEqualTo(4L << 30);
    }

    @Test
    void log_fiftyMillion_costLessThanTwiceAsMuchEachInTheSameMemory() throws IOException {
        JsonNode fifty = result("log-50M");
        assertThat(Files.readString(ROOT.resolve("docs/log.md")))
                .contains(String.format(
                        Locale.ROOT,
                        "50 million %.1f times (%.0f seconds)",
                        each(fifty, "as_of_first_time_cpu_seconds")
                                / each(result("log-5M"), "as_of_first_time_cpu_seconds"),
                        fifty.path("as_of_first_time_seconds").asDouble()));
        assertThat(fifty.path("peak_memory_bytes").asDouble()).isBetween(1e9, 5e9);
        assertThat(fifty.path("memory_limit_bytes").asLong()).isEqualTo(4L << 30);
    }

    @Test
    void cases_tableOfTrueEffects_isMeasured() throws IOException {
        JsonNode cases = result("cases");
        String page = Files.readString(ROOT.resolve("docs/simulator.md"));
        for (ScriptedCase story : ScriptedCase.values()) {
            String prefix = story.name().toLowerCase(Locale.ROOT);
            JsonNode months = cases.path(prefix + "_retained_months");
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| %s | %,d | %+.2f | %+.2f | %+.4f (%+.4f to %+.4f) |",
                            story.sentence(),
                            cases.path(prefix + "_accounts").asInt(),
                            cases.path(prefix + "_play_satisfaction").path(0).asDouble(),
                            cases.path(prefix + "_satisfied_days").path(0).asDouble(),
                            months.path(0).asDouble(),
                            months.path(1).asDouble(),
                            months.path(2).asDouble()));
        }
        assertThat(cases.path("world").asText())
                .isEqualTo(WorldParameters.defaults().hash());
    }

    @Test
    void reward_itsOwnLoop_isWithinTwiceAHandWrittenOne() throws IOException {
        JsonNode found = result("reward");
        String page = Files.readString(ROOT.resolve("docs/rewards.md"));
        for (String played : List.of("1", "0_05")) {
            double ratio = found.path("loop_to_by_hand_played_" + played).asDouble();
            double error = found.path("loop_to_by_hand_error_played_" + played).asDouble();
            assertThat(page).contains(String.format(Locale.ROOT, "%.1f (±%.1f)", ratio, error));
            assertThat(ratio - error).isBetween(0.1, 2.0);
        }
        assertThat(found.path("cel_to_loop_played_1").asDouble()).isGreaterThan(10);
    }

    @Test
    void vw_whileItExplores_isMeasuredAndAboveOnThreeOfSix() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/vw.md"));
        int above = 0;
        for (var set : result("bake-off").properties()) {
            JsonNode found = set.getValue();
            if (found.isObject()) {
                JsonNode difference = found.path("longview_above_vw");
                String best = found.path("vw_best").asText();
                assertThat(page)
                        .contains(String.format(
                                Locale.ROOT,
                                "| %s | %d | %d | %.1f%% | %.1f%% | `%s` | %+.1f (%+.1f to %+.1f) |",
                                set.getKey(),
                                found.path("rows").asInt(),
                                found.path("classes").asInt(),
                                100 * found.path("longview").asDouble(),
                                100 * found.path(best).asDouble(),
                                best,
                                100 * difference.path(0).asDouble(),
                                100 * difference.path(1).asDouble(),
                                100 * difference.path(2).asDouble()));
                above += difference.path(1).asDouble() > 0 ? 1 : 0;
                assertThat(difference.path(2).asDouble()).isPositive();
            }
        }
        assertThat(page).contains("above on three sets and nowhere below beyond chance");
        assertThat(above).isEqualTo(3);
    }

    @Test
    void vw_besideTheirs_isMeasuredAndAbove() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/vw.md"));
        JsonNode found = result("policy-w8");
        for (String side : List.of("longview", "vw")) {
            found.path(side + "_mean_by_setting")
                    .properties()
                    .forEach(setting -> assertThat(page)
                            .contains(String.format(
                                    Locale.ROOT,
                                    side.equals("vw") ? "`%s` | %.1f%% |" : "%s | %.1f%% |",
                                    setting.getKey(),
                                    100 * setting.getValue().asDouble())));
        }
        JsonNode above = found.path("longview_above_vw");
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "by %.1f points (95%%: %.1f to %.1f, paired by seed)",
                        100 * above.path(0).asDouble(),
                        100 * above.path(1).asDouble(),
                        100 * above.path(2).asDouble()))
                .contains(String.format(
                        Locale.ROOT,
                        "%.1f times as many",
                        found.path("scored_and_learned_ratio").asDouble()))
                .contains(String.format(
                        Locale.ROOT,
                        "ours learns from %.1f times as many",
                        found.path("from_file_ratio").asDouble()))
                .contains(String.format(
                        Locale.ROOT,
                        "%.0f,000 decisions in memory",
                        found.path("longview_learned_per_cpu_second").asDouble() / 1000));
        assertThat(found.path("seeds").asInt()).isEqualTo(10);
        assertThat(found.path("longview_best").asText()).isEqualTo("8 dimensions, rate 0.2");
        assertThat(found.at("/longview_mean_by_setting")
                        .path("8 dimensions, rate 0.2")
                        .asDouble())
                .isGreaterThan(0.95);
        assertThat(above.path(1).asDouble()).isPositive();
        assertThat(found.path("scored_and_learned_ratio").asDouble()).isGreaterThan(8);
        assertThat(found.path("from_file_ratio").asDouble()).isGreaterThan(3);
    }

    @Test
    void gallery_labelsAndOrders_areMeasured() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/gallery.md"));
        JsonNode labels = result("case-labels");
        JsonNode effects = result("cases");
        assertThat(labels.path("world").asText())
                .isEqualTo(effects.path("world").asText());
        for (ScriptedCase each : ScriptedCase.values()) {
            String key = each.name().toLowerCase(Locale.ROOT);
            String head = String.format(
                    Locale.ROOT,
                    "| %,d | %+.2f | ",
                    labels.path(key + "_plays").asLong(),
                    effects.path(key + "_play_satisfaction").path(0).asDouble());
            for (String reward : List.of("enjoyed", "glad")) {
                assertThat(page).contains(head + four(labels.path(reward + "_" + key), "%.2f", 1));
            }
        }
        for (String reward : List.of("ctr", "finished", "enjoyed", "glad")) {
            assertThat(page)
                    .contains("| `" + reward + "` | " + four(labels.path(reward + "_pairs_in_order"), "%.0f%%", 100));
        }
        // What the page says of them.
        assertThat(labels.at("/glad_pairs_in_order/3").asDouble()).isEqualTo(1);
        assertThat(labels.path("slow_season_thumb_down_plays").asInt()).isEqualTo(15);
    }

    private static String four(JsonNode byAge, String format, double times) {
        StringBuilder row = new StringBuilder();
        for (int age = 0; age < 4; age++) {
            row.append(String.format(
                            Locale.ROOT, format, times * byAge.path(age).asDouble()))
                    .append(" |")
                    .append(age < 3 ? " " : "");
        }
        return row.toString();
    }

    @Test
    void world_twoMillionImpressionsASecond_areMeasured() throws IOException {
        JsonNode found = result("world");
        assertThat(Files.readString(ROOT.resolve("docs/simulator.md")))
                .contains("more than two million impressions a second");
        assertThat(found.path("impressions_per_second").asDouble()).isGreaterThan(2e6);
        assertThat(found.path("accounts").asInt()).isEqualTo(100_000);
        assertThat(found.path("days").asInt()).isEqualTo(180);
        assertThat(found.path("peak_memory_bytes").asDouble()).isBetween(1e8, 2.0 * (1L << 30));
    }

    @Test
    void delay_tablesOfForecasts_areMeasured() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/delay.md"));
        JsonNode w7 = result("delay-w7");
        for (String of : List.of("prior", "so_far", "landmark_trees", "table", "trees")) {
            double calibration = Double.NEGATIVE_INFINITY;
            for (JsonNode above : w7.path(of + "_calibration_above_oracle")) {
                calibration = Math.max(calibration, above.asDouble());
            }
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| %.2f%% | %.2f%% | %+.4f |",
                            100 * w7.path(of + "_mean_excess").asDouble(),
                            100 * w7.path(of + "_largest_excess").asDouble(),
                            calibration));
        }
        JsonNode w6 = result("delay-w6");
        for (String of : List.of(
                "truth",
                "known",
                "known_28_days",
                "delayed_feedback_model",
                "labels_of_logistic_hazards",
                "labels_of_the_trees",
                "labels_of_the_table",
                "waiting_15_days",
                "elapsed_time_sampling",
                "fake_negatives_weighted",
                "so_far")) {
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| %.5f | %+.5f | %+.5f |",
                            w6.path(of + "_log_loss").asDouble(),
                            w6.path(of + "_above_known").asDouble(),
                            w6.path(of + "_above_known_28_days").asDouble()));
        }
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "%.5f whatever",
                        w6.path("known_28_days_above_known").asDouble()));
        JsonNode unfinished = result("delay-unfinished");
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "the table with trees is %.2f%% above the posterior; from all of them, %.2f%%",
                        100 * unfinished.path("trees_finished_mean_excess").asDouble(),
                        100 * unfinished.path("trees_all_mean_excess").asDouble()));
    }

    /** What forecasts were asked to reach. */
    @Test
    void delay_targetsOfTreesAndSpeed_areReached() throws IOException {
        JsonNode w7 = result("delay-w7");
        assertThat(w7.path("plays").asInt()).isEqualTo(200_000);
        assertThat(w7.path("trees_mean_excess").asDouble()).isBetween(0.0, 0.005);
        assertThat(w7.path("trees_largest_excess").asDouble()).isBetween(0.0, 0.008);
        w7.path("trees_calibration_above_oracle")
                .forEach(above -> assertThat(above.asDouble()).isLessThan(0.003));
        assertThat(result("delay-w6")
                        .path("labels_of_logistic_hazards_above_known_28_days")
                        .asDouble())
                .isLessThan(0.0005);
        JsonNode speed = result("delay-speed");
        assertThat(speed.path("fitted_open_rows").asLong()).isGreaterThanOrEqualTo(2_000_000);
        assertThat(speed.path("forecast_rows_not_completed").asLong()).isGreaterThanOrEqualTo(1_000_000);
        assertThat(Files.readString(ROOT.resolve("docs/delay.md")))
                .contains(String.format(
                        Locale.ROOT,
                        "are fitted in %.0f seconds",
                        speed.path("fitting_seconds").asDouble()))
                .contains(String.format(
                        Locale.ROOT,
                        "a million open recommendations in %.0f.",
                        speed.path("forecasting_seconds").asDouble()));
        assertThat(speed.path("fitting_seconds").asDouble()).isBetween(1.0, 60.0);
        assertThat(speed.path("forecasting_seconds").asDouble()).isBetween(1.0, 40.0);
        assertThat(Files.readString(ROOT.resolve("docs/delay.md")))
                .contains(String.format(
                        Locale.ROOT,
                        "four in five are decided, in %.1f.",
                        speed.path("mostly_decided_seconds").asDouble()));
        assertThat(speed.path("mostly_decided_share").asDouble()).isBetween(0.8, 0.85);
        assertThat(speed.path("mostly_decided_seconds").asDouble()).isBetween(0.1, 15.0);
    }

    @Test
    void delay_tableOfTheSimulatedService_isMeasured() throws IOException {
        JsonNode found = result("delay-completion");
        String page = Files.readString(ROOT.resolve("docs/delay.md"));
        List<String> ages = List.of("10 min", "1 h", "1 d", "4 d", "8 d", "15 d");
        for (int a = 0; a < ages.size(); a++) {
            assertThat(page)
                    .contains(String.format(
                            Locale.ROOT,
                            "| %s | %,d | %+.1f%% | %+.1f%% | %+.1f%% | %+.1f%% | %.4f | %.4f | %.3f | %.3f |",
                            ages.get(a),
                            found.path("open").path(a).asInt(),
                            percent(found, "everything_above_reader", a),
                            percent(found, "reader_of_titles_above_reader", a),
                            percent(found, "tabled_above_reader", a),
                            percent(found, "completed_above_reader", a),
                            found.path("completed_calibration").path(a).asDouble(),
                            found.path("reader_calibration").path(a).asDouble(),
                            found.path("completed_calibration_of_new_titles")
                                    .path(a)
                                    .asDouble(),
                            found.path("reader_calibration_of_new_titles")
                                    .path(a)
                                    .asDouble()));
        }
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "%,d finished plays and %,d unfinished",
                        found.path("learned_from").asInt(),
                        found.path("learned_from_all").asInt()
                                - found.path("learned_from").asInt()))
                .contains(String.format(
                        Locale.ROOT,
                        "%+.2f%% over all ages",
                        100 * found.path("completed_mean_above_reader").asDouble()));
        double all = found.path("everything_mean_above_reader").asDouble();
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "%.1f%% above one who knows everything",
                        100 * ((1 + found.path("completed_mean_above_reader").asDouble()) / (1 + all) - 1)));
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "(%,d rows)",
                        found.path("late_rows_learned_from").asInt()))
                .contains(percents(found, "trees_of_chances_above_reader"))
                .contains(percents(found, "trees_of_draws_above_reader"));
        // What is left late is chance: without it, what forecasts read is enough.
        for (int a = 0; a < 3; a++) {
            assertThat(percent(found, "trees_of_chances_above_reader", a))
                    .isLessThan(0.6 * percent(found, "trees_of_draws_above_reader", a));
        }
        for (JsonNode of : found.path("everything_calibration_of_new_titles")) {
            assertThat(page).contains(String.format(Locale.ROOT, "%.3f", of.asDouble()));
        }
        assertThat(found.path("completed_mean_above_reader").asDouble()).isLessThan(0.005);
        assertThat(found.path("heap_limit_bytes").asLong()).isLessThanOrEqualTo(2L << 30);
    }

    private static String percents(JsonNode found, String name) {
        List<String> each = new ArrayList<>();
        found.path(name).forEach(value -> each.add(String.format(Locale.ROOT, "%+.1f%%", 100 * value.asDouble())));
        return String.join(", ", each);
    }

    private static double percent(JsonNode found, String name, int age) {
        return 100 * found.path(name).path(age).asDouble();
    }

    /** The forecast of who is lost is above the regression from the fourth week on. */
    @Test
    void delay_tablesOfEnrolments_areMeasured() throws IOException {
        JsonNode found = result("delay-oulad");
        String page = Files.readString(ROOT.resolve("docs/delay.md"));
        for (String outcome : List.of("lost", "withdrawn")) {
            for (int w = 0; w < 4; w++) {
                String forecast = outcome + "_forecast_";
                String logistic = outcome + "_logistic_";
                assertThat(page)
                        .contains(String.format(
                                Locale.ROOT,
                                "| %s, week %d | %,d | %.3f | %.3f | %.4f | %.4f | %.3f | %.3f | %+.3f |",
                                outcome,
                                found.path("weeks").path(w).asInt(),
                                found.path(forecast + "open").path(w).asInt(),
                                found.path(forecast + "auc").path(w).asDouble(),
                                found.path(logistic + "auc").path(w).asDouble(),
                                found.path(forecast + "log_loss").path(w).asDouble(),
                                found.path(logistic + "log_loss").path(w).asDouble(),
                                found.path(forecast + "calibration").path(w).asDouble(),
                                found.path(logistic + "calibration").path(w).asDouble(),
                                found.path(forecast + "bias").path(w).asDouble()));
                assertThat(page)
                        .contains(String.format(
                                Locale.ROOT,
                                "%+.3f",
                                found.path("withdrawn_forecast_of_known_modules_bias")
                                        .path(w)
                                        .asDouble()));
                if (w > 0) {
                    assertThat(found.path(forecast + "auc").path(w).asDouble())
                            .isGreaterThan(
                                    found.path(forecast + "auc").path(w - 1).asDouble());
                }
            }
        }
    }

    @Test
    void delay_tableOfReadings_isMeasured() throws IOException {
        JsonNode found = result("delay-w1");
        String page = Files.readString(ROOT.resolve("docs/delay.md"));
        for (int age : new int[] {2, 7, 14, 30}) {
            for (int traces : new int[] {100, 1_000}) {
                JsonNode cell = found.path("age_" + age + "_traces_" + traces);
                assertThat(page)
                        .contains(String.format(
                                Locale.ROOT,
                                "| %d | %,d | %.3f | %.3f | %s | %s | %s | %s | %.3f |",
                                age,
                                traces,
                                cell.path("prior").asDouble(),
                                cell.path("filter").asDouble(),
                                against(cell, "plug_in"),
                                against(cell, "readings"),
                                against(cell, "plug_in_of_means"),
                                against(cell, "readings_of_means"),
                                cell.path("no_delay").asDouble()));
                boolean two = age == 2 && traces == 1_000;
                assertThat(ratio(cell, "readings_of_means")).isBetween(0.5, 1.05);
                assertThat(ratio(cell, "readings")).isBetween(0.5, two ? 1.08 : 1.05);
                if (traces == 1_000) {
                    assertThat(ratio(cell, "plug_in")).isBetween(1.095, 1.255);
                }
            }
        }
        assertThat(page)
                .contains(String.format(
                        Locale.ROOT,
                        "the plain predictor's is %.2f, and two million traces tell it to %.2f",
                        found.at("/age_2/slope").asDouble(),
                        found.at("/age_2/slope_error").asDouble()));
    }

    private static String against(JsonNode cell, String method) {
        return String.format(
                Locale.ROOT, "%.3f (%+.1f%%)", cell.path(method).asDouble(), 100 * (ratio(cell, method) - 1));
    }

    private static double ratio(JsonNode cell, String method) {
        return cell.path(method + "_to_filter").asDouble();
    }

    private static double each(JsonNode found, String seconds) {
        return found.path(seconds).asDouble() / found.path("decisions").asDouble();
    }

    static JsonNode result(String name) throws IOException {
        return new JsonMapper()
                .readTree(ROOT.resolve("benchmarks/results/" + name + ".json").toFile());
    }
}
