package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Expression;
import dev.longview.engine.sql.Query;
import dev.longview.engine.sql.Rewards;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rendered rewards against {@link Reward#evaluate}, on random rows, some of them outside of what is declared. */
class RewardsTest {
    private static final int ROWS = 200;
    private static final int RANDOM_REWARDS = 400;
    private static final double DAY = 86_400e6;

    private static final List<OutcomeDefinition> OUTCOMES = List.of(
            outcome("played", new Aggregate.Occurred(), "", 1),
            outcome("minutes", new Aggregate.Sum(6000), "", 28),
            outcome("plays", new Aggregate.Count(3), "", 28),
            outcome("best", new Aggregate.Max(10), "played", 28),
            outcome("seen", new Aggregate.TimeToFirst(), "", 7),
            outcome("completed", new Aggregate.TimeToFirst(), "played", 28),
            outcome("thumb", new Aggregate.Last(List.of("down", "none", "up")), "played", 28));
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.runtime", Kind.NUMERIC));

    /** The template's own, and every construct of the language once. */
    private static final List<String> WRITTEN = List.of(
            """
            played
              ? (completed ? 1 + 0.5 * exp(-days(completed) / 7) : 0.2 * min(minutes / 60, 1))
                + (thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0)
              : 0
            """,
            "played ? 1 : 0",
            "thumb in ['up', 'down'] ? 1 : 0",
            "'up' != thumb && !(plays >= 2) || seen ? minutes : -minutes",
            "opinion(thumb) == 'up' ? 1 : 0",
            "context.device == 'tv' ? 1 : context.device in ['phone', 'it\\'s'] ? 2 : 3",
            "'car' != context.device ? 1 : 0",
            "'drama' in item.genres ? 1 : 0",
            "clamp(orValue(item.runtime, 90), -5, 300)",
            "hours(seen) + days(completed) - best / 3",
            "abs(plays - 1.5) * sqrt(minutes)",
            "log(1 + minutes) + pow(1 + best, 0.3) + pow(plays, 2) + max(plays, best, 1e-3)",
            "(played == (plays > 1)) ? 1 : 0",
            "(played ? seen : !(completed)) ? 1 : 0",
            "minutes < 30 ? 1 : minutes <= 60 ? 2 : minutes > 600 ? 3 : minutes != 500 ? 4 : 5");

    private final SplittableRandom random = new SplittableRandom(31);

    private static OutcomeDefinition outcome(String name, Aggregate as, String from, int days) {
        return new OutcomeDefinition(
                name, name, as, Optional.of(from).filter(origin -> !origin.isEmpty()), Duration.ofDays(days), false);
    }

    @Test
    void of_writtenAndRandomRewards_equalsEvaluateRowByRow() throws SQLException {
        List<String> texts = new ArrayList<>(WRITTEN);
        for (int i = 0; i < RANDOM_REWARDS; i++) {
            texts.add(number(1 + random.nextInt(4)));
        }
        Rows rows = new Rows(random);
        int exact = 0;
        int compiled = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(rows.table());
            for (int k = 0; k < texts.size(); k++) {
                String text = texts.get(k);
                Compilation compilation = Reward.compile(
                        new RewardDefinition("sample", text, Optional.empty(), Optional.empty()), OUTCOMES, FEATURES);
                if (!(compilation instanceof Compilation.Compiled(Reward reward))) {
                    // A random one may have a constant condition or too wide a range; a written one may not.
                    assertThat(k).as("%s: %s", text, compilation).isGreaterThanOrEqualTo(WRITTEN.size());
                    continue;
                }
                compiled++;
                // The engine's exp, log and pow may differ in the last digits, here relative to the largest value that
                // there can be.
                boolean others = text.matches("(?s).*\\b(exp|log|pow)\\(.*");
                double scale = Math.max(
                        1, Math.max(-reward.range().low(), reward.range().high()));
                exact += others ? 0 : 1;
                check(statement, reward, rows, text, others ? 1e-12 * scale : 0);
            }
        }
        assertThat(compiled).isGreaterThan(texts.size() / 2);
        assertThat(exact).isGreaterThan(compiled / 4);
    }

    private static void check(Statement statement, Reward reward, Rows rows, String text, double tolerance)
            throws SQLException {
        double[] expected = reward.evaluate(rows.batch());
        Query query = new Query(
                List.of(),
                Query.Select.from("rows")
                        .output(Rewards.of(reward, "rows", OUTCOMES, FEATURES), "reward")
                        .orderBy(Expression.name("rows", "id")),
                List.of());
        String sql = Dialect.DUCKDB.render(query);
        try (ResultSet result = statement.executeQuery(sql)) {
            for (int i = 0; i < ROWS; i++) {
                assertThat(result.next()).isTrue();
                double value = result.getDouble(1);
                assertThat(result.wasNull()).as("%s at row %d", text, i).isFalse();
                // A zero may have either sign.
                assertThat(value + 0.0)
                        .as("%s at row %d:%n%s", text, i, sql)
                        .isEqualTo(expected[i] + 0.0, within(tolerance));
            }
        }
    }

    /** Columns of an assembled batch, and the same as a table. */
    private static final class Rows {
        private final Map<String, double[]> numbers = new LinkedHashMap<>();
        private final List<Optional<String>> device = new ArrayList<>();
        private final List<List<String>> genres = new ArrayList<>();

        Rows(SplittableRandom random) {
            for (OutcomeDefinition outcome : OUTCOMES) {
                numbers.put(Assembled.value(outcome.name()), new double[ROWS]);
            }
            numbers.put("item.runtime", new double[ROWS]);
            for (int i = 0; i < ROWS; i++) {
                set("outcome.played.value", i, random.nextInt(2));
                set("outcome.minutes.value", i, pick(random, 0, -0.0, 30, 60, 500, 6000, 7000, random.nextDouble(700)));
                set("outcome.plays.value", i, random.nextInt(5));
                set("outcome.best.value", i, pick(random, 0, 10, 1.0 / 3, random.nextDouble(12)));
                set("outcome.seen.value", i, pick(random, Double.NaN, 0, 7 * DAY, 9 * DAY, random.nextDouble(DAY)));
                set("outcome.completed.value", i, pick(random, Double.NaN, DAY / 2, random.nextDouble(28 * DAY)));
                set("outcome.thumb.value", i, random.nextInt(3));
                set("item.runtime", i, pick(random, Double.NaN, 1e300, 90, random.nextDouble(-100, 400)));
                String word = List.of("tv", "phone", "car", "it's", "").get(random.nextInt(5));
                device.add(word.isEmpty() ? Optional.empty() : Optional.of(word));
                genres.add(List.of("drama", "comedy").subList(0, random.nextInt(3)));
            }
        }

        private void set(String column, int row, double value) {
            column(column)[row] = value;
        }

        private double[] column(String name) {
            double[] column = numbers.get(name);
            if (column == null) {
                throw new IllegalArgumentException(name);
            }
            return column;
        }

        private static double pick(SplittableRandom random, double... of) {
            return of[random.nextInt(of.length)];
        }

        Batch batch() {
            Map<String, Column> columns = new LinkedHashMap<>();
            numbers.forEach((name, values) -> columns.put(name, new Column.Doubles(values)));
            String[] devices = {"tv", "phone", "car", "it's"};
            columns.put(
                    "context.device",
                    new Column.Texts(
                            device.stream()
                                    .mapToInt(word ->
                                            word.map(List.of(devices)::indexOf).orElse(-1))
                                    .toArray(),
                            devices));
            int[] offsets = new int[ROWS + 1];
            List<Integer> codes = new ArrayList<>();
            String[] known = {"drama", "comedy"};
            for (int i = 0; i < ROWS; i++) {
                genres.get(i).forEach(genre -> codes.add(List.of(known).indexOf(genre)));
                offsets[i + 1] = codes.size();
            }
            columns.put(
                    "item.genres",
                    new Column.TextLists(
                            offsets, codes.stream().mapToInt(code -> code).toArray(), known));
            return Batch.of(ROWS, columns);
        }

        String table() {
            List<String> selects = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                List<String> values = new ArrayList<>(List.of(i + " AS \"id\""));
                for (Map.Entry<String, double[]> column : numbers.entrySet()) {
                    double value = column.getValue()[i];
                    // What is missing is NULL in a file, and NaN in some others.
                    String written = Double.isNaN(value) && i % 2 == 0 ? "NULL" : "'" + value + "'";
                    values.add("CAST(" + written + " AS DOUBLE) AS " + Dialect.DUCKDB.quoted(column.getKey()));
                }
                values.add("CAST(" + device.get(i).map(Dialect.DUCKDB::literal).orElse("NULL")
                        + " AS VARCHAR) AS \"context.device\"");
                String list =
                        genres.get(i).stream().map(Dialect.DUCKDB::literal).collect(Collectors.joining(", "));
                values.add("CAST(" + (list.isEmpty() && i % 2 == 0 ? "NULL" : "[" + list + "]")
                        + " AS VARCHAR[]) AS \"item.genres\"");
                selects.add("SELECT " + String.join(", ", values));
            }
            return "CREATE TABLE rows AS " + String.join(" UNION ALL ", selects);
        }
    }

    private String number(int depth) {
        if (depth == 0) {
            return pick(
                    "0",
                    "1",
                    "2.5",
                    "-3",
                    "1e-3",
                    "0.1",
                    "plays",
                    "minutes",
                    "best",
                    "days(seen)",
                    "hours(completed)",
                    "clamp(orValue(item.runtime, 90), -5, 300)");
        }
        String a = number(depth - 1);
        String b = number(depth - 1);
        return switch (random.nextInt(16)) {
            case 0, 1 -> "(" + a + " + " + b + ")";
            case 2 -> a + " - (" + b + ")";
            case 3, 4 -> "(" + a + ") * (" + b + ")";
            case 5 -> "(" + a + ") / (1 + abs(" + b + "))";
            case 6 -> "-(" + a + ")";
            case 7 -> "min(" + a + ", " + b + ", plays)";
            case 8 -> "max(" + a + ", " + b + ")";
            case 9 -> random.nextBoolean() ? "exp(clamp(" + a + ", -5, 2))" : "log(1 + abs(" + a + "))";
            case 10 -> "sqrt(max(" + a + ", 0))";
            case 11 -> "pow(clamp(" + a + ", -9, 9), " + random.nextInt(4) + ")";
            default -> "(" + condition(depth - 1) + " ? " + a + " : " + b + ")";
        };
    }

    private String condition(int depth) {
        if (depth == 0) {
            return pick(
                    "played",
                    "completed",
                    "seen",
                    "thumb == 'up'",
                    "'down' != thumb",
                    "thumb in ['up', 'none']",
                    "context.device == 'tv'",
                    "context.device in ['tv', 'car']",
                    "'drama' in item.genres");
        }
        return switch (random.nextInt(5)) {
            case 0 -> "!(" + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 2 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 3 -> "((" + condition(depth - 1) + ") == (" + condition(0) + "))";
            default ->
                "(" + pick("plays", "minutes", "best") + pick(" < ", " <= ", " > ", " >= ", " == ", " != ")
                        + pick("1", "2", "0.5", "30", "plays * 2", "best + 1") + ")";
        };
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
