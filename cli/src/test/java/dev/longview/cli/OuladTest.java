package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longview.columns.Batch;
import dev.longview.config.ConfigFile;
import dev.longview.config.Configuration;
import dev.longview.config.Reading;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.outcome.Assembled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe of examples/oulad, as its README tells it, against counts in SQL over the files of the data set themselves. */
class OuladTest {
    private static final List<String> OUTCOMES = List.of("submissions", "score", "best", "withdrawn");
    private static final long DAY = 86_400_000_000L;
    private static final long END = 1_500_000_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    @Tag("thorough")
    void recipe_agesOfTwoToEightWeeks_equalCountsOverTheFiles() throws IOException, InterruptedException, SQLException {
        Path root = Path.of(System.getProperty("longview.root", "."));
        Path data = root.resolve("../shared/data/oulad");
        assumeTrue(Files.isDirectory(data), "the OULAD files are not there");
        Path recipe = root.resolve("examples/oulad");
        Files.copy(recipe.resolve("longview.yaml"), folder.resolve("longview.yaml"));
        Path rows = folder.resolve("oulad.jsonl");
        Process script = new ProcessBuilder("sh", recipe.resolve("convert.sh").toString(), data.toString())
                .redirectOutput(rows.toFile())
                .redirectError(folder.resolve("told").toFile())
                .start();
        assertThat(script.waitFor()).isZero();
        assertThat(folder.resolve("told"))
                .content()
                .contains("left out: 2678 enrolments", "0 submissions without a day");
        CommandLineRun imported = CommandLineRun.of("import", "events", rows, "--workspace", folder);
        assertThat(imported.exit()).as(imported.out() + imported.err()).isEqualTo(Exit.DONE);

        Map<String, double[]> expected = byHand(data);
        Map<String, double[]> assembled = assembled(List.of(14L, 28L, 42L, 56L));

        assertThat(expected).hasSize(4 * 22);
        assertThat(assembled.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, sums) -> assertThat(assembled.get(key)).as(key).containsExactly(sums));
        // What the data's own description tells of all enrolments, less those that never began: 32,593 − 2,678.
        assertThat(expected.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("14 "))
                        .mapToDouble(entry -> entry.getValue()[0])
                        .sum())
                .isEqualTo(29_915);
    }

    /** By age in days and presentation: enrolments, then the sum of each outcome's values. All are whole numbers. */
    private Map<String, double[]> assembled(List<Long> days) throws IOException {
        Configuration configuration = switch (ConfigFile.read(Files.readString(folder.resolve("longview.yaml")))) {
            case Reading.Checked(Configuration checked) -> checked;
            case Reading.Refused refused -> throw new AssertionError(refused.render("longview.yaml"));
        };
        Map<String, double[]> sums = new TreeMap<>();
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            Assembly assembly = Assembly.of(
                    configuration.features(),
                    configuration.outcomes(),
                    configuration.lateness(),
                    new Moment.Ages(days.stream().map(day -> day * DAY).toList(), END));
            engine.assemble(assembly, batch -> add(batch, sums));
        }
        return sums;
    }

    private static void add(Batch batch, Map<String, double[]> sums) {
        long[] ages = batch.longs(Assembled.AGE);
        for (int row = 0; row < batch.size(); row++) {
            String key = ages[row] / DAY + " " + batch.texts(Assembled.ITEM).text(row);
            double[] of = sums.computeIfAbsent(key, unseen -> new double[1 + OUTCOMES.size()]);
            of[0]++;
            for (int k = 0; k < OUTCOMES.size(); k++) {
                of[k + 1] += batch.doubles(Assembled.value(OUTCOMES.get(k)))[row];
            }
        }
    }

    /** The same straight from the files: days 0 to before the age, since what happened on a day happened by its end. */
    private static Map<String, double[]> byHand(Path data) throws SQLException {
        Map<String, double[]> sums = new TreeMap<>();
        String sql = """
            WITH enrolled AS (
                SELECT code_module || '-' || code_presentation AS item, id_student,
                    TRY_CAST(date_unregistration AS INTEGER) AS gone
                FROM read_csv('%1$s/studentRegistration.csv.gz', all_varchar = true)
                WHERE coalesce(TRY_CAST(date_unregistration AS INTEGER), 0) >= 0
            ), submitted AS (
                SELECT code_module || '-' || code_presentation AS item, id_student,
                    date_submitted::INTEGER AS day, score::DOUBLE AS score
                FROM read_csv('%1$s/student_assessment_processed.csv.gz', all_varchar = true)
                JOIN read_csv('%1$s/assessments.csv', all_varchar = true) USING (id_assessment)
                WHERE is_banked = '0' AND date_submitted::INTEGER >= 0
            ), each_one AS (
                SELECT age, e.item, e.id_student, any_value(gone) AS gone, count(s.day) AS submissions,
                    coalesce(sum(s.score), 0) AS score, coalesce(max(s.score), 0) AS best
                FROM (VALUES (14), (28), (42), (56)) AS ages(age)
                CROSS JOIN enrolled AS e
                LEFT JOIN submitted AS s ON s.item = e.item AND s.id_student = e.id_student AND s.day < age
                GROUP BY age, e.item, e.id_student
            )
            SELECT age || ' ' || item, count(*), sum(submissions), sum(score), sum(best), count(*) FILTER (gone < age)
            FROM each_one GROUP BY age, item
            """.formatted(data);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                double[] of = new double[1 + OUTCOMES.size()];
                for (int k = 0; k < of.length; k++) {
                    of[k] = result.getDouble(k + 2);
                }
                sums.put(result.getString(1), of);
            }
        }
        return sums;
    }
}
