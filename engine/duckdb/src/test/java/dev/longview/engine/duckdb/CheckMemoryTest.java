package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Assembly;
import dev.longview.engine.Checked;
import dev.longview.engine.Inspection;
import dev.longview.engine.Moment;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large log and little memory: what does not fit has to go to disk, and the counts stay exact. */
class CheckMemoryTest {
    private static final long DECISIONS = 2_000_000;
    private static final long MEMORY = 256L << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    @Tag("thorough")
    void check_millionsOfRowsInLittleMemory_areCountedExactly() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            write(statement, "decisions", """
                SELECT 'decision-number-' || i AS decision_id, 'a' || i % 100000 AS account, 'm' || i % 100000 AS member,
                  i * 1000 AS time, i * 1000 AS received, true AS usable_off_policy FROM range($N) r(i)\
                """);
            write(statement, "slates", """
                SELECT 'decision-number-' || i AS decision_id, 0::BIGINT AS position, 'i' || i % 500 AS item,
                  CASE WHEN i % 200000 = 7 THEN 1.5e0 ELSE 0.5e0 END AS conditional_propensity, i * 1000 AS received
                FROM range($N) r(i)\
                """);
            // Each id of the first thousand comes twice.
            write(statement, "feedback", """
                SELECT 'event-number-' || i % ($N - 1000) AS event_id, 'play' AS kind, 'm' || i % 100000 AS member,
                  CASE WHEN i % 500000 = 9000 THEN 'lost' ELSE 'decision-number-' || i END AS decision_id,
                  0::BIGINT AS position, i * 1000 AS time, i * 1000 AS received FROM range($N) r(i)\
                """);
        }
        OutcomeDefinition played = new OutcomeDefinition(
                "played", "play", new Aggregate.Occurred(), Optional.empty(), Duration.ofDays(1), false);
        Inspection inspection = new Inspection(
                Assembly.of(List.of(), List.of(played), Duration.ofDays(1), new Moment.At(DECISIONS * 1000)),
                List.of("play"),
                new LinkedHashMap<>());
        try (DuckDbEngine engine = DuckDbEngine.open(
                folder.resolve("log"),
                DuckDbOptions.withDefaults().withMemory(MEMORY).withThreads(2))) {
            Map<String, Long> met = engine.check(inspection).stream()
                    .filter(check -> check.rows() > 0)
                    .collect(Collectors.toMap(Checked::check, Checked::rows));
            assertThat(met)
                    .isEqualTo(Map.of(
                            "propensity-out-of-range",
                            DECISIONS / 200_000,
                            "candidates-not-named",
                            DECISIONS,
                            "item-unknown",
                            DECISIONS,
                            "duplicate-event",
                            1000L,
                            "differing-event",
                            1000L,
                            "orphan",
                            DECISIONS / 500_000));
        }
    }

    private void write(Statement statement, String table, String query) throws SQLException, IOException {
        Path day = Files.createDirectories(folder.resolve("log/" + table + "/day=1970-01-01"));
        statement.execute("COPY (" + query.replace("$N", String.valueOf(DECISIONS)) + ") TO '"
                + day.resolve("all.parquet") + "' (FORMAT parquet)");
    }
}
