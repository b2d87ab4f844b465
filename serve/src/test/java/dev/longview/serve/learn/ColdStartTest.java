package dev.longview.serve.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.log.Table;
import dev.longview.loop.GateOptions;
import dev.longview.loop.Refusal;
import dev.longview.loop.Workspace;
import dev.longview.serve.ServedWorkspace;
import dev.longview.serve.ServiceClock;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.Wrong;
import dev.longview.serve.decide.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service on an empty workspace. */
class ColdStartTest {
    private static final int ITEMS = 12;
    private static final String CONFIG = """
        features: { context.hour: numeric, item.genre: categorical }
        feedback: { play: {} }
        outcomes: { played: { of: play, as: occurred, final-after: 1d } }
        rewards: { ctr: { is: "played ? 1 : 0" } }
        policies:
          first: { reward: ctr, features: [context.hour, item.genre], slate-size: 3 }
        """;

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve(Workspace.CONFIG), CONFIG);
        workspace = Workspace.open(folder);
    }

    private static ObjectNode visit(int number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", "v" + number)
                .put("account", "a" + number)
                .put("member", "m" + number)
                .put("context.hour", 20);
    }

    private static List<JsonNode> items() {
        List<JsonNode> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            items.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("item", "i" + i)
                    .put("item.genre", i % 2 == 0 ? "drama" : "comedy"));
        }
        return items;
    }

    @Test
    void serve_nothingWasEverTrained_drawsUniformlyUntilTheFirstRoundHasLearned() {
        LearnOptions learn = LearnOptions.withDefaults()
                .withEvery(Duration.ofHours(1))
                .learning(true)
                .withGate(GateOptions.withDefaults().withFewest(300).withOffPolicy(false));
        try (Station station = ServedWorkspace.open(
                        workspace, StationOptions.withDefaults().withColdStart(true));
                Continuous rounds = Continuous.start(station, ServedWorkspace.engine(workspace), learn, round -> {})) {
            assertThatThrownBy(() -> station.recommend(visit(-1)))
                    .isInstanceOf(Wrong.class)
                    .hasMessageContaining("nothing is left to show");
            station.take(Table.ITEMS, items());
            int loved = 0;
            String uniform = "";
            for (int i = 0; i < 120; i++) {
                Decision decision = station.recommend(visit(i)).decision();
                uniform = decision.policy();
                for (int position = 0; position < 3; position++) {
                    Decision.Shown shown = decision.slate().get(position);
                    // Exactly one of those that are left.
                    assertThat(shown.conditional()).isCloseTo(1.0 / (ITEMS - position), within(1e-12));
                    assertThat(shown.marginal().orElseThrow()).isCloseTo(1.0 / ITEMS, within(1e-12));
                    if (shown.item().equals("i7")) {
                        loved++;
                        station.take(
                                Table.FEEDBACK,
                                List.of(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("event_id", decision.id())
                                        .put("kind", "play")
                                        .put("member", "m" + i)
                                        .put("item", "i7")
                                        .put("decision_id", decision.id())
                                        .put("position", position)));
                    }
                }
                if (i == 50) {
                    // Of 51 visits it learns, and it is too little to serve.
                    Round.Learned early = rounds.now().policies().getFirst();
                    assertThat(early.swapped()).isFalse();
                    assertThat(early.note()).contains("it learned from 153 recommendations");
                }
            }
            assertThat(loved).isBetween(10, 60);
            JsonNode manifest =
                    workspace.policies().current("first").orElseThrow().manifest();
            assertThat(manifest.path("cold_start").asBoolean()).isTrue();
            Round.Learned learned = rounds.now().policies().getFirst();
            assertThat(learned.swapped()).as(learned.note()).isTrue();
            Decision after = station.recommend(visit(1000)).decision();
            assertThat(after.policy()).isEqualTo("first@" + learned.version()).isNotEqualTo(uniform);
            // What was played whenever it was shown is now likelier than by chance.
            int preferred = 0;
            for (int i = 2000; i < 2100; i++) {
                preferred += station.recommend(visit(i))
                                .decision()
                                .slate()
                                .getFirst()
                                .item()
                                .equals("i7")
                        ? 1
                        : 0;
            }
            assertThat(preferred).isGreaterThan(50);
        }
        // From then on it is a workspace like others.
        try (Station station = ServedWorkspace.open(workspace, StationOptions.withDefaults())) {
            assertThat(station.recommend(visit(3000)).decision().slate()).hasSize(3);
        }
    }

    /** Whether forecasts could not be fitted in a round at a moment, of which one visit comes first. */
    private static boolean refusesForecasts(Station station, Continuous rounds, int visit, long time) {
        station.recommend(visit(visit).put("time", time));
        return rounds.now().problems().stream().anyMatch(problem -> problem.startsWith("forecasts: "));
    }

    @Test
    void fit_nothingCanBeFittedAtFirst_isTriedAgainInTenMinutes_andAfterADayOnceItCan() throws IOException {
        Files.writeString(
                folder.resolve(Workspace.CONFIG),
                CONFIG + "delay: { played: {} }\n",
                StandardOpenOption.TRUNCATE_EXISTING);
        workspace = Workspace.open(folder);
        long minute = 60_000_000L;
        long start = ServedWorkspace.START;
        StationOptions options =
                StationOptions.withDefaults().withColdStart(true).withClock(ServiceClock.Source.EVENTS);
        LearnOptions learn =
                LearnOptions.withDefaults().withEvery(Duration.ofHours(1)).learning(true);
        try (Station station = ServedWorkspace.open(workspace, options);
                Continuous rounds = Continuous.start(station, ServedWorkspace.engine(workspace), learn, round -> {})) {
            station.take(
                    Table.ITEMS,
                    items().stream()
                            .<JsonNode>map(item -> ((ObjectNode) item).put("valid_from", start))
                            .toList());
            assertThat(refusesForecasts(station, rounds, 1, start + minute)).isTrue();
            // By now the first visit is old enough, and it is not tried yet.
            assertThat(refusesForecasts(station, rounds, 2, start + 10 * minute + minute / 2))
                    .isFalse();
            assertThat(workspace.delayModels().names()).isEmpty();
            assertThat(refusesForecasts(station, rounds, 3, start + 12 * minute))
                    .isFalse();
            String fitted = fitted();
            // Now that they are, the next is a day later.
            assertThat(refusesForecasts(station, rounds, 4, start + 23 * 60 * minute))
                    .isFalse();
            assertThat(fitted()).isEqualTo(fitted);
            assertThat(refusesForecasts(station, rounds, 5, start + 25 * 60 * minute))
                    .isFalse();
            assertThat(fitted()).isNotEqualTo(fitted);
        }
    }

    private String fitted() {
        return workspace.delayModels().current("played").orElseThrow().version();
    }

    @Test
    void open_nothingWasEverTrainedAndNoColdStart_isRefused() {
        assertThatThrownBy(() -> ServedWorkspace.open(workspace, StationOptions.withDefaults()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--cold-start");
    }
}
