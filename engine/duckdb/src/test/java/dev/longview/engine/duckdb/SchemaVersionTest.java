package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.engine.LogException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other versions of the schema, written here as those versions would have. */
class SchemaVersionTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    /** A memberships file with the columns given and, beside the schema version, nothing in its footer. */
    private Path write(String select, String version) throws Exception {
        Path file = folder.resolve("log/memberships/day=1970-01-01/old.parquet");
        Files.createDirectories(file.getParent());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'e' AS event_id, 'a' AS account, 'join' AS event, 1::BIGINT AS \"time\","
                    + " 1::BIGINT AS received" + select + ") TO '" + file + "' (FORMAT parquet"
                    + (version.isEmpty() ? "" : ", KV_METADATA {\"longview.schema\": '" + version + "'}") + ")");
        }
        return file;
    }

    private List<Map<String, Object>> read() {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            engine.memberships(9, batch -> rows.addAll(Logs.rows(batch)));
        }
        return rows;
    }

    @Test
    void read_fileFromBeforeAColumnWasAdded_hasItMissing() throws Exception {
        write(", 'p' AS plan", "1.0");
        assertThat(read())
                .containsExactly(Map.of(
                        "event_id", "e", "account", "a", "event", "join", "time", 1L, "received", 1L, "plan", "p"));
    }

    @Test
    void read_fileOfALaterMinorVersion_leavesOutWhatItDoesNotKnow() throws Exception {
        write(", 7 AS future", "1.99");
        assertThat(read()).hasSize(1).noneSatisfy(row -> assertThat(row).containsKey("future"));
    }

    @Test
    void read_fileThatDoesNotSay_isReadByItsColumns() throws Exception {
        write("", "");
        assertThat(read()).hasSize(1);
    }

    @Test
    void read_fileOfAnotherMajorVersion_isRefusedByName() throws Exception {
        Path file = write("", "2.0");
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        LogException.class, e -> assertThat(e.file()).isEqualTo(file))
                .hasMessageContainingAll(file.toString(), "schema 2.0", "reads 1.x", "newer");
        write("", "next");
        assertThatThrownBy(this::read).hasMessageContainingAll(file.toString(), "'next'");
    }
}
