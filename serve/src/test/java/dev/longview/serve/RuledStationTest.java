package dev.longview.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.Engine;
import dev.longview.log.Table;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.Progress;
import dev.longview.loop.Refusal;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import dev.longview.serve.decide.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies with rules, and of several models: what is served is what {@code longview recommend} draws, propensities and all. */
class RuledStationTest {
    private static final long TIME = ServedWorkspace.START + 5 * ServedWorkspace.DAY;
    private static final long SEED = 3;
    private static final String POLICIES = """
        policies:
          ruled:
            reward: ctr
            features: [context.device, item.genre]
            epochs: 1
            rules:
              exclude: ["item.kind == 'film' && context.device == 'phone'", "item.runtime > 100 && member.plays_7d < 2"]
              watched: { of: [play, watch], over: 2d }
              without: [t00002]
              pins: { launch: { item: t00001, position: 1, where: "context.device == 'tv'" } }
              caps: { item.genre: 2 }
          guarded:
            reward: ctr
            features: [context.device, item.genre]
            epochs: 1
            exploration: { ensemble: { replicas: 3, floor: 0.2 } }
            guard: { baseline: clicks, at-least: 0.4 }
        """;

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void copy() throws IOException {
        Path root = ServedWorkspace.copy(folder.resolve("w")).root();
        Path file = root.resolve(Workspace.CONFIG);
        Files.writeString(file, Files.readString(file).replace("policies:\n", POLICIES));
        workspace = Workspace.open(root);
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
            for (String policy : List.of("ruled", "guarded")) {
                new PolicyTraining(loop)
                        .train(
                                policy,
                                Window.asOf(ServedWorkspace.START + ServedWorkspace.DAYS * ServedWorkspace.DAY),
                                0);
            }
        }
    }

    private static StationOptions options(String policy) {
        return StationOptions.withDefaults()
                .withPolicy(policy)
                .withExperiments(false)
                .withSeed(SEED)
                .withClock(ServiceClock.Source.EVENTS);
    }

    private static ObjectNode visit(String id, String device, long time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", id)
                .put("account", "me")
                .put("member", "me")
                .put("time", time)
                .put("context.device", device)
                .put("context.hour", 20)
                .put("member.tenure_days", 12.5)
                .put("member.favourite", "drama");
    }

    private static ObjectNode event(String id, String kind, String item, long received) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event_id", id)
                .put("kind", kind)
                .put("member", "me")
                .put("item", item)
                .put("value", 10)
                .put("time", received)
                .put("received", received);
    }

    private static List<String> items(Decision decision) {
        return decision.slate().stream().map(Decision.Shown::item).toList();
    }

    @Test
    void recommend_severalModelsAndABaseline_isLoggedAsRecommendWouldHaveLoggedIt() {
        List<ObjectNode> visits = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        try (Station station = ServedWorkspace.open(workspace, options("guarded"))) {
            for (int i = 0; i < 20; i++) {
                visits.add(visit("v" + i, i % 2 == 0 ? "tv" : "phone", TIME + i));
                decisions.add(station.recommend(visits.getLast()).decision());
            }
        }
        AsRecommended.require(workspace, "guarded", SEED, visits, decisions);
    }

    @Test
    void recommend_underRules_keepsToThemAndIsLoggedAsRecommendWouldHaveLoggedIt() {
        List<ObjectNode> visits = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        // A condition reads how often the member has played: the service knows it, and recommend is told by the visit.
        int plays = 0;
        List<ObjectNode> told = new ArrayList<>();
        try (Station station = ServedWorkspace.open(workspace, options("ruled"))) {
            for (int i = 0; i < 12; i++) {
                long time = TIME + i * ServedWorkspace.DAY / 4;
                visits.add(visit("v" + i, i % 3 == 0 ? "phone" : "tv", time));
                decisions.add(station.recommend(visits.getLast()).decision());
                told.add(visits.getLast().deepCopy().put("member.plays_7d", plays));
                // What is shown first is watched, by one kind of feedback or the other.
                station.take(
                        Table.FEEDBACK,
                        List.of(event(
                                "e" + i,
                                i % 2 == 0 ? "play" : "watch",
                                items(decisions.getLast()).getFirst(),
                                time + 1000)));
                plays += i % 2 == 0 ? 1 : 0;
            }
        }
        for (int i = 0; i < decisions.size(); i++) {
            List<String> items = items(decisions.get(i));
            assertThat(items).doesNotContain("t00002");
            assertThat(decisions.get(i).rules()).isNotEmpty();
            if (i % 3 != 0) {
                // Unless it was watched within the last two days.
                boolean watched = false;
                for (int before = Math.max(0, i - 7); before < i; before++) {
                    watched |= items(decisions.get(before)).getFirst().equals("t00001");
                }
                assertThat(items.get(1).equals("t00001")).isEqualTo(!watched);
            }
            for (int before = Math.max(0, i - 7); before < i; before++) {
                assertThat(items).doesNotContain(items(decisions.get(before)).getFirst());
            }
        }
        AsRecommended.require(workspace, "ruled", SEED, told, decisions);
    }

    @Test
    void take_watchedJustNow_isNotShownAgainFromThenOnAndAfterARestart() {
        try (Station station = ServedWorkspace.open(workspace, options("ruled"))) {
            Decision first = station.recommend(visit("v1", "phone", TIME)).decision();
            String item = items(first).getFirst();
            station.take(Table.FEEDBACK, List.of(event("e1", "play", item, TIME + 1)));
            ObjectNode among = visit("v2", "phone", TIME + 2);
            items(first).forEach(each -> among.withArrayProperty("candidates").add(each));
            assertThat(items(station.recommend(among).decision()))
                    .hasSize(items(first).size() - 1)
                    .doesNotContain(item);
        }
        try (Station station = ServedWorkspace.open(workspace, options("ruled"))) {
            ObjectNode alone = visit("v3", "phone", TIME + 3);
            alone.withArrayProperty("candidates").add("t00002");
            assertThatThrownBy(() -> station.recommend(alone))
                    .isInstanceOf(Wrong.class)
                    .hasMessageContaining("by the visit or by the policy's rules");
        }
    }

    @Test
    void recommend_slateTooShortForAPin_isRefusedUnlessNothingIsPinnedOrNothingElseIsThere() {
        try (Station station = ServedWorkspace.open(workspace, options("ruled"))) {
            ObjectNode tooShort = visit("v1", "tv", TIME).put("slate_size", 1);
            assertThatThrownBy(() -> station.recommend(tooShort))
                    .isInstanceOf(Wrong.class)
                    .hasMessageContainingAll("pin item 't00001' to position 1", "slate_size of 1", "at least 2");
            assertThat(items(station.recommend(tooShort.put("slate_size", 2)).decision()))
                    .hasSize(2)
                    .element(1)
                    .isEqualTo("t00001");
            assertThat(items(station.recommend(visit("v2", "phone", TIME + 1).put("slate_size", 1))
                            .decision()))
                    .hasSize(1);
            ObjectNode excluded = visit("v3", "tv", TIME + 2).put("slate_size", 1);
            excluded.withArrayProperty("exclude").add("t00001");
            assertThat(items(station.recommend(excluded).decision())).hasSize(1).doesNotContain("t00001");
            ObjectNode alone = visit("v4", "tv", TIME + 3).put("slate_size", 1);
            alone.withArrayProperty("candidates").add("t00001");
            assertThat(items(station.recommend(alone).decision())).containsExactly("t00001");
        }
    }

    @Test
    void open_rulesThatChangedSinceTraining_isRefused() throws IOException {
        Path file = workspace.root().resolve(Workspace.CONFIG);
        Files.writeString(file, Files.readString(file).replace("without: [t00002]", "without: [t00003]"));
        Workspace changed = Workspace.open(workspace.root());
        assertThatThrownBy(() -> ServedWorkspace.open(changed, options("ruled")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was trained under rules");
    }
}
