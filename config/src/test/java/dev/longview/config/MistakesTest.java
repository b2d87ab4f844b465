package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MistakesTest {
    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(MistakesTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<ConfigProblem> problems(String text) {
        return switch (ConfigFile.read(text)) {
            case Reading.Checked checked -> List.of();
            case Reading.Refused(List<ConfigProblem> problems) -> problems;
        };
    }

    /** The expected text began as output, and was then read against the file: each mistake once, and nothing else. */
    @Test
    void read_manyMistakes_tellsEachOnceInTheOrderOfTheFile() throws IOException {
        Reading reading = ConfigFile.read(resource("mistakes.yaml"));
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).render("longview.yaml") + "\n").isEqualTo(resource("mistakes.txt"));
    }

    @Test
    void read_policysValueWithoutSoftmaxOfTemperatureOne_isRefused() {
        String text = """
            feedback: { play: {} }
            outcomes:
              played: { of: play, as: occurred, final-after: 1d }
            rewards:
              ctr: { is: "played ? 1 : 0" }
            policies:
              direct:
                reward: ctr
                features: []
                objective: { policy-value: { cap: 5 } }
                exploration: { EXPLORATION }
            """;
        assertThat(problems(text.replace("EXPLORATION", "softmax: { temperature: 1 }")))
                .isEmpty();
        for (String other : List.of("epsilon-greedy: { epsilon: 0.1 }", "softmax: { temperature: 0.5 }")) {
            assertThat(problems(text.replace("EXPLORATION", other)))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString()).contains("softmax policy of temperature 1"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`lateness: [2d`                      | 1 | 14 | expected a comma or ']'     | line 1",
                "`rewards:\n  r:\n    is: p ? 1 : 0` | 3 | 15 | a ':' that cannot be read   | quote",
                "`lateness: \"2d`                     | 1 | 11 | a quoted text is not closed | quote",
                "`lateness: 2d\n\tfeatures: {}`       | 2 | 1  | a tab stands here           | spaces",
                "`lateness: 2d\nfeatures`             | 2 | 9  | a key without ':'           | key: value",
                "`lateness: *late`                    | 1 | 11 | no value before this is called &late | none",
                "`lateness: !!str 2d`                 | 1 | 11 | the tag                     | remove",
                "`lateness: 2d\n---\nlateness: 1d`    | 2 | 1  | a second document           | ---",
                "`? [a]\n: 2d`                        | 1 | 3  | a key must be a name        | name: value",
                "`lateness: 2d\n  features: {}`       | 2 | 11 | a ':' that cannot be read   | indent",
                "`a: &a [*a]`                         | 1 | 8  | no value before this        | none",
                "`[[[[[[[[[[[[[[[[[[[[[[[[[`          | 1 | 22 | nested deeper than 20       | so deep",
                "`# nothing`                          | 1 | 1  | the file is empty           | init",
                "``                                   | 1 | 1  | the file is empty           | init",
                "`just a text`                        | 1 | 1  | 'just a text' is not what belongs here | lateness,"
                        + " features"
            })
    void read_notTheYamlExpected_tellsWhereAndWhatToDo(
            String text, int line, int column, String message, String advice) {
        ConfigProblem problem = problems(text).getFirst();
        assertThat(problem.message()).contains(message);
        assertThat(problem.advice()).contains(advice);
        assertThat(List.of(problem.line(), problem.column())).containsExactly(line, column);
        assertThat(problems(text)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "features: {",
                "feedback: {",
                "outcomes: {",
                "rewards: {",
                "policies: {",
                "cells: {",
                "of: play",
                "as: occurred",
                "is: ",
                "reward: r"
            })
    void read_oneMistakeThatMuchDependsOn_isToldOnce(String piece) {
        String text = """
            features: { item.a: numeric }
            feedback: { play: {} }
            outcomes: { played: { of: play, as: occurred, final-after: 1d } }
            rewards: { r: { is: "played ? 1 : 0" } }
            delay: { played: { state: played, cuts: [0] } }
            policies: { p: { reward: r, features: [item.a] } }
            experiments: { e: { cells: { a: { policy: p }, b: { policy: p } } } }
            """;
        assertThat(problems(text)).isEmpty();
        String key = piece.substring(0, piece.indexOf(':'));
        assertThat(problems(text.replace(piece, piece.replace(key, key + "x"))))
                .as("misspelt")
                .hasSize(1);
        if (piece.endsWith("{") && !key.equals("cells")) {
            assertThat(problems(key + ": {}\n" + text)).as("twice").hasSize(1);
            assertThat(problems(text.replaceFirst("(?m)^" + key + ": .*$", key + ": [a]")))
                    .as("a list")
                    .hasSize(1);
        }
    }

    @Test
    void read_billionLaughs_isRefusedAtTheAliasThatIsTooMuch() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(text.toString()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("more than 50 aliases"))
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(27));
    }

    @Test
    void read_file_tellsWhyItCannotBeRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("longview.yaml");
        assertThat(ConfigFile.read(file))
                .extracting(MistakesTest::first)
                .asString()
                .contains("no such file")
                .contains("longview init");
        assertThat(ConfigFile.read(folder))
                .extracting(MistakesTest::first)
                .asString()
                .contains("a folder");
        Files.write(file, "lateness: 2d\nx: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConfigFile.read(file))
                .extracting(MistakesTest::first)
                .asString()
                .isEqualTo("f:2:7  the byte 0xE9 here is not UTF-8\n  save the file as UTF-8");
        Files.write(file, "lateness: 2d\n".getBytes(StandardCharsets.UTF_16));
        assertThat(ConfigFile.read(file))
                .extracting(MistakesTest::first)
                .asString()
                .contains("not UTF-8");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3});
        assertThat(ConfigFile.read(file))
                .extracting(MistakesTest::first)
                .asString()
                .contains("f:1:4  the byte 0xC3");
        Files.write(file, new byte[ConfigFile.LARGEST + 1]);
        assertThat(ConfigFile.read(file))
                .extracting(MistakesTest::first)
                .asString()
                .contains("larger than 1 MiB");
        Files.writeString(file, "\uFEFFlateness: 3d\r\nfeedback:\r\n  play: {}\r\n");
        assertThat(ConfigFile.read(file)).isInstanceOf(Reading.Checked.class);
    }

    private static String first(Reading reading) {
        return ((Reading.Refused) reading).problems().getFirst().render("f");
    }
}
