package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Assembly;
import dev.longview.engine.Check;
import dev.longview.engine.Checked;
import dev.longview.engine.Inspection;
import dev.longview.engine.Moment;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks against loops over the rows, on random logs with every kind of disorder. */
@NullUnmarked // a missing value of a row is null here
class CheckAgainstCountingTest {
    private static final List<String> KINDS = List.of("play", "watch", "thumb", "like", "complete", "impression");

    @TempDir
    private Path folder;

    @Test
    void check_randomLogs_countsWhatLoopsCount() {
        compare(1, 3);
    }

    @Test
    @Tag("thorough")
    void check_manyRandomLogs_countsWhatLoopsCount() {
        // None of them is right because nothing ever meets it.
        assertThat(compare(2000, 2060))
                .allSatisfy(
                        (check, rows) -> assertThat(rows).as(check.checkName()).isPositive());
    }

    private Map<Check, Long> compare(long first, long last) {
        Map<Check, Long> met = new EnumMap<>(Check.class);
        for (long seed = first; seed <= last; seed++) {
            Logs log = RandomLog.of(seed);
            try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log" + seed), DuckDbOptions.withDefaults())) {
                log.publish(engine, RandomLog.COLUMNS, 1 + (int) (seed % 3));
                for (int after : List.of(12, 2 * RandomLog.SPAN)) {
                    long moment = RandomLog.START + after;
                    String as = "seed " + seed + " as of +" + after;
                    Map<Check, Found> expected = new Counting(log.receivedBy(moment)).found();
                    Map<String, Checked> checked = engine.check(inspection(moment)).stream()
                            .collect(Collectors.toMap(Checked::check, Function.identity()));
                    expected.forEach((check, found) -> {
                        Checked actual = checked.get(check.checkName());
                        assertThat(new Found(actual.rows(), actual.of(), actual.examples()))
                                .as("%s of %s", check, as)
                                .isEqualTo(found);
                        met.merge(check, found.rows, Long::sum);
                    });
                }
            }
        }
        return met;
    }

    private static Inspection inspection(long moment) {
        Assembly assembly = Assembly.of(
                        RandomLog.FEATURES, RandomLog.OUTCOMES, RandomLog.LATENESS, new Moment.At(moment))
                .seen();
        return new Inspection(assembly, KINDS, new TreeMap<>());
    }

    private record Found(long rows, long of, List<String> examples) {}

    /** The rows received by the moment, and those that count. */
    private record Counting(Logs log) {
        Map<Check, Found> found() {
            Map<Check, Found> found = new EnumMap<>(Check.class);
            List<Map<String, Object>> decisions = ReferenceAssembly.once(log, Table.DECISIONS);
            List<Map<String, Object>> slates = ReferenceAssembly.once(log, Table.SLATES);
            List<Map<String, Object>> events = ReferenceAssembly.once(log, Table.FEEDBACK);
            repeats(found, Table.DECISIONS, Counting::decisionId, Check.DUPLICATE_DECISION);
            repeats(found, Table.SLATES, Counting::slateId, Check.DUPLICATE_RECOMMENDATION);
            repeats(found, Table.FEEDBACK, Counting::eventId, Check.DUPLICATE_EVENT);
            repeats(found, Table.MEMBERSHIPS, Counting::eventId, Check.DUPLICATE_MEMBERSHIP);
            found.put(
                    Check.DIFFERING_EVENT,
                    found(
                            groups(Table.FEEDBACK, Counting::eventId).entrySet(),
                            Map.Entry::getKey,
                            group -> group.getValue().stream()
                                            .map(Counting::content)
                                            .distinct()
                                            .count()
                                    > 1));
            found.put(Check.FUTURE_DATED_EVENT, found(events, Counting::eventId, Counting::ahead));
            found.put(Check.FUTURE_DATED_DECISION, found(decisions, Counting::decisionId, Counting::ahead));
            found.put(Check.UNDECLARED_KIND, found(events, Counting::eventId, row -> !KINDS.contains(row.get("kind"))));
            found.put(Check.PAST_LATENESS, found(events, Counting::eventId, Counting::late));
            Set<Object> known =
                    decisions.stream().map(row -> row.get("decision_id")).collect(Collectors.toSet());
            found.put(
                    Check.ORPHAN,
                    found(
                            events,
                            Counting::eventId,
                            row -> !late(row)
                                    && row.get("retracts") == null
                                    && row.get("decision_id") != null
                                    && !known.contains(row.get("decision_id"))));
            found.put(
                    Check.SLATE_WITHOUT_DECISION,
                    found(slates, Counting::slateId, row -> !known.contains(row.get("decision_id"))));
            Set<Object> served =
                    slates.stream().map(row -> row.get("decision_id")).collect(Collectors.toSet());
            found.put(
                    Check.DECISION_WITHOUT_SLATE,
                    found(decisions, Counting::decisionId, row -> !served.contains(row.get("decision_id"))));
            List<Map<String, Object>> withSlate = decisions.stream()
                    .filter(row -> served.contains(row.get("decision_id")))
                    .toList();
            Map<Object, List<Map<String, Object>>> ofDecision =
                    slates.stream().collect(Collectors.groupingBy(row -> row.get("decision_id")));
            found.put(Check.REPEATED_ITEM, found(withSlate, Counting::decisionId, row -> {
                var rows = ofDecision.get(row.get("decision_id"));
                return rows.stream().map(one -> one.get("item")).distinct().count() < rows.size();
            }));
            found.put(Check.SLATE_WITH_GAPS, found(withSlate, Counting::decisionId, row -> {
                Set<Object> positions = new HashSet<>();
                var rows = ofDecision.get(row.get("decision_id"));
                rows.forEach(one -> positions.add(one.get("position")));
                for (long position = 0; position < rows.size(); position++) {
                    if (!positions.contains(position)) {
                        return true;
                    }
                }
                return false;
            }));
            Set<Object> seen = events.stream()
                    .filter(row -> "impression".equals(row.get("kind")) && row.get("retracts") == null)
                    .map(row -> row.get("decision_id"))
                    .collect(Collectors.toSet());
            found.put(
                    Check.DECISION_WITHOUT_IMPRESSION,
                    found(withSlate, Counting::decisionId, row -> !seen.contains(row.get("decision_id"))));
            Set<Object> items =
                    log.rows(Table.ITEMS).stream().map(row -> row.get("item")).collect(Collectors.toSet());
            List<Map<String, Object>> decided = slates.stream()
                    .filter(row -> known.contains(row.get("decision_id")))
                    .toList();
            found.put(Check.ITEM_UNKNOWN, found(decided, Counting::slateId, row -> !items.contains(row.get("item"))));
            return found;
        }

        private static String decisionId(Map<String, Object> row) {
            return (String) row.get("decision_id");
        }

        private static String slateId(Map<String, Object> row) {
            return row.get("decision_id") + "/" + row.get("position");
        }

        private static String eventId(Map<String, Object> row) {
            return (String) row.get("event_id");
        }

        private static boolean ahead(Map<String, Object> row) {
            return (Long) row.get("received") < (Long) row.get("time");
        }

        private static boolean late(Map<String, Object> row) {
            return (Long) row.get("received") - (Long) row.get("time") > 15;
        }

        private static Map<String, Object> content(Map<String, Object> row) {
            Map<String, Object> content = new HashMap<>(row);
            content.remove("received");
            return content;
        }

        private Map<String, List<Map<String, Object>>> groups(Table table, Function<Map<String, Object>, String> id) {
            return log.rows(table).stream().collect(Collectors.groupingBy(id));
        }

        private void repeats(
                Map<Check, Found> found, Table table, Function<Map<String, Object>, String> id, Check check) {
            found.put(
                    check,
                    found(
                            groups(table, id).entrySet(),
                            Map.Entry::getKey,
                            group -> group.getValue().size() > 1));
        }

        private static <T> Found found(Collection<T> rows, Function<T, String> id, Predicate<T> met) {
            List<String> ids = rows.stream()
                    .filter(met)
                    .map(id)
                    .map(Objects::requireNonNull)
                    .sorted()
                    .toList();
            return new Found(ids.size(), rows.size(), ids.subList(0, Math.min(ids.size(), Checked.EXAMPLES)));
        }
    }
}
