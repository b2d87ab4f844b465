package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.engine.Selection;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of one table alone. */
class ListingTest {
    private static final List<FeatureDefinition> FEATURES =
            List.of(new FeatureDefinition("item.genre", Kind.CATEGORICAL));

    @TempDir
    private Path folder;

    private DuckDbEngine open() {
        return DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults());
    }

    /** @param events id, kind, member, item, time, received, and of some the event that is withdrawn */
    private static Logs feedback(Object[][] events) {
        List<String> columns = List.of("event_id", "kind", "member", "item", "time", "received", "retracts");
        Logs logs = Logs.empty();
        for (Object[] event : events) {
            Object[] row = new Object[2 * event.length];
            for (int i = 0; i < event.length; i++) {
                row[2 * i] = columns.get(i);
                row[2 * i + 1] = event[i];
            }
            logs = logs.add(Table.FEEDBACK, row);
        }
        return logs;
    }

    @Test
    void rows_someColumns_areThoseInTheirOrder() {
        Object[][] events = {
            {"2", "play", "m2", "a", 5L, 7L},
            {"1", "thumb", "m1", "b", 4L, 7L},
            {"3", "play", "m1", "a", 3L, 6L},
            {"4", "play", "m1", "a", 3L, 5L}
        };
        try (DuckDbEngine engine = open()) {
            feedback(events).publish(engine, FEATURES, 2);
            List<Object> rows = new ArrayList<>();
            Selection which = Selection.received(6, 8);
            engine.rows(Table.FEEDBACK, List.of(), which.only("member", "event_id"), batch -> {
                assertThat(batch.columns().keySet()).containsExactly("member", "event_id");
                rows.addAll(Logs.rows(batch));
            });
            assertThat(rows)
                    .containsExactly(
                            Map.of("member", "m1", "event_id", "3"),
                            Map.of("member", "m1", "event_id", "1"),
                            Map.of("member", "m2", "event_id", "2"));
            assertThatThrownBy(() -> engine.rows(Table.FEEDBACK, List.of(), which.only("event_ids"), batch -> {}))
                    .hasMessageContaining("no column 'event_ids'")
                    .hasMessageContaining("event_id");
        }
    }

    @Test
    void feedback_ofSomeKinds_isEachEventOnce_asItWasFirstReceived() {
        Object[][] events = {
            {"late", "play", "m", "a", 1L, 30L},
            {"early", "play", "m", "a", 1L, 9L},
            // The first said something else: what comes under its id later does not count, of whatever kind.
            {"twice", "thumb", "m", "a", 11L, 12L},
            {"twice", "play", "m", "b", 11L, 13L},
            // Received at once: the first by its columns, time before kind.
            {"tied", "play", "m", "c", 15L, 20L},
            {"tied", "thumb", "m", "c", 14L, 20L},
            {"back", "thumb", "m", "a", 16L, 21L, "late"},
            {"other", "finish", "m", "d", 17L, 22L},
            // Its first is no longer looked at.
            {"old", "thumb", "m", "e", 2L, 9L},
            {"old", "play", "m", "e", 2L, 25L},
            {"future", "play", "m", "a", 1L, 41L}
        };
        try (DuckDbEngine engine = open()) {
            feedback(events).publish(engine, FEATURES, 3);
            List<String> rows = new ArrayList<>();
            engine.feedback(
                    List.of("play"),
                    10,
                    40,
                    batch -> Logs.rows(batch).forEach(row -> rows.add(row.get("event_id") + " " + row.get("kind"))));
            assertThat(rows).containsExactly("back thumb", "old play", "late play");
        }
    }

    @Test
    void catalogue_severalVersions_showsTheLatestValid() {
        Logs logs = Logs.empty()
                .add(Table.ITEMS, "item", "b", "valid_from", 1L, "received", 1L, "item.genre", "old")
                .add(Table.ITEMS, "item", "b", "valid_from", 5L, "received", 2L, "item.genre", "new")
                .add(Table.ITEMS, "item", "b", "valid_from", 5L, "received", 9L, "item.genre", "corrected")
                .add(Table.ITEMS, "item", "a", "valid_from", 3L, "received", 3L);
        try (DuckDbEngine engine = open()) {
            logs.publish(engine, FEATURES, 1);
            assertThat(Logs.rows(engine.catalogue(FEATURES, 4)))
                    .containsExactly(Map.of("item", "a"), Map.of("item", "b", "item.genre", "old"));
            assertThat(Logs.rows(engine.catalogue(FEATURES, 8)))
                    .containsExactly(Map.of("item", "a"), Map.of("item", "b", "item.genre", "new"));
            assertThat(Logs.rows(engine.catalogue(FEATURES, 9)).getLast()).containsEntry("item.genre", "corrected");
            assertThat(engine.catalogue(FEATURES, 0).size()).isZero();
        }
    }

    @Test
    void memberships_andCandidateSets_areOnceAndSorted() {
        Logs logs = Logs.empty()
                .add(Table.CANDIDATE_SETS, "candidates_id", "y", "items", List.of("i", "j"), "received", 2L)
                .add(Table.CANDIDATE_SETS, "candidates_id", "y", "items", List.of("i", "j"), "received", 3L)
                .add(Table.CANDIDATE_SETS, "candidates_id", "x", "items", List.of("k"), "received", 9L)
                .add(Table.MEMBERSHIPS, "event_id", "2", "account", "b", "event", "join", "time", 1L, "received", 1L)
                .add(Table.MEMBERSHIPS, "event_id", "1", "account", "b", "event", "join", "time", 1L, "received", 2L)
                .add(Table.MEMBERSHIPS, "event_id", "1", "account", "c", "event", "lapse", "time", 1L, "received", 3L)
                .add(Table.MEMBERSHIPS, "event_id", "3", "account", "a", "event", "join", "time", 7L, "received", 9L);
        try (DuckDbEngine engine = open()) {
            logs.publish(engine, FEATURES, 2);
            assertThat(Logs.rows(engine.candidateSets(8)))
                    .containsExactly(Map.of("candidates_id", "y", "items", List.of("i", "j")));
            List<Object> ids = new ArrayList<>();
            assertThat(engine.memberships(
                            8, batch -> Logs.rows(batch).forEach(row -> ids.add(row.getOrDefault("event_id", "")))))
                    .isEqualTo(2);
            assertThat(ids).containsExactly("1", "2");
        }
    }

    @Test
    void watched_feedbackOfSomeKinds_isTheLatestOfEachMemberAndItemAsItWasKnown() {
        Object[][] events = {
            {"1", "play", "m2", "a", 5L, 5L},
            {"2", "play", "m2", "a", 3L, 3L},
            {"3", "finish", "m1", "b", 4L, 4L},
            {"4", "thumb", "m1", "c", 4L, 4L},
            {"5", "play", "m1", "a", 2L, 2L},
            {"6", "play", "m1", "a", 6L, 9L},
            {"7", "play", "m1", "d", 1L, 2L}
        };
        try (DuckDbEngine engine = open()) {
            feedback(events).publish(engine, FEATURES, 2);
            List<Object> rows = new ArrayList<>();
            assertThat(engine.watched(List.of("play", "finish"), 2, 8, batch -> rows.addAll(Logs.rows(batch))))
                    .isEqualTo(3);
            assertThat(rows)
                    .containsExactly(
                            Map.of("member", "m1", "item", "a", "time", 2L),
                            Map.of("member", "m1", "item", "b", "time", 4L),
                            Map.of("member", "m2", "item", "a", "time", 5L));
        }
    }
}
