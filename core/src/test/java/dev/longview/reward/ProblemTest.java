package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.syntax.Problem;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @Test
    void render_misspeltOutcome_pointsAtItAndNamesTheNearest() {
        String source = "played ? (complted ? 1 : 0) : 0";
        assertThat(Sample.problems(source).getFirst().render(source, "longview.yaml:31:18  rewards.enjoyed"))
                .isEqualTo("""
                    longview.yaml:31:18  rewards.enjoyed: unknown outcome 'complted'
                        played ? (complted ? 1 : 0) : 0
                                  ^^^^^^^^
                      did you mean 'completed'? outcomes declared: played, minutes, plays, best, seen, completed, thumb\
                    """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "played + 1 | 1 | 6 | needs a number, this is a condition | played ? 1 : 0",
                "plays ? 1 : 0 | 1 | 5 | needs a condition, this is a number | plays > 0",
                "thumb = 'up' ? 1 : 0 | 7 | 1 | '=' is not an operator | write ==",
                "thumb == up ? 1 : 0 | 10 | 2 | is not quoted | write 'up'",
                "thumb == 'upp' ? 1 : 0 | 10 | 5 | no value 'upp' | did you mean 'up'",
                "played and seen ? 1 : 0 | 8 | 3 | 'and' is not an operator | write &&",
                "completed / 2 | 1 | 9 | needs a number, this is a time-to-first | days(completed)",
                "1 / plays | 5 | 5 | divides by 0 to 3 | max(",
                "log(minutes) | 1 | 12 | log of 0 to 6000 | log(1 + x)",
                "sqrt(plays - 1) | 1 | 15 | sqrt of -1 to 2 | max(x, 0)",
                "exp(minutes) | 1 | 12 | must stay within | clamp",
                "mim(plays, 1) | 1 | 3 | unknown function 'mim' | did you mean 'min'",
                "0 < plays < 2 ? 1 : 0 | 11 | 1 | do not chain | a < b && b < c",
                "(plays + 1 | 1 | 1 | not closed | ')'",
                "plays + 1) | 10 | 1 | unexpected ')' | remove it",
                "played ? 1 | 8 | 1 | no ':' part | condition ? this : that",
                "played | 1 | 6 | a reward needs a number | played ? 1 : 0",
                "days(minutes) | 6 | 7 | takes a time-to-first | seen, completed",
                "min(plays) | 1 | 10 | at least 2 arguments, not 1 | commas",
                "thumb == 'up | 10 | 3 | not closed | close it",
                "plays ^ 2 | 7 | 1 | unexpected character '^' | pow(x, y)",
                "3d | 1 | 2 | not a number | days(x)",
                "clamp(plays, 2, 1) | 1 | 18 | clamp to at least 2 and at most 1 | low at most high",
                "pow(plays - 1, 0.5) | 1 | 19 | may be undefined | whole number",
                "'up' | 1 | 4 | this is a quoted text | category",
                "1e400 | 1 | 5 | too large | 1.0E100",
                "min | 1 | 3 | unknown outcome 'min' | is a function",
                "plays.x + 1 | 1 | 7 | unknown outcome 'plays.x' | did you mean 'plays'",
                "plays + item.top.genre-2x | 9 | 17 | unknown feature 'item.top.genre-2x' | features declared",
                "in + plays | 1 | 2 | unexpected 'in' | a value is expected",
                "plays in plays ? 1 : 0 | 10 | 5 | looks into a list, this is a number | thumb in ['up', 'down']",
                "plays. + 1 | 6 | 1 | unexpected character '.' | remove it",
                "if (played) 1 | 1 | 2 | there is no 'if' | condition ? this : that"
            })
    void compile_naturalMistake_saysWhatWhereAndWhatToDo(
            String is, int column, int length, String message, String advice) {
        Problem problem = Sample.problems(is).getFirst();
        assertThat(problem.message()).contains(message);
        assertThat(problem.advice()).contains(advice);
        assertThat(problem.line()).isEqualTo(1);
        assertThat(problem.column()).isEqualTo(column);
        assertThat(problem.length()).isEqualTo(length);
    }

    @Test
    void compile_severalMistakes_tellsAllInOrderWithTheirLines() {
        List<Problem> problems = Sample.problems("played + plyas\n + mim(1, 2)\n + (thumb == 'left' ? 1 : 0)");
        assertThat(problems).extracting(Problem::line).containsExactly(1, 1, 2, 3);
        assertThat(problems.get(3).column()).isEqualTo(14);
        assertThat(Sample.problems("plyas + (mim(1, 2)")).hasSize(3);
    }

    @Test
    void compile_deepOrLongText_isRefusedWithoutOverflowingTheStack() {
        for (String piece :
                List.of("(", "!", "-", "played ? 1 : ", "min(1, ", "1 + ", "1 * (", "plays < ", "played ? ")) {
            for (int times : List.of(500, 5000, 65_536 / piece.length())) {
                assertThat(Sample.problems(piece.repeat(times) + "1")).isNotEmpty();
            }
        }
        assertThat(Sample.problems("1".repeat(65_537)).getFirst().message()).contains("65537 characters");
        assertThat(Sample.reward("plays" + " + plays".repeat(399)).range().high())
                .isEqualTo(1200);
        assertThat(Sample.reward("(".repeat(190) + "1" + ")".repeat(190))
                        .range()
                        .high())
                .isEqualTo(1);
    }

    @Test
    void compile_garbage_isRefusedWithProblemsInsideTheText() {
        SplittableRandom random = new SplittableRandom(7);
        String[] pieces = {
            "(",
            ")",
            "?",
            ":",
            "'",
            "\"",
            "played",
            "plays",
            "thumb",
            "'up'",
            "1",
            ".",
            "1e",
            "&&",
            "|",
            "=",
            "\n",
            "\t",
            "é",
            "\uD800",
            "\0",
            ",",
            "min(",
            "days(",
            "-",
            "!",
            "/",
            "<",
            " ",
            "\\",
            "if",
            "completed"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int j = 0; j < length; j++) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String source = text.toString();
            if (Sample.compile(source) instanceof Compilation.Refused(List<Problem> problems, var ofParts)) {
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
}
