package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fast assembly against the obvious one, over random logs with every kind of disorder. */
@NullUnmarked // a missing value of a row is null here
class AssemblyAgainstReferenceTest {
    private static final int LOGS = 6;

    @TempDir
    private Path folder;

    private DuckDbEngine published(Logs logs, long seed) {
        // Every other log in slices, of one decision or a few.
        DuckDbOptions options = DuckDbOptions.withDefaults();
        options = seed % 2 == 0 ? options.withSlice(1 + seed % 3) : options;
        DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log" + seed), options);
        logs.publish(engine, RandomLog.COLUMNS, 1 + (int) (seed % 3));
        return engine;
    }

    static List<Map<String, Object>> assembled(DuckDbEngine engine, Assembly assembly) {
        List<Map<String, Object>> rows = new ArrayList<>();
        long count = engine.assemble(assembly, batch -> rows.addAll(Logs.rows(batch)));
        assertThat(count).isEqualTo(rows.size());
        return rows;
    }

    private static Assembly everything(Moment moment) {
        return Assembly.of(RandomLog.FEATURES, RandomLog.OUTCOMES, RandomLog.LATENESS, moment)
                .recalling(
                        RandomLog.OUTCOMES.stream().map(OutcomeDefinition::name).collect(Collectors.toSet()));
    }

