package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reward that reads features of the item and of the visit, from the log to the policy, against SQL over the log's own files. */
class RewardOfFeaturesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REWARDS = """
        rewards:
          starts: { is: "played ? 1 : 0" }
          time: { is: "minutes" }
          share:
            parts:
              seen: "min(minutes / clamp(orValue(item.runtime, 90), 10, 600), 1)"
              sofa: "item.kind == 'film' && context.device in ['tv', 'console'] ? 0.5 : 0"
            is: "played ? seen + sofa : 0"
        """;
    /** The same by hand. Titles' features do not change in the simulated log, and no recommendation is left out of a label set. */
    private static final String BY_HAND = """
        CREATE TABLE hand AS
        SELECT s.decision_id, s.position, s.item, p.so_far AS played, m.so_far AS minutes, l.so_far AS share, l.reading,
          i."item.runtime" AS runtime, i."item.kind" AS kind, d."context.device" AS device,
          CASE WHEN p.so_far > 0 THEN
            least(m.so_far / greatest(10, least(600, coalesce(i."item.runtime", 90))), 1)
              + CASE WHEN i."item.kind" = 'film' AND d."context.device" IN ('tv', 'console') THEN 0.5 ELSE 0 END
          ELSE 0 END AS share_by_hand
        FROM read_parquet('$LOG/slates/**/*.parquet', hive_partitioning = false) s
        JOIN read_parquet('$LOG/decisions/**/*.parquet', hive_partitioning = false) d USING (decision_id)
        JOIN (SELECT item, any_value("item.runtime") AS "item.runtime", any_value("item.kind") AS "item.kind"
              FROM read_parquet('$LOG/items/**/*.parquet', hive_partitioning = false) GROUP BY item) i ON i.item = s.item
        JOIN read_parquet('$LABELS/starts/*.parquet') p ON p.decision_id = s.decision_id AND p.position = s.position
        JOIN read_parquet('$LABELS/time/*.parquet') m ON m.decision_id = s.decision_id AND m.position = s.position
        JOIN read_parquet('$LABELS/share/*.parquet') l ON l.decision_id = s.decision_id AND l.position = s.position
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void reward_ofItemAndContext_isTheSameInLabelsExplanationsSqlTrainingAndEvaluation()
            throws IOException, SQLException {
        done("init");
        Path config = folder.resolve("longview.yaml");
        String text = Files.readString(config)
                .replace("rewards:\n", REWARDS)
                .replace("policies:\n", "policies:\n  longer: { reward: share, features: [item.genre], epochs: 1 }\n");
        Files.writeString(config, text);
        done("simulate", "--members", 300, "--days", 5);
        for (String reward : new String[] {"starts", "time", "share"}) {
            done("label", "--reward", reward);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(BY_HAND.replace("$LOG", folder.resolve("log").toString())
                    .replace("$LABELS", folder.resolve("labels").toString()));
            assertThat(number(statement, "SELECT count(*) FROM hand")).isGreaterThan(2_000);
            // Both branches of what the features decide are there, and a missing runtime has no say in the outcome.
            assertThat(number(statement, "SELECT count(*) FROM hand WHERE played > 0 AND share_by_hand >= 0.5"))
                    .isGreaterThan(20);
            assertThat(number(statement, "SELECT count(*) FROM hand WHERE played > 0 AND share_by_hand < 0.5"))
                    .isGreaterThan(20);
            assertThat(number(statement, "SELECT max(abs(share - share_by_hand)) FROM hand"))
                    .isZero();
            sameInSql(statement);
            sameWhenExplained(statement);
            double served = number(
                    statement,
                    "SELECT avg(total) FROM (SELECT sum(share_by_hand) AS total FROM hand GROUP BY decision_id)");
            trainedAndEvaluated(served);
        }
    }

    /** What {@code reward sql} prints, over a table of the shape that it asks for. */
    private void sameInSql(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE assembled AS SELECT decision_id, position, item, runtime AS \"item.runtime\","
                + " kind AS \"item.kind\", device AS \"context.device\", played AS \"outcome.played.value\","
                + " minutes AS \"outcome.minutes.value\" FROM hand");
        CommandLineRun sql = run("reward", "sql", "share", "--expression");
        assertThat(sql.err()).isEmpty();
        assertThat(number(
                        statement,
                        "SELECT max(abs(r - share_by_hand)) FROM (SELECT decision_id, position, " + sql.out()
                                + " AS r FROM assembled) JOIN hand USING (decision_id, position)"))
                .isZero();
    }

    private void sameWhenExplained(Statement statement) throws IOException, SQLException {
        String decision;
        double sum;
        try (ResultSet row =
                statement.executeQuery("SELECT decision_id, sum(share_by_hand) FROM hand GROUP BY decision_id"
                        + " ORDER BY max(CASE WHEN share_by_hand > 0.5 THEN 1 ELSE 0 END) DESC, decision_id LIMIT 1")) {
            assertThat(row.next()).isTrue();
            decision = row.getString(1);
            sum = row.getDouble(2);
        }
        JsonNode explained = json("reward", "explain", "share", "--decision", decision);
        double terms = StreamSupport.stream(explained.findValues("terms").spliterator(), false)
                .flatMap(of -> StreamSupport.stream(of.spliterator(), false))
                .mapToDouble(term -> term.path("value").asDouble(Double.NaN))
                .sum();
        assertThat(terms).as(explained.toPrettyString()).isEqualTo(sum, within(1e-12));
        assertThat(explained.toString()).contains("seen", "sofa");
    }

    private void trainedAndEvaluated(double served) throws IOException {
        JsonNode trained = json("policy", "train", "longer");
        assertThat(trained.toString()).contains("longer");
        JsonNode shown = json("reward", "show", "share");
        assertThat(shown.at("/trained/0/this_version").asBoolean()).isTrue();
        CommandLineRun evaluated = run("evaluate", "longer", "--json");
        assertThat(evaluated.err()).isEmpty();
        JsonNode report = JSON.readTree(evaluated.out());
        assertThat(report.path("reward").asText()).isEqualTo("share");
        assertThat(report.at("/expected/on_policy/value").asDouble(Double.NaN))
                .as(report.toPrettyString())
                .isEqualTo(served, within(1e-9));
    }

    private static double number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            double number = row.getDouble(1);
            assertThat(row.wasNull()).as(sql).isFalse();
            return number;
        }
    }

    private JsonNode json(Object... arguments) throws IOException {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        CommandLineRun run = run(all);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isEqualTo(Exit.DONE);
        return JSON.readTree(run.out());
    }

    private void done(Object... arguments) {
        CommandLineRun run = run(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isEqualTo(Exit.DONE);
    }

    private CommandLineRun run(Object... arguments) {
        return CommandLineRun.in(folder, arguments);
    }
}
