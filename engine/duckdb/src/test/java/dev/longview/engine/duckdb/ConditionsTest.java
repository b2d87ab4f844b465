package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.sql.Conditions;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Expression;
import dev.longview.engine.sql.Query;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Condition;
import dev.longview.outcome.Condition.Comparison;
import dev.longview.outcome.Condition.Field;
import dev.longview.outcome.Condition.Node;
import dev.longview.outcome.Condition.Source;
import dev.longview.outcome.Condition.Term;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Rendered conditions against the reading of {@link Condition#holds}, row by row. */
@NullUnmarked // a missing element of a list is null here
class ConditionsTest {
    private static final int ROWS = 150;
    private static final int QUERIES = 40;
    private static final int CONDITIONS = 25;

    private static final List<Field> NUMBERS = List.of(
            new Field(Source.EVENT_VALUE, "", Kind.NUMERIC), new Field(Source.MEMBER, "member.tenure", Kind.NUMERIC));
    private static final List<Field> ATTRIBUTES = List.of(
            new Field(Source.EVENT_ATTRIBUTE, "season", Kind.CATEGORICAL),
            new Field(Source.EVENT_ATTRIBUTE, "it's", Kind.CATEGORICAL));
    private static final List<Field> TEXTS = List.of(
            ATTRIBUTES.get(0),
            ATTRIBUTES.get(1),
            new Field(Source.EVENT_LABEL, "", Kind.CATEGORICAL),
            new Field(Source.CONTEXT, "context.device", Kind.CATEGORICAL));
    private static final List<Field> LISTS = List.of(
            new Field(Source.EVENT_ITEM, "item.genres", Kind.MULTI_VALUED),
            new Field(Source.ITEM, "item.genres", Kind.MULTI_VALUED));

    /** Spellings of numbers and what only some systems take for one. */
    private static final List<String> WORDS = List.of(
            "a",
            "A",
            "it's",
            "\\",
            "é",
            "e\u0301",
            "",
            "0",
            "-0",
            "1",
            "+1",
            "1.",
            ".5",
            "0.5",
            "1e2",
            "1e-99",
            "1e400",
            "9".repeat(100),
            "9".repeat(101),
            "0.1000000000000000055511151231257827021181583404541015625",
            " 1",
            "1 ",
            "1\n",
            "1_0",
            "1d",
            "0x1",
            "nan",
            "Infinity",
            "inf",
            "1e",
            "e1",
            ".",
            "-",
            "1,5",
            "true");

    private final SplittableRandom random = new SplittableRandom(20);

    @Test
    void of_randomConditionsOverRandomRows_holdsWhereTheReferenceSays() throws SQLException {
        List<Map<Field, Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row());
        }
        int held = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(table(rows));
            for (int q = 0; q < QUERIES; q++) {
                List<Condition> conditions = new ArrayList<>();
                Query.Select select = Query.Select.from("events");
                for (int c = 0; c < CONDITIONS; c++) {
                    Condition condition = new Condition(node(random.nextInt(5)));
                    conditions.add(condition);
                    select = select.output(Conditions.of(condition, ConditionsTest::column), "c" + c);
                }
                String sql = Dialect.DUCKDB.render(
                        new Query(List.of(), select.orderBy(Expression.name("events", "id")), List.of()));
                try (ResultSet result = statement.executeQuery(sql)) {
                    for (Map<Field, Object> row : rows) {
                        assertThat(result.next()).isTrue();
                        for (int c = 0; c < CONDITIONS; c++) {
                            Condition condition = conditions.get(c);
                            boolean expected = condition.holds(field -> Optional.ofNullable(row.get(field)));
                            assertThat(result.getObject(c + 1))
                                    .as("%s of %s", condition.normalised(), row)
                                    .isEqualTo(expected);
                            held += expected ? 1 : 0;
                        }
                    }
                }
            }
        }
        int all = ROWS * QUERIES * CONDITIONS;
        assertThat(held).isBetween(all / 5, 4 * all / 5);
    }

    private static Expression column(Field field) {
        return field.source() == Source.EVENT_ATTRIBUTE
                ? Conditions.attribute(Expression.name("events", "attributes"), field.name())
                : Expression.name("events", field.spelling());
    }

    private Node node(int depth) {
        if (depth > 0 && random.nextInt(5) > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> new Condition.Not(node(depth - 1));
                case 1 -> new Condition.And(node(depth - 1), node(depth - 1));
                default -> new Condition.Or(node(depth - 1), node(depth - 1));
            };
        }
        return switch (random.nextInt(9)) {
            case 0 -> new Condition.Truth(random.nextBoolean());
            case 1, 2, 3 -> new Condition.Compare(pick(List.of(Comparison.values())), number(), number());
            case 4, 5 -> new Condition.Compare(pick(List.of(Comparison.EQUAL, Comparison.UNEQUAL)), text(), text());
            case 6 -> new Condition.In(text(), pick(LISTS));
            case 7 -> new Condition.Shares(pick(LISTS), pick(LISTS));
            default -> new Condition.Present(pick(pick(List.of(NUMBERS, TEXTS, LISTS))));
        };
    }

    private Term number() {
        return switch (random.nextInt(3)) {
            case 0 -> new Condition.Numeral(pick(List.of(0.0, 1.0, 0.5, 0.1, -2.5, 100.0)));
            case 1 -> pick(NUMBERS);
            default -> new Condition.AsNumber(pick(TEXTS));
        };
    }

    private Term text() {
        return random.nextInt(3) == 0 ? new Condition.Text(pick(WORDS)) : pick(TEXTS);
    }

    private Map<Field, Object> row() {
        Map<Field, Object> row = new HashMap<>();
        for (Field field : NUMBERS) {
            if (random.nextInt(4) > 0) {
                row.put(
                        field,
                        pick(List.of(
                                Double.NaN, 0.0, -0.0, 1.0, 0.5, -2.5, Double.POSITIVE_INFINITY, Double.MIN_VALUE)));
            }
        }
        for (Field field : TEXTS) {
            if (random.nextInt(4) > 0) {
                row.put(field, word());
            }
        }
        for (Field field : LISTS) {
            if (random.nextInt(4) > 0) {
                List<String> list = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    list.add(random.nextInt(5) == 0 ? null : word());
                }
                row.put(field, list);
            }
        }
        return row;
    }

    /** Half of them among a few, so that words meet. */
    private String word() {
        return random.nextBoolean() ? pick(WORDS) : WORDS.get(random.nextInt(3));
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String table(List<Map<Field, Object>> rows) {
        List<String> selects = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<Field, Object> row = rows.get(i);
            List<String> values = new ArrayList<>(List.of(i + " AS \"id\""));
            NUMBERS.forEach(field -> values.add(value(row.get(field), field, "DOUBLE")));
            TEXTS.subList(2, TEXTS.size()).forEach(field -> values.add(value(row.get(field), field, "VARCHAR")));
            LISTS.forEach(field -> values.add(value(row.get(field), field, "VARCHAR[]")));
            List<String> entries = ATTRIBUTES.stream()
                    .filter(row::containsKey)
                    .map(field -> Dialect.DUCKDB.literal(field.name()) + ": " + written(row.get(field)))
                    .toList();
            // Without any attribute some maps are missing and some empty.
            String map = entries.isEmpty() && i % 2 == 0 ? "NULL" : "MAP {" + String.join(", ", entries) + "}";
            values.add("CAST(" + map + " AS MAP(VARCHAR, VARCHAR)) AS \"attributes\"");
            selects.add("SELECT " + String.join(", ", values));
        }
        return "CREATE TABLE events AS " + String.join(" UNION ALL ", selects);
    }

    private static String value(Object value, Field field, String type) {
        return "CAST(" + written(value) + " AS " + type + ") AS " + Dialect.DUCKDB.quoted(field.spelling());
    }

    private static String written(Object value) {
        return switch (value) {
            case null -> "NULL";
            case Double number -> "'" + number + "'";
            case String text -> Dialect.DUCKDB.literal(text);
            case List<?> list -> list.stream().map(ConditionsTest::written).collect(Collectors.joining(", ", "[", "]"));
            default -> throw new IllegalArgumentException(value.toString());
        };
    }
}
