package dev.longview.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudiedWorldTest {
    @Test
    void verdict_intervalOfGladOverClicks_isOfTheSideOnWhichItLies() throws Exception {
        assertThat(world(0.3, 0.1, "null").verdict()).isEqualTo(StudiedWorld.Verdict.BETTER);
        assertThat(world(-0.3, 0.1, "null").verdict()).isEqualTo(StudiedWorld.Verdict.WORSE);
        // 1.96 errors reach beyond zero.
        assertThat(world(0.19, 0.1, "null").verdict()).isEqualTo(StudiedWorld.Verdict.EQUAL);
        assertThat(world(-0.19, 0.1, "null").verdict()).isEqualTo(StudiedWorld.Verdict.EQUAL);
    }

    @Test
    void found_study_hasWhatItTold() throws Exception {
        var found = world(0.3, 0.1, """
            {"accounts": 10, "share": 0.5, "low": 0.25, "high": 0.75}\
            """).found();

        assertThat(found)
                .containsEntry("hash", "abc")
                .containsEntry("verdict", "better")
                .containsEntry("glad_play_satisfaction", 2.3)
                .containsEntry("glad_over_clicks_share_of_oracle", List.of(0.5, 0.25, 0.75));
        assertThat(world(0.3, 0.1, "null").found()).containsEntry("glad_over_clicks_share_of_oracle", List.of());
    }

    private static StudiedWorld world(double difference, double error, String share) throws Exception {
        String against = """
            {"play_satisfaction": {"difference": %s, "standard_error": %s},
             "retained_months": {"difference": 0, "standard_error": 0.01}}\
            """.formatted(difference, error);
        StringBuilder arms = new StringBuilder("""
            {"policy": "clicks", "accounts": 10, "play_satisfaction": 2.0, "against_first": null,
             "share": null, "share_against_first": null}\
            """);
        for (String arm : List.of("glad", "oracle", "uniform", "popularity", "planner")) {
            arms.append("""
                , {"policy": "%s", "accounts": 10, "play_satisfaction": 2.3, "against_first": %s,
                 "share": %s, "share_against_first": %s}\
                """.formatted(arm, against, share, share));
        }
        return new StudiedWorld("a world", new JsonMapper().readTree("{\"world\": \"abc\", \"arms\": [" + arms + "]}"));
    }
}
