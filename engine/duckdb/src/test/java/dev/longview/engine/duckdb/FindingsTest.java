package dev.longview.engine.duckdb;

import static dev.longview.engine.duckdb.CleanLog.DAY;
import static dev.longview.engine.duckdb.CleanLog.FEATURES;
import static dev.longview.engine.duckdb.CleanLog.decision;
import static dev.longview.engine.duckdb.CleanLog.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Assembly;
import dev.longview.engine.Finding;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.Table;
import dev.longview.outcome.Attribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters of the rules, each on a log in which all else is well. */
class FindingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private DuckDbEngine open() {
        return DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults());
    }

    private Map<String, Long> met(Logs log, Assembly assembly) {
        try (DuckDbEngine engine = open()) {
            log.publish(engine, FEATURES, 1);
            return engine.findings(assembly).stream()
                    .filter(finding -> finding.rows() > 0)
                    .collect(Collectors.toMap(Finding::rule, Finding::rows));
        }
    }

    private static Assembly assembly() {
        return CleanLog.inspection().assembly();
    }

    @Test
    void findings_cleanLog_areNone() {
        assertThat(met(CleanLog.log(), assembly())).isEmpty();
    }

    @Test
    void findings_retractionOfARetractableKind_isRetracted() {
        Logs log = CleanLog.log();
        event(log, "withdraws", "thumb", 12 * DAY, "retracts", "thumb");
        event(log, "again", "thumb", 13 * DAY, "retracts", "thumb");
        assertThat(met(log, assembly())).isEqualTo(Map.of("retracted", 2L));
    }

    @Test
    void findings_eventsThatTheirOutcomesCannotRead_areCountedByReason() {
        Logs log = CleanLog.log();
        event(log, "d0-watch").remove("value");
        event(log, "d1-watch").put("value", Double.NaN);
        event(log, "thumb").put("label", "sideways");
        assertThat(met(log, assembly())).isEqualTo(Map.of("missing-value", 2L, "unknown-label", 1L));
    }

    @Test
    void findings_decisionFromTheFuture_isFutureDated() {
        Logs log = CleanLog.log();
        decision(log, "d0").put("time", 10 * DAY + 1);
        assertThat(met(log, assembly())).isEqualTo(Map.of("future-dated-decision", 1L));
    }

    @Test
    void findings_eventWithoutADecisionInAnEngagement_isEngagedElseOrganic() {
        Logs log = CleanLog.log();
        // d0 recommends i0, plays open engagements of a day; i0 is played after it without naming it, i7 was never
        // recommended.
        event(log, "given", "play", 10 * DAY + CleanLog.HOUR, "item", "i0");
        event(log, "nobody's", "play", 10 * DAY + CleanLog.HOUR, "item", "i7");
        Assembly attributing =
                assembly().attributing(new Attribution("play", Duration.ofDays(2), Duration.ofDays(1), true));
        assertThat(met(log, attributing)).isEqualTo(Map.of("engaged", 1L, "organic", 1L));
        assertThat(met(log, assembly())).isEqualTo(Map.of("organic", 2L));
    }

    @Test
    void findings_rowsOfOtherProgramsThatLackARequiredColumn_areIncomplete() {
        Logs log = CleanLog.log();
        Logs other = Logs.empty();
        other.add(Table.DECISIONS, "account", "a", "time", DAY, "received", DAY);
        other.add(Table.SLATES, "decision_id", "d0", "position", 7L, "received", 10 * DAY);
        other.add(Table.SLATES, "decision_id", "d0", "item", "i0", "received", 10 * DAY);
        other.add(Table.FEEDBACK, "event_id", "timeless", "kind", "play", "received", 11 * DAY);
        other.add(Table.FEEDBACK, "event_id", "kindless", "time", DAY, "received", 11 * DAY);
        other.add(Table.FEEDBACK, "event_id", "unreceived", "kind", "play", "time", DAY);
        try (DuckDbEngine engine = open()) {
            other.tables().forEach((table, rows) -> {
                Path file = folder.resolve("log/" + table.tableName() + "/day=1970-01-02/other.parquet");
                try (SegmentWriter writer = engine.writeFile(file, table.types(FEATURES))) {
                    writer.append(Logs.batch(table, FEATURES, rows));
                    writer.publish();
                }
            });
        }
        assertThat(met(log, assembly()))
                .isEqualTo(Map.of("incomplete-decision", 1L, "incomplete-recommendation", 2L, "incomplete-event", 3L));
    }
}
