package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsByAgeTest {
    private static final long DAY = 86_400_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void label_byAge_endsAsTheLabelsOfTodayAndHasNoRowBeforeItsTime() throws IOException, SQLException {
        Path file = folder.resolve("moving.parquet");
        assertThat(run("init").exit()).isEqualTo(Exit.DONE);
        assertThat(run("simulate", "--members", 300, "--days", 8).exit()).isEqualTo(Exit.DONE);
        assertThat(run("label", "--reward", "ctr").exit()).isEqualTo(Exit.DONE);
        CommandLineRun run = run("label", "--reward", "ctr", "--ages", "4d,10m,30d", "--to", file, "--json");
        assertThat(run.err()).isEmpty();
        JsonNode told = new JsonMapper().readTree(run.out());
        // Nothing has come of age in thirty days.
        assertThat(told.path("ages")).hasSize(2);
        assertThat(told.at("/ages/0/age").asLong()).isEqualTo(600_000_000L);
        assertThat(told.at("/ages/1/settled").asLong())
                .isEqualTo(told.at("/ages/1/rows").asLong());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW moving AS FROM read_parquet('" + file + "')");
            statement.execute("CREATE VIEW now AS FROM read_parquet('" + folder + "/labels/ctr/*.parquet')");
            assertThat(number(statement, "SELECT count(*) FROM moving"))
                    .isEqualTo(told.at("/ages/0/rows").asLong()
                            + told.at("/ages/1/rows").asLong());
            String old = "SELECT * FROM moving WHERE age = " + 4 * DAY;
            assertThat(number(statement, "SELECT count(*) FROM (" + old + ")")).isGreaterThan(1_000);
            assertThat(number(statement, "SELECT sum(so_far) FROM (" + old + ")"))
                    .isGreaterThan(20);
            // A play counts for a day and is received within two: at four days the label is what it is now.
            assertThat(number(
                            statement,
                            "SELECT count(*) FROM (" + old + ") m JOIN now USING (decision_id, position)"
                                    + " WHERE m.expected IS DISTINCT FROM now.expected OR m.member <> now.member"))
                    .isZero();
            assertThat(number(
                            statement,
                            "SELECT count(*) FROM now WHERE time + " + 4 * DAY + " <= (SELECT max(time) FROM now)"))
                    .isLessThanOrEqualTo(number(statement, "SELECT count(*) FROM (" + old + ")"));
            // Ten minutes know less, and never more.
            assertThat(number(
                            statement,
                            "SELECT count(*) FROM (" + old + ") m JOIN moving y USING (decision_id, position)"
                                    + " WHERE y.age < m.age AND y.so_far > m.so_far"))
                    .isZero();
            assertThat(number(statement, "SELECT sum(so_far) FROM moving WHERE age < " + DAY))
                    .isPositive();
        }
    }

    @Test
    void label_agesWithoutFileOrFileWithoutAgesOrNonsense_isRefused() {
        assertThat(run("init").exit()).isEqualTo(Exit.DONE);
        assertThat(run("label", "--reward", "ctr", "--ages", "1d").err()).contains("--ages and --to go together");
        assertThat(run("label", "--reward", "ctr", "--to", "x.parquet").err()).contains("--ages and --to go together");
        CommandLineRun nonsense = run("label", "--reward", "ctr", "--ages", "soon", "--to", "x.parquet");
        assertThat(nonsense.exit()).isEqualTo(Exit.REFUSED);
        assertThat(nonsense.err()).contains("'soon' is no duration");
    }

    /** There is no log yet: whoever reads it first says that it is empty. */
    @Test
    void label_toAFolder_isRefusedBeforeTheLogIsRead() {
        assertThat(run("init").exit()).isEqualTo(Exit.DONE);
        CommandLineRun toFolder = run("label", "--reward", "ctr", "--ages", "1d", "--to", folder);
        assertThat(toFolder.exit()).isEqualTo(Exit.REFUSED);
        assertThat(toFolder.err())
                .contains("--to: " + folder + " is a folder; name a file in it, such as " + folder)
                .doesNotContain("empty");
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private CommandLineRun run(Object... arguments) {
        return CommandLineRun.in(folder, arguments);
    }
}
