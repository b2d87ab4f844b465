package dev.longview.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.outcome.Condition.Compilation.Compiled;
import dev.longview.outcome.Condition.Compilation.Refused;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Parser;
import dev.longview.syntax.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final ConditionScope SCOPE = ConditionScope.ofRecommendation(RandomConditions.FEATURES);

    private static Condition condition(String text) {
        Condition.Compilation compilation = Condition.compile(text, SCOPE);
        assertThat(compilation).as(text).isInstanceOf(Compiled.class);
        return ((Compiled) compilation).condition();
    }

    private static List<Problem> problems(String text, ConditionScope scope) {
        Condition.Compilation compilation = Condition.compile(text, scope);
        assertThat(compilation).as(text).isInstanceOf(Refused.class);
        return ((Refused) compilation).problems();
    }

    private static boolean holds(String text, Map<String, Object> row) {
        return condition(text).holds(field -> Optional.ofNullable(row.get(field.spelling())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.value != 1",
                "event.value == event.value",
                "event.label != 'x'",
                "event.season > 0",
                "event.season != 'x'",
                "event.label in item.genres",
                "'x' in item.genres",
                "shares(item.genres, member.likes)",
                "present(event.value)",
                "present(item.genres)"
            })
    void holds_missingSide_isFalseAndItsNegationTrue(String text) {
        for (Map<String, Object> row :
                List.of(Map.<String, Object>of(), Map.<String, Object>of("event.value", Double.NaN))) {
            assertThat(holds(text, row)).isFalse();
            assertThat(holds("!(" + text + ")", row)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "2 | true",
                "+2.50e0 | true",
                "2. | true",
                "1 | false",
                ".9 | false",
                "` 2` | false",
                "2d | false",
                "0x10 | false",
                "1_000 | false",
                "Infinity | false",
                "1e400 | false"
            })
    void holds_attributeComparedWithANumber_readsDecimalNumbersOnly(String season, boolean more) {
        assertThat(holds("event.season > 1", Map.of("event.season", season))).isEqualTo(more);
        assertThat(holds("number(event.label) > 1", Map.of("event.label", season)))
                .isEqualTo(more);
    }

    @Test
    void holds_randomConditions_isWhatThreeLinesOfInterpretationSay() {
        int held = 0;
        int all = 0;
        for (int i = 0; i < 3000; i++) {
            SplittableRandom random = new SplittableRandom(i);
            RandomConditions sample = new RandomConditions(random);
            String text = sample.condition(random.nextInt(5));
            Expression tree = parsed(text);
            for (int r = 0; r < 20; r++) {
                Map<String, Object> row = sample.row();
                boolean expected = truth(tree, row);
                assertThat(holds(text, row)).as("%s of %s", text, row).isEqualTo(expected);
                held += expected ? 1 : 0;
                all++;
            }
        }
        assertThat(held).isBetween(all / 4, 3 * all / 4);
    }

    private static Expression parsed(String text) {
        List<Problem> problems = new ArrayList<>();
        return Parser.parse(
                        text,
                        ConditionChecker.LANGUAGE,
                        Lexer.tokens(text, ConditionChecker.LANGUAGE, problems),
                        problems)
                .orElseThrow();
    }

    private static boolean truth(Expression e, Map<String, Object> row) {
        return switch (e) {
            case Expression.Truth t -> t.value();
            case Expression.Not n -> !truth(n.of(), row);
            case Expression.Call c
            when c.function().equals("present") ->
                value(c.arguments().getFirst(), row).isPresent();
            case Expression.Call c ->
                list(c.arguments().get(0), row).stream()
                        .anyMatch(list(c.arguments().get(1), row)::contains);
            case Expression.Binary b -> binary(b, row);
            default -> throw new IllegalArgumentException(e.normalised());
        };
    }

    private static boolean binary(Expression.Binary b, Map<String, Object> row) {
        switch (b.operator()) {
            case AND -> {
                return truth(b.left(), row) && truth(b.right(), row);
            }
            case OR -> {
                return truth(b.left(), row) || truth(b.right(), row);
            }
            case IN -> {
                return value(b.left(), row)
                        .filter(list(b.right(), row)::contains)
                        .isPresent();
            }
            default -> {}
        }
        Optional<Object> left = value(b.left(), row);
        Optional<Object> right = value(b.right(), row);
        // An attribute against a number, or in an order.
        if (left.isPresent() && right.isPresent() && !(left.get() instanceof String && right.get() instanceof String)) {
            left = left.flatMap(ConditionTest::asNumber);
            right = right.flatMap(ConditionTest::asNumber);
        }
        if (left.isEmpty() || right.isEmpty()) {
            return false;
        }
        if (left.get() instanceof String) {
            return left.equals(right) == b.operator().symbol.equals("==");
        }
        double x = (Double) left.get();
        double y = (Double) right.get();
        return switch (b.operator().symbol) {
            case "==" -> x == y;
            case "!=" -> x != y;
            case "<" -> x < y;
            case "<=" -> x <= y;
            case ">" -> x > y;
            default -> x >= y;
        };
    }

    private static Optional<Object> asNumber(Object value) {
        return value instanceof String text
                ? List.of("1", "2.5", "-3").contains(text) ? Optional.of(Double.valueOf(text)) : Optional.empty()
                : Optional.of(value);
    }

    private static Optional<Object> value(Expression e, Map<String, Object> row) {
        return switch (e) {
            case Expression.Numeral n -> Optional.of(n.value());
            case Expression.Negative n -> value(n.of(), row).map(value -> -(Double) value);
            case Expression.Text t -> Optional.of(t.value());
            case Expression.Name n -> Optional.ofNullable(row.get(n.name())).filter(value -> !value.equals(Double.NaN));
            case Expression.Call c -> value(c.arguments().getFirst(), row).flatMap(ConditionTest::asNumber);
            default -> throw new IllegalArgumentException(e.normalised());
        };
    }

    private static Collection<?> list(Expression e, Map<String, Object> row) {
        return (Collection<?>) Objects.requireNonNullElse(row.get(((Expression.Name) e).name()), List.of());
    }

    @Test
    void normalised_randomConditions_compilesToTheSameCondition() {
        for (int i = 0; i < 3000; i++) {
            SplittableRandom random = new SplittableRandom(-i);
            Condition condition = condition(new RandomConditions(random).condition(random.nextInt(6)));
            assertThat(condition(condition.normalised())).isEqualTo(condition);
        }
    }

    @Test
    void canonical_otherSpellingOfTheSame_isEqualAndOtherMeaningIsNot() {
        assertThat(condition("(event.season>1.0)&&\"it's\" in (item.genres)").canonical())
                .isEqualTo("1 < number(event.season) && 'it\\'s' in item.genres of (item.genres MULTI_VALUED)")
                .isEqualTo(condition("1 < number(event.season) && 'it\\'s' in item.genres")
                        .canonical());
        assertThat(condition("event.label == 'a\\\nb'").normalised()).isEqualTo("event.label == 'a\\\nb'");
        assertThat(condition("event.season == '1'").canonical())
                .isNotEqualTo(condition("event.season == 1").canonical());
    }

    @Test
    void fields_ofEverySource_areTheDeclaredOnes() {
        assertThat(condition("event.value > 1 && event.season == event.label && shares(event.item.genres, item.genres)"
                                + " && member.tenure > 1.5 && context.device != 'tv' && event.value < 3")
                        .fields())
                .extracting(Condition.Field::source, Condition.Field::name, Condition.Field::spelling)
                .map(Object::toString)
                .containsExactly(
                        "(EVENT_VALUE, \"\", \"event.value\")",
                        "(EVENT_ATTRIBUTE, \"season\", \"event.season\")",
                        "(EVENT_LABEL, \"\", \"event.label\")",
                        "(EVENT_ITEM, \"item.genres\", \"event.item.genres\")",
                        "(ITEM, \"item.genres\", \"item.genres\")",
                        "(MEMBER, \"member.tenure\", \"member.tenure\")",
                        "(CONTEXT, \"context.device\", \"context.device\")");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "event.label == up | 16 | 2 | unknown name 'up' | 'up'",
                "event.label = 'up' | 13 | 1 | '=' is not an operator | write ==",
                "'drama' in item.genre | 12 | 10 | unknown feature 'item.genre' | did you mean 'item.genres'",
                "evnt.value > 1 | 1 | 10 | unknown name 'evnt.value' | did you mean 'event.value'",
                "item.genres == 'drama' | 1 | 11 | compares single values | 'x' in item.genres",
                "event.label > 'a' | 1 | 11 | compares numbers | number(event.label)",
                "event.value == '5' | 1 | 18 | number is compared with a text | without quotes",
                "event.label == 5 | 1 | 16 | number is compared with a text | number(event.label)",
                "event.value | 1 | 11 | a condition is expected | compare it",
                "item.genres | 1 | 11 | a condition is expected | 'x' in item.genres",
                "event.value - 1 > 0 | 1 | 15 | no arithmetic | compare",
                "event.value-1 > 0 | 1 | 13 | an attribute of this name | no arithmetic",
                "event.kind == 'play' | 1 | 10 | cannot be read | event.value and event.label",
                "event.attributes.season == 1 | 1 | 23 | stand for themselves | event.season",
                "event.autoplay == true | 19 | 4 | this is a condition | 'true' in quotes",
                "(event.value > 1) == (event.value > 2) | 2 | 15 | this is a condition | && and ||",
                "event.value > 1 ? true : false | 1 | 30 | no ? : | (a && b)",
                "1 in item.genres | 1 | 1 | looks for a text, this is a number | in quotes",
                "item.genres in item.genres | 1 | 11 | this is a list | shares(item.genres, item.genres)",
                "'x' in event.label | 8 | 11 | needs a list | item.genres",
                "shares(item.genres) | 1 | 19 | takes 2 lists | another list",
                "share(item.genres, item.genres) | 1 | 5 | unknown function 'share' | did you mean 'shares'",
                "1 < 2 | 1 | 5 | both sides are constants | event.value",
                "present(1) | 9 | 1 | this is a constant | present(event.NAME)",
                "number(event.value) > 1 | 8 | 11 | a number already | event.value",
                "event.label == 'a' and event.value > 1 | 20 | 3 | 'and' is not | write &&",
                "event.label in ['a'] | 16 | 1 | unexpected character '[' | joined by ||",
                "event.value > 1d | 15 | 2 | is not a number | the number alone",
                "event.value > 1e999 | 15 | 5 | too large | largest",
                "0 < event.value < 2 | 17 | 1 | do not chain | a < b && b < c",
                "event.value > 1) | 16 | 1 | unexpected ')' | remove it",
                "if (event.value > 1) true | 1 | 2 | there is no 'if' | (a && b)",
                "event | 1 | 5 | unknown name 'event' | event.ATTRIBUTE"
            })
    void compile_naturalMistake_saysWhatWhereAndWhatToDo(
            String text, int column, int length, String message, String advice) {
        Problem problem = problems(text, SCOPE).getFirst();
        assertThat(problem.message()).contains(message);
        assertThat(problem.advice()).contains(advice);
        assertThat(problem.column()).isEqualTo(column);
        assertThat(problem.length()).isEqualTo(length);
    }

    @Test
    void compile_severalMistakes_tellsAllWithTheirLines() {
        assertThat(problems("evnt.value > 1\n && item.genre == 'x'\n || foo(event.label)", SCOPE))
                .extracting(Problem::line)
                .containsExactly(1, 2, 3);
        assertThat(problems("evnt.value > 1 && (item.genre", SCOPE)).hasSize(3);
    }

    @Test
    void compile_ofHistory_refusesTheDecisionAndSaysWhy() {
        ConditionScope history = ConditionScope.ofHistory(RandomConditions.FEATURES);
        assertThat(Condition.compile("event.value > 1 && 'x' in event.item.genres", history))
                .isInstanceOf(Compiled.class);
        assertThat(problems("'x' in item.genres || member.tenure > 1 || context.device == 'tv'", history))
                .extracting(Problem::message)
                .containsExactly(
                        "'item.genres' cannot be read here",
                        "'member.tenure' cannot be read here",
                        "'context.device' cannot be read here");
        assertThat(problems("'x' in item.genres", history).getFirst().advice())
                .contains("whatever is recommended")
                .endsWith("event.item.genres");
    }

    @Test
    void compile_deepOrLongText_isRefusedWithoutOverflowingTheStack() {
        for (String piece : List.of("(", "!", "-", "true && ", "number(", "true ? true : ", "1 + ", "event.value < ")) {
            for (int times : List.of(500, 65_536 / piece.length())) {
                assertThat(problems(piece.repeat(times) + "1", SCOPE)).isNotEmpty();
            }
        }
        assertThat(condition("event.value > 1" + " || event.value > 1".repeat(390))
                        .normalised())
                .hasSizeGreaterThan(390 * 15);
        assertThat(problems(" ".repeat(65_537), SCOPE).getFirst().message()).contains("65537 characters");
    }

    @Test
    void compile_tokenSoup_isCompiledOrRefusedWithProblemsInsideTheText() {
        String[] pieces = {
            "(",
            ")",
            "?",
            ":",
            "'",
            "\"",
            "event.value",
            "event.",
            "event.label",
            "event.x.y-z",
            "item.genres",
            "'a'",
            "1",
            ".",
            "1e",
            "&&",
            "|",
            "==",
            "\n",
            "é",
            "\uD800",
            "'\0'",
            ",",
            "shares(",
            "present(",
            "number(",
            "-",
            "!",
            "/",
            "<",
            " ",
            "\\",
            "in",
            " in ",
            "member.tenure",
            "item",
            "true",
            "-1",
            ".5"
        };
        int compiled = 0;
        for (int i = 0; i < 40_000; i++) {
            SplittableRandom random = new SplittableRandom(i);
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(10); j > 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String source = text.toString();
            switch (Condition.compile(source, SCOPE)) {
                case Compiled(Condition condition) -> {
                    compiled++;
                    assertThat(condition(condition.normalised())).isEqualTo(condition);
                }
                case Refused(List<Problem> problems) -> {
                    assertThat(problems).as(source).isNotEmpty();
                    for (Problem problem : problems) {
                        assertThat(problem.line()).isBetween(1, source.split("\n", -1).length);
                        assertThat(problem.render(source, "here"))
                                .startsWith("here: ")
                                .contains("^");
                    }
                }
            }
        }
        assertThat(compiled).isGreaterThan(50);
    }
}