    private static void assertSame(
            List<Map<String, Object>> actual, List<Map<String, Object>> expected, String description) {
        assertThat(actual).as(description).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            Map<String, Object> row = new TreeMap<>(actual.get(i));
            // Sums of up to 60 numbers of the order of 1 in another order: 60 half-units in the last place of 2,
            // 1.3e-14.
            expected.get(i).forEach((column, value) -> {
                if (value instanceof Double number
                        && row.get(column) instanceof Double other
                        && Math.abs(number - other) <= 1e-12) {
                    row.put(column, number);
                }
            });
            assertThat(row).as("%s row %d", description, i).isEqualTo(expected.get(i));
        }
    }

    @Test
    void assemble_atSeveralMoments_equalsTheReference() {
        compareMoments(1, LOGS);
    }

    @Test
    @Tag("thorough")
    void assemble_atSeveralMomentsOfManyLogs_equalsTheReference() {
        compareMoments(1000, 1060);
    }

    private void compareMoments(long first, long last) {
        for (long seed = first; seed <= last; seed++) {
            Logs logs = RandomLog.of(seed);
            try (DuckDbEngine engine = published(logs, seed)) {
                for (long moment = RandomLog.START + 5; moment <= RandomLog.START + RandomLog.SPAN; moment += 19) {
                    Assembly assembly = everything(new Moment.At(moment));
                    String at = "seed " + seed + " at +" + (moment - RandomLog.START);
                    assertSame(assembled(engine, assembly), new ReferenceAssembly(logs, assembly).rows(), at);
                    Assembly engaged = assembly.attributing(RandomLog.ATTRIBUTION);
                    assertSame(
                            assembled(engine, engaged),
                            new ReferenceAssembly(logs, engaged).rows(),
                            at + ", by engagements");
                }
            }
        }
    }

    @Test
    void assemble_atAges_equalsTheReference() {
        compareAges(1, LOGS);
    }

    @Test
    @Tag("thorough")
    void assemble_atAgesOfManyLogs_equalsTheReference() {
        compareAges(1000, 1100);
    }

    private void compareAges(long first, long last) {
        for (long seed = first; seed <= last; seed++) {
            Logs logs = RandomLog.of(seed);
            Moment moment = new Moment.Ages(
                    List.of(0L, 2L, 3L, 10L, 30L, 47L, 60L, 90L), RandomLog.START + 20 + 2 * (seed % 60));
            Assembly assembly = everything(moment);
            try (DuckDbEngine engine = published(logs, seed)) {
                assertSame(assembled(engine, assembly), new ReferenceAssembly(logs, assembly).rows(), "seed " + seed);
                Assembly narrow = assembly.decided(RandomLog.START + 10, RandomLog.START + 30)
                        .servedBy("p1")
                        .seen();
                assertSame(
                        assembled(engine, narrow),
                        new ReferenceAssembly(logs, narrow).rows(),
                        "seed " + seed + ", some decisions, seen");
                Assembly engaged = assembly.attributing(RandomLog.ATTRIBUTION);
                assertSame(
                        assembled(engine, engaged),
                        new ReferenceAssembly(logs, engaged).rows(),
                        "seed " + seed + ", by engagements");
                Assembly narrowEngaged = narrow.attributing(RandomLog.ATTRIBUTION);
                assertSame(
                        assembled(engine, narrowEngaged),
                        new ReferenceAssembly(logs, narrowEngaged).rows(),
                        "seed " + seed + ", by engagements, some decisions, seen");
            }
        }
    }

    private static Assembly wide(Moment moment) {
        return Assembly.of(RandomLog.FEATURES, RandomLog.WIDE, RandomLog.LATENESS, moment)
                .remembering(RandomLog.HISTORY)
                .recalling(RandomLog.WIDE.stream().map(OutcomeDefinition::name).collect(Collectors.toSet()));
    }

    @Test
    void assemble_aroundTheDecision_equalsTheReference() {
        compareWide(1, LOGS);
    }

    @Test
    @Tag("thorough")
    void assemble_aroundTheDecisionOfManyLogs_equalsTheReference() {
        compareWide(1000, 1100);
    }

    private void compareWide(long first, long last) {
        for (long seed = first; seed <= last; seed++) {
            Logs logs = RandomLog.of(seed);
            long asOf = RandomLog.START + 20 + 2 * (seed % 60);
            try (DuckDbEngine engine = published(logs, seed)) {
                Assembly at = wide(new Moment.At(asOf));
                assertSame(assembled(engine, at), new ReferenceAssembly(logs, at).rows(), "seed " + seed + " at");
                Assembly ages = wide(new Moment.Ages(List.of(0L, 3L, 17L, 40L, 70L, 100L), asOf + 40))
                        .attributing(RandomLog.ATTRIBUTION);
                assertSame(assembled(engine, ages), new ReferenceAssembly(logs, ages).rows(), "seed " + seed + " ages");
            }
        }
    }

    private static Logs decided(Logs logs, String id, long time) {
        logs.add(Table.DECISIONS, "decision_id", id, "account", "a", "member", "m", "time", time, "received", time);
        logs.rows(Table.DECISIONS).getLast().put("usable_off_policy", true);
        return logs.add(Table.SLATES, "decision_id", id, "position", 0L, "item", "i", "received", time);
    }

    private static Map<String, Object> event(Logs logs, String id, String kind, long time, long received) {
        logs.add(Table.FEEDBACK, "event_id", id, "kind", kind, "member", "m", "item", "i", "time", time);
        logs.rows(Table.FEEDBACK).getLast().put("received", received);
        return logs.rows(Table.FEEDBACK).getLast();
    }

    private void compareStory(Logs logs, String story) {
        OutcomeDefinition plays = new OutcomeDefinition(
                "plays", "play", new Aggregate.Count(3), Optional.empty(), RandomLog.micros(40), false);
        OutcomeDefinition completed = new OutcomeDefinition(
                "completed", "complete", new Aggregate.Occurred(), Optional.empty(), RandomLog.micros(40), false);
        Assembly assembly = Assembly.of(
                        List.of(),
                        List.of(plays, completed),
                        RandomLog.micros(20),
                        new Moment.Ages(List.of(0L, 10L, 12L, 15L, 20L, 26L, 40L), RandomLog.START + 200))
                .attributing(RandomLog.ATTRIBUTION);
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve(story), DuckDbOptions.withDefaults())) {
            logs.publish(engine, List.of(), 1);
            assertSame(assembled(engine, assembly), new ReferenceAssembly(logs, assembly).rows(), story);
        }
    }

    @Test
    void assemble_anEventGivenFirstToOneThatNamesNoPositionThenToAnother_isEachOnesInItsTime() {
        long start = RandomLog.START;
        Logs logs = decided(decided(Logs.empty(), "a", start), "b", start + 1);
        event(logs, "p2", "play", start + 10, start + 10).put("decision_id", "b");
        event(logs, "c", "complete", start + 12, start + 12);
        event(logs, "p1", "play", start + 8, start + 25).put("decision_id", "a");

        compareStory(logs, "moved");
    }

    @Test
    void assemble_eventsAtOnce_openInTheOrderOfTheirIds() {
        long start = RandomLog.START;
        Logs logs = decided(decided(Logs.empty(), "a", start), "b", start + 1);
        event(logs, "e1", "play", start + 10, start + 10);
        event(logs, "e2", "play", start + 10, start + 10).put("decision_id", "a");
        event(logs, "c", "complete", start + 12, start + 12);

        compareStory(logs, "tied");
    }

    @Test
    void assemble_asOfAMoment_equalsTheLogCutThere() {
        for (long seed = 1; seed <= LOGS / 2; seed++) {
            Logs logs = RandomLog.of(seed);
            long moment = RandomLog.START + 30 + seed % 40;
            try (DuckDbEngine whole = published(logs, seed);
                    DuckDbEngine cut = published(logs.receivedBy(moment), seed + 1000)) {
                if (logs.receivedBy(moment).rows(Table.DECISIONS).isEmpty()
                        || logs.receivedBy(moment).rows(Table.SLATES).isEmpty()) {
                    continue;
                }
                Assembly at = everything(new Moment.At(moment));
                assertThat(assembled(whole, at)).isEqualTo(assembled(cut, at));
            }
        }
    }

    @Test
    void state_onceFinal_theOutcomeNeverChangesAgain() {
        List<Long> ages = new ArrayList<>();
        for (long age = 1; age < RandomLog.SPAN; age += 7) {
            ages.add(age);
        }
        int finals = 0;
        for (long seed = 1; seed <= LOGS / 2; seed++) {
            Logs logs = RandomLog.of(seed);
            try (DuckDbEngine engine = published(logs, seed)) {
                Map<String, Object> settled = new HashMap<>();
                Moment moments = new Moment.Ages(ages, RandomLog.START + 200);
                Assembly assembly = switch ((int) (seed % 3)) {
                    case 0 -> everything(moments);
                    case 1 -> everything(moments).attributing(RandomLog.ATTRIBUTION);
                    default -> wide(moments);
                };
                for (Map<String, Object> row : assembled(engine, assembly)) {
                    for (var outcome : assembly.outcomes()) {
                        String name = "outcome." + outcome.name();
                        String key = row.get("decision_id") + "/" + row.get("position") + "/" + name;
                        Object value = row.getOrDefault(name + ".value", "never") + " from "
                                + row.getOrDefault(name + ".origin", "never");
                        if (settled.containsKey(key)) {
                            assertThat(value)
                                    .as("seed %d %s at %s", seed, key, row.get("age"))
                                    .isEqualTo(settled.get(key));
                            assertThat(row.get(name + ".state")).isEqualTo(1L);
                        }
                        if (row.get(name + ".state").equals(1L)) {
                            settled.put(key, value);
                        }
                    }
                }
                finals += settled.size();
            }
        }
        assertThat(finals).isGreaterThan(100);
    }
}
