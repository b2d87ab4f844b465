package dev.longview.serve.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.loop.DelayFitting;
import dev.longview.loop.GateOptions;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.Progress;
import dev.longview.loop.ReadingFitting;
import dev.longview.loop.Refusal;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import dev.longview.serve.ServedWorkspace;
import dev.longview.serve.ServiceClock;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.decide.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinuousTest {
    private static final StationOptions CLICKS = StationOptions.withDefaults()
            .withPolicy("clicks")
            .withExperiments(false)
            .withClock(ServiceClock.Source.EVENTS);
    private static final LearnOptions LEARN = LearnOptions.withDefaults()
            .withEvery(Duration.ofHours(1))
            .learning(true)
            .withGate(GateOptions.withDefaults().withOffPolicy(false));

    @TempDir
    Path folder;

    private Workspace workspace;

    @BeforeEach
    void copy() {
        workspace = ServedWorkspace.copy(folder.resolve("w"));
    }

    private static ObjectNode visit(String id, String member, long time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", id)
                .put("account", member)
                .put("member", member)
                .put("time", time)
                .put("context.device", "tv")
                .put("context.hour", 20)
                .put("member.tenure_days", 12.5)
                .put("member.favourite", "drama");
    }

    private static ObjectNode play(Decision decision, int position, long received) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event_id", decision.id() + "-" + position)
                .put("kind", "play")
                .put("member", "m")
                .put("item", decision.slate().get(position).item())
                .put("decision_id", decision.id())
                .put("position", position)
                .put("time", received)
                .put("received", received);
    }

    private Continuous start(Station station, LearnOptions options) {
        return Continuous.start(station, ServedWorkspace.engine(workspace), options, round -> {});
    }

    private static String served(Station station) {
        return station.present()
                .service()
                .policy("clicks")
                .orElseThrow()
                .trained()
                .artifact()
                .version();
    }

    /** Of ten, of which five are shown: the item that is loved is shown often enough to be noticed. */
    private static ObjectNode among(ObjectNode visit) {
        for (int i = 0; i < 10; i++) {
            visit.withArrayProperty("candidates").add("t0000" + i);
        }
        return visit;
    }

    /** One item is played whenever it is shown, and nothing else ever is: after a round the service has noticed. */
    @Test
    void now_feedbackThatArrived_changesWhatIsShown() {
        String loved = "t00007";
        long time = ServedWorkspace.START + 5 * ServedWorkspace.DAY;
        try (Station station = ServedWorkspace.open(workspace, CLICKS);
                Continuous learning = start(station, LEARN)) {
            String first = served(station);
            double before = 0;
            for (int i = 0; i < 250; i++) {
                time += 1_000_000;
                Decision decision =
                        station.recommend(among(visit("v" + i, "m" + i, time))).decision();
                for (int position = 0; position < decision.slate().size(); position++) {
                    if (decision.slate().get(position).item().equals(loved)) {
                        before += position == 0 ? 1 : 0;
                        station.take(Table.FEEDBACK, List.of(play(decision, position, time + 1000)));
                    }
                }
            }
            Round round = learning.now();
            assertThat(round.problems()).isEmpty();
            assertThat(round.policies().getFirst().swapped())
                    .as(round.toString())
                    .isTrue();
            assertThat(served(station))
                    .isNotEqualTo(first)
                    .isEqualTo(round.policies().getFirst().version());
            double after = 0;
            for (int i = 0; i < 250; i++) {
                time += 1_000_000;
                Decision decision =
                        station.recommend(among(visit("w" + i, "m" + i, time))).decision();
                assertThat(decision.policy()).isEqualTo("clicks@" + served(station));
                after += decision.slate().getFirst().item().equals(loved) ? 1 : 0;
            }
            // First by chance before, and preferred since: far beyond a binomial error of at most √250/2.
            assertThat(after).isGreaterThan(before + 40);
            learning.now();
            int versions = learning.versions("clicks").size();
            // Nothing new came: nothing is learned, and no version to go back to is pushed out.
            Round.Learned again = learning.now().policies().getFirst();
            assertThat(again.swapped()).isFalse();
            assertThat(again.note()).contains("nothing was received");
            assertThat(learning.versions("clicks")).hasSize(versions);
        }
    }

    @Test
    void learn_forecastsFittedAnew_readingsAreFittedWithThem() throws IOException {
        Files.writeString(
                workspace.root().resolve(Workspace.CONFIG), "delay:\n  played: {}\n", StandardOpenOption.APPEND);
        workspace = Workspace.open(workspace.root());
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
            Window window = Window.asOf(ServedWorkspace.START + (ServedWorkspace.DAYS + 1) * ServedWorkspace.DAY);
            new DelayFitting(loop).fit(window, List.of());
            new ReadingFitting(loop).fit(window);
        }
        assertThat(workspace.readings().current("ctr")).isPresent();
        try (Station station = ServedWorkspace.open(workspace, CLICKS);
                Continuous learning = start(station, LEARN.withFitEvery(Duration.ofSeconds(1)))) {
            for (int round = 1; round <= 2; round++) {
                long time = ServedWorkspace.START + (5 + round) * ServedWorkspace.DAY;
                station.recommend(visit("v" + round, "m1", time));
                Round came = learning.now();
                assertThat(came.problems()).isEmpty();
                assertThat(came.policies().getFirst().note()).doesNotContain("readings");
                assertThat(came.policies().getFirst().swapped()).isTrue();
            }
        }
    }

    @Test
    void round_eventsThatCanCountForNobodyAnyMore_areForgottenWithinAnHour() {
        long week = 7 * ServedWorkspace.DAY;
        long start = ServedWorkspace.START + 5 * ServedWorkspace.DAY;
        try (Station station = ServedWorkspace.open(workspace, CLICKS);
                Continuous learning = start(station, LEARN.learning(false))) {
            int before = station.present().events();
            for (int i = 0; i < 50; i++) {
                station.take(Table.FEEDBACK, List.of(play("new-" + i, "somebody-" + i, start + i)));
            }
            assertThat(station.present().events()).isEqualTo(before + 50);
            learning.now();
            // Those of the log are days older; some of them have expired by now.
            int held = station.present().events();
            assertThat(held).isBetween(50, before + 50);
            station.recommend(visit("v1", "m1", start + week + ServedWorkspace.DAY));
            learning.now();
            assertThat(station.present().events()).isZero();
        }
    }

    private static ObjectNode play(String id, String member, long time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event_id", id)
                .put("kind", "play")
                .put("member", member)
                .put("time", time)
                .put("received", time);
    }

    @Test
    void rollBack_isOneCallAndHoldsThePolicyUntilSomebodyPromotes() {
        try (Station station = ServedWorkspace.open(workspace, CLICKS);
                Continuous learning = start(station, LEARN)) {
            String first = served(station);
            station.recommend(visit("v1", "m1", ServedWorkspace.START + 5 * ServedWorkspace.DAY));
            String second = learning.now().policies().getFirst().version();
            assertThat(served(station)).isEqualTo(second).isNotEqualTo(first);

            assertThat(learning.rollBack("clicks")).isEqualTo(first);
            assertThat(served(station)).isEqualTo(first);
            assertThat(workspace.policies().current("clicks").orElseThrow().version())
                    .isEqualTo(first);
            assertThat(learning.now().policies().getFirst().note()).contains("rolled back");
            assertThatThrownBy(() -> learning.rollBack("clicks"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no version");

            // A restart does not forget it.
            assertThat(new ServedVersions(workspace).isHeld("clicks")).isTrue();
            learning.promote("clicks", second);
            assertThat(served(station)).isEqualTo(second);
            assertThat(learning.held("clicks")).isFalse();
            assertThat(new ServedVersions(workspace).isHeld("clicks")).isFalse();
            assertThatThrownBy(() -> learning.promote("clicks", "000000000000")).isInstanceOf(Refusal.class);
            assertThat(served(station)).isEqualTo(second);
        }
    }

    /** The version before is gone: somebody deleted it, or it was trained under other rules. */
    @Test
    void rollBack_refused_leavesEverythingAsItWas() throws IOException {
        try (Station station = ServedWorkspace.open(workspace, CLICKS);
                Continuous learning = start(station, LEARN)) {
            String first = served(station);
            station.recommend(visit("v1", "m1", ServedWorkspace.START + 5 * ServedWorkspace.DAY));
            String second = learning.now().policies().getFirst().version();
            Path gone = workspace.root().resolve("models/policy/clicks").resolve(first);
            Path elsewhere = Files.move(gone, folder.resolve("elsewhere"));
            for (int times = 0; times < 2; times++) {
                assertThatThrownBy(() -> learning.rollBack("clicks")).isInstanceOf(Refusal.class);
                assertThat(served(station)).isEqualTo(second);
                assertThat(learning.versions("clicks")).containsExactly(first, second);
                assertThat(learning.held("clicks")).isFalse();
            }
            Files.move(elsewhere, gone);
            assertThat(learning.rollBack("clicks")).isEqualTo(first);
            assertThat(learning.versions("clicks")).containsExactly(first);
            // Nor does the command line go back to what was just left.
            assertThatThrownBy(() -> workspace.policies().rollback("clicks"))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("nothing to roll back to");
        }
    }

    @Test
    void gate_versionThatMovesTooFarOrExploresTooLittle_isKeptOut() {
        LearnOptions narrow =
                LEARN.withGate(GateOptions.withDefaults().withOffPolicy(false).withDrift(1e-9));
        LearnOptions exploring =
                LEARN.withGate(GateOptions.withDefaults().withOffPolicy(false).withFloor(0.9));
        LearnOptions many =
                LEARN.withGate(GateOptions.withDefaults().withOffPolicy(false).withFewest(1_000_000));
        for (Map.Entry<LearnOptions, String> kept : Map.of(
                        many, "it learned from", narrow, "its scores moved by", exploring, "the floor is")
                .entrySet()) {
            try (Station station = ServedWorkspace.open(workspace, CLICKS);
                    Continuous learning = start(station, kept.getKey())) {
                String first = served(station);
                station.recommend(visit(kept.getValue(), "m1", ServedWorkspace.START + 5 * ServedWorkspace.DAY));
                Round.Learned learned = learning.now().policies().getFirst();
                assertThat(learned.swapped()).isFalse();
                assertThat(learned.note()).startsWith("kept out").contains(kept.getValue());
                assertThat(served(station)).isEqualTo(first);
                assertThat(workspace.policies().current("clicks").orElseThrow().version())
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void versions_beyondTen_areDeletedUnlessPeopleTrainedThem() {
        ServedVersions versions = new ServedVersions(workspace);
        String first = workspace.policies().current("clicks").orElseThrow().version();
        versions.add("clicks", first, false);
        List<String> learned = new ArrayList<>();
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            for (TrainedPolicy policy : trained(engine, 12)) {
                String version = policy.artifact().version();
                learned.add(version);
                workspace.policies().promote("clicks", version);
                versions.add("clicks", version, true);
            }
        }
        assertThat(versions.of("clicks")).isEqualTo(learned.subList(2, 12));
        assertThat(workspace.policies().versions("clicks").stream().map(artifact -> artifact.version()))
                .contains(first)
                .containsAll(learned.subList(2, 12))
                .doesNotContain(learned.get(0), learned.get(1));
    }

    private List<TrainedPolicy> trained(Engine engine, int count) {
        Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
        List<TrainedPolicy> trained = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Of the first day and some hours: what is learned is not at stake here.
            Window window = Window.asOf(ServedWorkspace.START + 3 * ServedWorkspace.DAY)
                    .decided(0, ServedWorkspace.START + ServedWorkspace.DAY + (i + 1) * ServedWorkspace.DAY / 24);
            trained.add(new PolicyTraining(loop).prepare("clicks", window, i).policy());
        }
        return trained;
    }

    @Test
    void serve_versionsSwappedUnderLoad_noRequestFailsAndEachPropensityIsThatOfTheVersionLogged() throws Exception {
        swapped(100);
    }

    @Test
    @Tag("thorough")
    void serve_versionsSwapped1000TimesUnderLoad_noRequestFailsAndEachPropensityIsThatOfTheVersionLogged()
            throws Exception {
        swapped(1000);
    }

    private void swapped(int swaps) throws Exception {
        Map<String, TrainedPolicy> versions = new HashMap<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong answered = new AtomicLong();
        long start = ServedWorkspace.START + 5 * ServedWorkspace.DAY;
        try (Station station = ServedWorkspace.open(workspace, CLICKS);
                Engine engine = ServedWorkspace.engine(workspace)) {
            trained(engine, 4).forEach(policy -> versions.put(policy.id(), policy));
            List<TrainedPolicy> order = List.copyOf(versions.values());
            station.serve(order.getFirst());
            List<Thread> clients = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                int client = t;
                clients.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; !done.get(); i++) {
                        try {
                            station.recommend(visit("s" + client + "-" + i, "m" + client, start));
                            answered.incrementAndGet();
                        } catch (RuntimeException e) {
                            failures.add(e);
                        }
                    }
                }));
            }
            for (int i = 0; i < swaps; i++) {
                station.serve(order.get(i % order.size()));
                // Whatever the disk's pace: there are more decisions than swaps.
                while (answered.get() < 2L * i && failures.isEmpty()) {
                    Thread.sleep(1);
                }
            }
            done.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(failures).isEmpty();
        Set<String> used = new HashSet<>();
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Map<String, double[]> logged = new HashMap<>();
            engine.rows(Table.SLATES, List.of(), Selection.received(start, Long.MAX_VALUE - 1), rows -> {
                for (int row = 0; row < rows.size(); row++) {
                    logged.computeIfAbsent(rows.texts("decision_id").text(row), unseen -> new double[5])[
                                    (int) rows.longs("position")[row]] =
                            rows.doubles("conditional_propensity")[row];
                }
            });
            Map<String, Scorer> scorers = new HashMap<>();
            Batch items = engine.catalogue(workspace.configuration().features(), start);
            versions.forEach((id, policy) -> scorers.put(id, Scorer.of(policy.model(), items)));
            engine.rows(
                    Table.DECISIONS,
                    workspace.configuration().features(),
                    Selection.received(start, Long.MAX_VALUE - 1),
                    rows -> {
                        for (int row = 0; row < rows.size(); row++) {
                            String id = rows.texts("policy").text(row);
                            used.add(id);
                            assertThat(drawn(versions, scorers, id, rows, row))
                                    .containsExactly(logged.getOrDefault(
                                            rows.texts("decision_id").text(row), new double[0]));
                        }
                    });
            assertThat(logged.size()).isGreaterThan(swaps);
        }
        assertThat(used).hasSize(4);
    }

    private static double[] drawn(
            Map<String, TrainedPolicy> versions, Map<String, Scorer> scorers, String id, Batch rows, int row) {
        TrainedPolicy policy = Optional.ofNullable(versions.get(id)).orElseThrow();
        Scorer scorer = Optional.ofNullable(scorers.get(id)).orElseThrow();
        double[] context = new double[policy.model().vectorLength()];
        policy.model().contexts(rows).read(row, context);
        double[] scores = new double[scorer.size()];
        scorer.score(context, scores);
        Slate slate = new Slate(5);
        policy.sampler().draw(scores, scores.length, rows.longs("seed")[row], slate);
        double[] conditional = new double[5];
        for (int position = 0; position < 5; position++) {
            conditional[position] = slate.conditional(position);
        }
        return conditional;
    }
}
