package dev.longview.serve.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.loop.GateOptions;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.Scorer;
import dev.longview.serve.ServedWorkspace;
import dev.longview.serve.ServiceClock;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.decide.Decision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two cells, in which members love different items. */
class CellLearningTest {
    private static final long TIME = ServedWorkspace.START + 5 * ServedWorkspace.DAY;
    private static final Map<String, String> LOVED = Map.of("clicks", "t00003", "recent", "t00007");
    private static final int VISITS = 400;
    private static final LearnOptions LEARN = LearnOptions.withDefaults()
            .withEvery(Duration.ofHours(1))
            .learning(true)
            .withGate(GateOptions.withDefaults()
                    .withOffPolicy(false)
                    .withFewest(1)
                    .withDrift(1000));

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void copy() {
        workspace = ServedWorkspace.copy(folder.resolve("w"));
    }

    private void visit(Station station, int number) {
        var visit = JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", "v" + number)
                .put("account", "a" + number)
                .put("member", "m" + number)
                .put("time", TIME + number * 1_000_000L)
                .put("context.device", "tv")
                .put("context.hour", 20)
                .put("member.tenure_days", 12.5)
                .put("member.favourite", "drama");
        for (int i = 0; i < 10; i++) {
            visit.withArrayProperty("candidates").add("t0000" + i);
        }
        Decision decision = station.recommend(visit).decision();
        String policy = decision.policy().substring(0, decision.policy().indexOf('@'));
        for (int position = 0; position < decision.slate().size(); position++) {
            if (decision.slate().get(position).item().equals(LOVED.get(policy))) {
                station.take(
                        Table.FEEDBACK,
                        List.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("event_id", decision.id())
                                .put("kind", "play")
                                .put("member", "m" + number)
                                .put("item", decision.slate().get(position).item())
                                .put("decision_id", decision.id())
                                .put("position", position)
                                .put("received", TIME + number * 1_000_000L + 1000)));
            }
        }
    }

    private Map<String, TrainedPolicy> learn(StationOptions options) {
        Map<String, TrainedPolicy> learned = new HashMap<>();
        try (Station station = ServedWorkspace.open(workspace, options);
                Continuous rounds = Continuous.start(station, ServedWorkspace.engine(workspace), LEARN, round -> {})) {
            for (int i = 0; i < VISITS; i++) {
                visit(station, i);
            }
            Round round = rounds.now();
            assertThat(round.problems()).isEmpty();
            assertThat(round.policies()).hasSize(2).allMatch(Round.Learned::swapped);
            station.present().service().policies().forEach((name, policy) -> learned.put(name, policy.trained()));
        }
        return learned;
    }

    private static StationOptions options() {
        return StationOptions.withDefaults().withPolicy("clicks").withClock(ServiceClock.Source.EVENTS);
    }

    /** How many recommendations the log has, by the cell of their decisions; that of no cell is empty. */
    private Map<String, Long> recommendations() {
        Map<String, String> cells = new HashMap<>();
        Map<String, Long> counts = new HashMap<>();
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Selection all = Selection.received(0, Long.MAX_VALUE - 1);
            engine.rows(Table.DECISIONS, workspace.configuration().features(), all, rows -> {
                var lists = rows.textLists("cells");
                for (int row = 0; row < rows.size(); row++) {
                    cells.put(
                            rows.texts("decision_id").text(row),
                            lists.isMissing(row) || lists.offsets()[row] == lists.offsets()[row + 1]
                                    ? ""
                                    : lists.dictionary()[lists.codes()[lists.offsets()[row]]]);
                }
            });
            engine.rows(Table.SLATES, List.of(), all, rows -> {
                for (int row = 0; row < rows.size(); row++) {
                    String cell = Optional.ofNullable(
                                    cells.get(rows.texts("decision_id").text(row)))
                            .orElseThrow();
                    counts.merge(cell, 1L, Long::sum);
                }
            });
        }
        return counts;
    }

    private static long rows(Map<String, TrainedPolicy> learned, String policy) {
        return Optional.ofNullable(learned.get(policy))
                .orElseThrow()
                .artifact()
                .manifest()
                .path("metrics")
                .path("rows")
                .asLong();
    }

    /** How far the item that one cell loves is above the one that the other loves, by the policy of a cell. */
    private double preference(Map<String, TrainedPolicy> learned, String policy, String item, String other) {
        TrainedPolicy trained = Optional.ofNullable(learned.get(policy)).orElseThrow();
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            var features = workspace.configuration().features();
            Scorer scorer = Scorer.of(trained.model(), engine.catalogue(features, TIME));
            double[] context = new double[trained.model().vectorLength()];
            engine.rows(
                    Table.DECISIONS,
                    features,
                    Selection.received(0, Long.MAX_VALUE - 1).where("decision_id", "v0"),
                    rows -> trained.model().contexts(rows).read(0, context));
            double[] scores = new double[scorer.size()];
            scorer.score(context, scores);
            return scores[scorer.rowOf(item)] - scores[scorer.rowOf(other)];
        }
    }

    @Test
    void round_cellsOfOneService_learnFromTheirOwnDecisionsOnly() {
        Map<String, TrainedPolicy> learned = learn(options());
        Map<String, Long> logged = recommendations();
        assertThat(logged.keySet()).containsExactlyInAnyOrder("", "recent-or-not/control", "recent-or-not/treatment");
        assertThat(rows(learned, "clicks")).isEqualTo(logged.get("recent-or-not/control"));
        assertThat(rows(learned, "recent")).isEqualTo(logged.get("recent-or-not/treatment"));
        assertThat(preference(learned, "clicks", "t00003", "t00007")).isGreaterThan(0.5);
        assertThat(preference(learned, "recent", "t00007", "t00003")).isGreaterThan(0.5);
    }

    @Test
    void round_cellThatLearnsFromAll_learnsFromTheOthersToo() throws Exception {
        Path file = workspace.root().resolve(Workspace.CONFIG);
        Files.writeString(
                file, Files.readString(file).replace("{ policy: recent }", "{ policy: recent, learns-from: all }"));
        workspace = Workspace.open(workspace.root());
        Map<String, TrainedPolicy> learned = learn(options());
        Map<String, Long> logged = recommendations();
        assertThat(rows(learned, "clicks")).isEqualTo(logged.get("recent-or-not/control"));
        assertThat(rows(learned, "recent"))
                .isEqualTo(logged.values().stream().mapToLong(count -> count).sum());
    }

    @Test
    void round_withoutExperiments_learnsFromAll() {
        try (Station station = ServedWorkspace.open(workspace, options().withExperiments(false))) {
            assertThat(station.learnsFrom("clicks")).isEqualTo(dev.longview.experiment.LearnsFrom.ALL);
        }
    }
}
