package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a study found of {@code glad} against {@code clicks} in one world.
 *
 * @param world in words
 * @param report of {@code longview study --policies clicks,glad,oracle}
 */
record StudiedWorld(String world, JsonNode report) {
    private static final double NORMAL_975 = 1.959963984540054;

    /** Whether glad satisfies clearly more, clearly less, or neither. */
    enum Verdict {
        BETTER,
        EQUAL,
        WORSE
    }

    /** @param options of the study: which world, how many members and days */
    static StudiedWorld of(Launcher launcher, String world, List<String> options) throws Exception {
        List<String> study = new ArrayList<>(List.of("study", "--policies", "clicks,glad,oracle"));
        study.addAll(options);
        return new StudiedWorld(world, launcher.json(study));
    }

    Verdict verdict() {
        List<Double> gain = gain("glad", "play_satisfaction");
        return gain.get(1) > 0 ? Verdict.BETTER : gain.get(2) < 0 ? Verdict.WORSE : Verdict.EQUAL;
    }

    /** For the file; intervals are of 95%. */
    Map<String, Object> found() {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("world", world);
        found.put("hash", report.path("world").asText());
        found.put("accounts", arm("glad").path("accounts").asLong());
        found.put("verdict", verdict().name().toLowerCase(Locale.ROOT));
        for (String arm : List.of("clicks", "glad", "oracle", "uniform", "popularity", "planner")) {
            found.put(
                    arm + "_play_satisfaction",
                    arm(arm).path("play_satisfaction").asDouble());
        }
        for (String arm : List.of("glad", "oracle", "uniform", "planner")) {
            found.put(arm + "_over_clicks_play_satisfaction", gain(arm, "play_satisfaction"));
            found.put(arm + "_over_clicks_retained_months", gain(arm, "retained_months"));
        }
        found.put("clicks_share_of_oracle", share("clicks", "share"));
        found.put("glad_share_of_oracle", share("glad", "share"));
        found.put("glad_over_clicks_share_of_oracle", share("glad", "share_against_first"));
        return found;
    }

    private JsonNode arm(String policy) {
        for (JsonNode arm : report.path("arms")) {
            if (arm.path("policy").asText().equals(policy)) {
                return arm;
            }
        }
        throw new IllegalStateException("the study has no arm " + policy);
    }

    /** Difference to the first policy, and the ends of its interval. */
    private List<Double> gain(String policy, String of) {
        JsonNode mean = arm(policy).path("against_first").path(of);
        double difference = mean.path("difference").asDouble();
        double margin = NORMAL_975 * mean.path("standard_error").asDouble();
        return List.of(difference, difference - margin, difference + margin);
    }

    /** Nothing where the oracle was not clearly better than uniform. */
    private List<Double> share(String policy, String which) {
        JsonNode share = arm(policy).path(which);
        return share.isNull()
                ? List.of()
                : List.of(
                        share.path("share").asDouble(),
                        share.path("low").asDouble(),
                        share.path("high").asDouble());
    }
}
