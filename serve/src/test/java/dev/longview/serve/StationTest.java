package dev.longview.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.Selection;
import dev.longview.experiment.Allocation;
import dev.longview.ingest.EventLines;
import dev.longview.log.Table;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import dev.longview.serve.decide.Decision;
import dev.longview.serve.decide.DecisionLines;
import dev.longview.serve.decide.Door;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final StationOptions CLICKS =
            StationOptions.withDefaults().withPolicy("clicks").withExperiments(false);

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void copy() {
        workspace = ServedWorkspace.copy(folder.resolve("w"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ObjectNode visit(String id) {
        return (ObjectNode)
                json("{\"decision_id\":\"" + id + "\",\"account\":\"a1\",\"member\":\"m1\",\"surface\":\"sofa\","
                        + "\"context.device\":\"tv\",\"context.hour\":20,\"member.tenure_days\":12.5,"
                        + "\"member.favourite\":\"drama\"}");
    }

    private static JsonNode play(String id, String member, String item) {
        return json("{\"event_id\":\"" + id + "\",\"kind\":\"play\",\"member\":\"" + member + "\",\"item\":\"" + item
                + "\"}");
    }

    @Test
    void recommend_exclude_isNeitherShownNorLoggedAsACandidate() {
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            JsonNode three = json("[\"t00009\",\"t00003\",\"t00005\"]");
            ObjectNode visit = visit("v1").set("candidates", three);
            Decision decision = station.recommend(visit.set("exclude", json("[\"t00003\",\"unknown\"]")))
                    .decision();
            assertThat(decision.slate()).extracting(Decision.Shown::item).containsExactlyInAnyOrder("t00009", "t00005");
            assertThat(decision.candidatesId()).isEqualTo(EventLines.candidatesId(List.of("t00005", "t00009")));
            ObjectNode none = visit("v2").set("candidates", three);
            assertThatThrownBy(() -> station.recommend(none.set("exclude", three)))
                    .isInstanceOf(Wrong.class)
                    .hasMessageContaining("nothing is left")
                    .hasMessageNotContaining("units");
            for (String wrong : List.of("{\"candidates\": []}", "{\"decision_id\": 7}")) {
                ObjectNode bad = visit("v3");
                bad.setAll((ObjectNode) json(wrong));
                assertThatThrownBy(() -> station.recommend(bad)).isInstanceOf(Wrong.class);
            }
        }
    }

    @Test
    void recommend_visit_isLoggedAsRecommendWouldHaveLoggedIt() {
        List<Decision> decisions = new ArrayList<>();
        List<ObjectNode> visits = List.of(
                visit("v1"),
                visit("v2").set("candidates", json("[\"t00009\",\"t00003\",\"t00005\",\"t00003\"]")),
                visit("v3").put("context.device", "phone"));
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            visits.forEach(visit -> decisions.add(station.recommend(visit).decision()));
        }
        AsRecommended.require(workspace, "clicks", 0, visits, decisions);
    }

    /** From the log alone: its features as served, its seed, its policy, the items as of its moment. */
    @Test
    void recommend_logged_isDrawnAgainOfflineWithTheSamePropensities() {
        try (Station station = ServedWorkspace.open(workspace, CLICKS.withPolicy("recent"))) {
            station.take(Table.FEEDBACK, List.of(play("e1", "m1", "t00003"), play("e2", "m1", "t00004")));
            station.recommend(visit("v1"));
            station.take(Table.ITEMS, List.of(json("{\"item\":\"t00003\",\"item.genre\":\"comedy\"}")));
            station.recommend(visit("v2"));
        }
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            var features = workspace.configuration().features();
            List<Batch> rows = new ArrayList<>();
            engine.rows(
                    Table.DECISIONS,
                    features,
                    Selection.received(0, Long.MAX_VALUE - 1).where("surface", "sofa"),
                    rows::add);
            Batch decisions = rows.getLast();
            assertThat(decisions.doubles("member.plays_7d")).containsOnly(2);
            Map<String, List<Double>> slates = new TreeMap<>();
            engine.rows(
                    Table.SLATES,
                    features,
                    Selection.received(decisions.longs("received")[0], Long.MAX_VALUE - 1),
                    batch -> {
                        for (int row = 0; row < batch.size(); row++) {
                            slates.computeIfAbsent(batch.texts("decision_id").text(row), unseen -> new ArrayList<>())
                                    .add(batch.doubles("conditional_propensity")[row]);
                        }
                    });
            for (int row = 0; row < decisions.size(); row++) {
                String id = decisions.texts("policy").text(row);
                TrainedPolicy policy = TrainedPolicy.read(
                        workspace.policies().require("recent", Optional.of(id.substring(id.indexOf('@') + 1))));
                Scorer scorer = Scorer.of(
                        policy.model(), engine.catalogue(features, decisions.longs("time")[row]));
                double[] scores = new double[scorer.size()];
                double[] context = new double[policy.model().vectorLength()];
                policy.model().contexts(decisions).read(row, context);
                scorer.score(context, scores);
                Slate slate = new Slate(5);
                policy.sampler().draw(scores, scores.length, decisions.longs("seed")[row], slate);
                List<Double> drawn = new ArrayList<>();
                for (int position = 0; position < 5; position++) {
                    drawn.add(slate.conditional(position));
                }
                assertThat(slates.get(decisions.texts("decision_id").text(row))).containsExactlyElementsOf(drawn);
            }
            assertThat(slates).hasSize(2);
        }
    }

    @Test
    void recommend_sameDecisionAgain_getsTheAnswerOfThen_beforeAndAfterSealingAndARestart() {
        Decision first;
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            first = station.recommend(visit("v1")).decision();
            assertThat(station.recommend(visit("v1"))).isEqualTo(new Station.Answer(first, true));
            station.seal();
            assertThat(station.recommend(visit("v1"))).isEqualTo(new Station.Answer(first, true));
            assertThatThrownBy(() -> station.recommend(visit("v1").put("member", "m2")))
                    .isInstanceOf(Wrong.class)
                    .hasMessageContaining("made for another member");
        }
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            assertThat(station.recommend(visit("v1"))).isEqualTo(new Station.Answer(first, true));
            assertThat(DecisionLines.tree(station.logged("v1")
                                    .orElseThrow()
                                    .toString()
                                    .getBytes(StandardCharsets.UTF_8))
                            .path("policy")
                            .asText())
                    .isEqualTo(first.policy());
            assertThat(station.logged("v2")).isEmpty();
        }
    }

    @Test
    void logged_decisionThatAnotherSystemMade_isTheRowOfTheLogWithItsFlagReasonAndRules() {
        String line = """
            {"table":"decisions","decision_id":"old","account":"a1","member":"m1","time":1767225600000001,\
            "received":1767225600000002,"policy":"others","cells":["x/y"],"rules":"0123","usable_off_policy":false,\
            "unusable_reason":"shuffled after the draw","context.device":"tv","slate":[{"item":"t00002"},\
            {"item":"t00001","conditional_propensity":0.25,"marginal_propensity":0.5,"marginal_error":0.01}]}\
            """;
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
            var features = workspace.configuration().features();
            EventLines lines = EventLines.of(
                    features,
                    (table, rows) -> writers.computeIfAbsent(table, each -> engine.write(each, "old", features))
                            .append(rows));
            assertThat(lines.add(line.getBytes(StandardCharsets.UTF_8))).isEmpty();
            lines.flush();
            engine.publish(writers.values());
        }
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            JsonNode logged = station.logged("old").orElseThrow();
            assertThat(logged.path("usable_off_policy").isBoolean()).isTrue();
            assertThat(logged.path("usable_off_policy").asBoolean()).isFalse();
            assertThat(logged.path("unusable_reason").asText()).isEqualTo("shuffled after the draw");
            assertThat(logged.path("rules").asText()).isEqualTo("0123");
            assertThat(logged.path("cells")).isEqualTo(json("[\"x/y\"]"));
            assertThat(logged.path("context.device").asText()).isEqualTo("tv");
            assertThat(logged.has("seed")).isFalse();
            assertThat(logged.path("slate"))
                    .isEqualTo(json("[{\"position\":0,\"item\":\"t00002\"},{\"position\":1,\"item\":\"t00001\","
                            + "\"conditional_propensity\":0.25,\"marginal_propensity\":0.5,\"marginal_error\":0.01}]"));
        }
    }

    @Test
    void recommend_wrongVisits_areRefusedWithEachProblemsPlaceAndNothingIsWritten() {
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            Map<ObjectNode, String> wrong = Map.of(
                    visit("v1").put("slate_size", 0),
                    "/slate_size: 0 is no size of a slate; allowed: whole numbers, 1 to 1000",
                    visit("v2").put("context.devise", "tv"),
                    "/context.devise: unknown field \"context.devise\"; did you mean 'context.device'?",
                    visit("v3").put("context.hour", "late"),
                    "/context.hour: \"late\" is of another type",
                    visit("v4").put("member.plays_7d", 3),
                    "/member.plays_7d: a feature of the member's history",
                    visit("v5").put("time", 7),
                    "/time: the service says when a decision is made",
                    (ObjectNode) visit("v6").set("candidates", json("[\"t00001\",\"nowhere\"]")),
                    "/candidates: \"nowhere\" not in the catalogue",
                    visit("v7").put("account", ""),
                    "/account: 'account' is missing");
            wrong.forEach((visit, message) -> assertThatThrownBy(() -> station.recommend(visit))
                    .isInstanceOf(Wrong.class)
                    .hasMessageContaining(message));
            ObjectNode silent = visit("v8");
            silent.remove("context.device");
            assertThatThrownBy(() -> station.recommend(silent))
                    .hasMessageContaining(
                            "/context.device: 'context.device' is missing; it is required: a feature that the policy"
                                    + " reads");
            assertThat(station.journal().rows()).isZero();
        }
    }

    @Test
    void take_feedback_isJudgedOneByOneAndKnownAgain() {
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            List<Taken> taken = station.take(
                    Table.FEEDBACK,
                    List.of(
                            play("e1", "m1", "t00003"),
                            json("{\"event_id\":\"e2\",\"kind\":\"plays\",\"member\":\"m1\"}"),
                            json("{\"event_id\":\"e3\",\"kind\":\"watch\",\"member\":\"m1\",\"value\":\"long\"}"),
                            json("[]"),
                            json("{\"kind\":\"play\",\"member\":\"m1\"}"),
                            json("{\"event_id\":\"e6\",\"kind\":\"play\",\"member\":\"m1\",\"received\":1}"),
                            play("e1", "m1", "t00003")));
            assertThat(taken)
                    .extracting(Taken::status)
                    .containsExactly(
                            Taken.Status.STORED,
                            Taken.Status.REFUSED,
                            Taken.Status.REFUSED,
                            Taken.Status.REFUSED,
                            Taken.Status.REFUSED,
                            Taken.Status.REFUSED,
                            Taken.Status.REPEATED);
            assertThat(taken.stream().flatMap(each -> each.problems().stream()).map(Problem::at))
                    .containsExactly("/1/kind", "/2/value", "/3", "/4/event_id", "/5/received");
            assertThat(taken.get(1).problems().getFirst().message()).contains("did you mean 'play'?");
            assertThat(station.take(Table.FEEDBACK, List.of(play("e1", "m1", "t00003")))
                            .getFirst()
                            .status())
                    .isEqualTo(Taken.Status.REPEATED);
            assertThat(station.recommend(visit("v1")).decision().slate()).hasSize(5);
            assertThat(station.logged("v1")
                            .orElseThrow()
                            .path("member.plays_7d")
                            .asDouble())
                    .isEqualTo(1);
        }
    }

    @Test
    void take_items_canBeRecommendedAtOnceAndAreKnownAfterARestart() {
        JsonNode item = json("{\"item\":\"brand-new\",\"item.genre\":\"drama\",\"item.kind\":\"film\"}");
        ObjectNode only = visit("v1");
        only.set("candidates", json("[\"brand-new\",\"t00001\"]"));
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            assertThatThrownBy(() -> station.recommend(only)).hasMessageContaining("brand-new");
            assertThat(station.take(Table.ITEMS, List.of(item)).getFirst().status())
                    .isEqualTo(Taken.Status.STORED);
            assertThat(station.recommend(only).decision().slate()).hasSize(2);
            assertThatThrownBy(
                            () -> station.take(Table.ITEMS, List.of(item, json("{\"item\":\"x\",\"item.genre\":7}"))))
                    .isInstanceOf(Wrong.class);
            Batch online = station.present().service().catalogue();
            station.seal();
            try (Engine engine = ServedWorkspace.engine(workspace)) {
                Batch offline = engine.catalogue(
                        workspace.configuration().features(), station.present().settled());
                assertThat(texts(online)).isEqualTo(texts(offline));
            }
        }
        try (Station station = ServedWorkspace.open(workspace, CLICKS)) {
            only.put("decision_id", "v2");
            assertThat(station.recommend(only).decision().slate()).hasSize(2);
        }
    }

    private static List<String> texts(Batch items) {
        Map<Table, List<String>> all = new EnumMap<>(Table.class);
        AsRecommended.add(all, Table.ITEMS, items);
        return all.getOrDefault(Table.ITEMS, List.of());
    }

    @Test
    void recommend_accounts_areAllocatedByTheExperimentsHashAndHeldOut() {
        StationOptions options =
                StationOptions.withDefaults().withPolicy("clicks").withHoldout(new Door.Holdout(0.25, "clicks"));
        Set<String> seen = new HashSet<>();
        int held = 0;
        try (Station station = ServedWorkspace.open(workspace, options)) {
            var allocation =
                    Allocation.of(workspace.configuration().experiments().getFirst());
            for (int i = 0; i < 200; i++) {
                String account = "konto-ä" + i;
                Decision decision = station.recommend(visit("v" + i).put("account", account))
                        .decision();
                String cell = decision.cells().getFirst();
                String policy = decision.policy().substring(0, decision.policy().indexOf('@'));
                seen.add(cell + " " + policy);
                if (cell.equals("holdout/held")) {
                    held++;
                } else {
                    assertThat(cell)
                            .isEqualTo("recent-or-not/"
                                    + allocation.cell(account).orElseThrow().name());
                }
            }
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "holdout/held clicks", "recent-or-not/control clicks", "recent-or-not/treatment recent");
        // Binomial: 200 accounts at a quarter, four standard errors.
        assertThat(held).isBetween(50 - 25, 50 + 25);
    }
}
