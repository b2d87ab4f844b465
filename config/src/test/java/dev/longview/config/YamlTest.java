package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.outcome.Aggregate;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML does to values, and what it must not do here. */
class YamlTest {
    private static Configuration checked(String text) {
        return switch (ConfigFile.read(text)) {
            case Reading.Checked(Configuration configuration) -> configuration;
            case Reading.Refused refused -> throw new AssertionError(refused.render("f"));
        };
    }

    @Test
    void read_wordsThatYamlTakesForOtherTypes_areTheTextsThatTheyAre() {
        Configuration configuration = checked("""
            feedback: { NO: {}, 2026-01-01: {}, 010: {}, yes: {}, 1e3: {} }
            outcomes:
              said: { of: NO, as: last, values: [NO, on, none, 1, 2026-01-01, "null", 1_000], final-after: 1d }
            rewards:
              r: { is: "said == 'NO' || said == '1' ? 1 : 0", hypothesis: yes }
            """);
        assertThat(configuration.feedback())
                .extracting("name")
                .containsExactly("NO", "2026-01-01", "010", "yes", "1e3");
        assertThat(configuration.outcome("said").orElseThrow().as())
                .isEqualTo(new Aggregate.Last(List.of("NO", "on", "none", "1", "2026-01-01", "null", "1_000")));
        assertThat(configuration.reward("r").orElseThrow().hypothesis()).contains("yes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "010", "0x10", "1_0", "+", ".", "", "~", ".inf", ".nan", "1e999", "1:30", "\"3\"", "[3]", "{}", "yes",
                "3 4"
            })
    void read_notPlainlyANumber_isNotTakenForOne(String number) {
        assertThat(MistakesTest.problems("""
            features: { item.x: numeric }
            outcomes: {}
            feedback: { play: {} }
            rewards: { r: { is: "1" } }
            policies: { p: { reward: r, features: [], learning-rate: %s } }
            """.formatted(number)))
                .singleElement()
                .satisfies(p -> assertThat(p.line()).isEqualTo(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "+1", "1.5", "1.", ".5", "1e-3", "2E+0", "0.1"})
    void read_plainlyANumber_isOne(String number) {
        assertThat(checked("rewards: { r: { is: '1' } }\npolicies: { p: { reward: r, features: [], learning-rate: "
                                + number + " } }")
                        .policy("p")
                        .orElseThrow()
                        .learningRate())
                .isEqualTo(Double.parseDouble(number));
    }

    @Test
    void read_anchorsAndEmptySections_areRead() {
        Configuration configuration = checked("""
            features: { item.a: numeric, item.b: categorical }
            feedback:
              play:
            rewards: { r: { is: "1" } }
            policies:
              p: &p { reward: r, features: &all [item.a, item.b] }
              q: { reward: r, features: *all }
              s: *p
            experiments:
            """);
        assertThat(configuration.policies()).extracting("features").containsOnly(List.of("item.a", "item.b"));
        assertThat(configuration.lateness()).isEqualTo(Duration.ofDays(2));
        assertThat(configuration.experiments()).isEmpty();
    }

    @Test
    void read_outcomesInAnyOrder_keepTheFiles() {
        Configuration configuration = checked("""
            feedback: { play: {}, thumb: { retractable: true } }
            outcomes:
              late: { of: thumb, as: occurred, from: first, final-after: 4w }
              first: { of: play, as: count, max: 3, final-after: 90m }
            """);
        assertThat(configuration.outcomes()).extracting("name").containsExactly("late", "first");
        assertThat(configuration.outcomes()).extracting("retractable").containsExactly(true, false);
        assertThat(configuration.outcomes())
                .extracting("finalAfter")
                .containsExactly(Duration.ofDays(28), Duration.ofMinutes(90));
    }

    /** The word stands where it stands, however YAML spells the text around it: told by searching the file for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "is: 1 + complted",
                "is: 1\n\n        + complted\n        - 1",
                "is: 'played == (s == ''a'') ? complted : 0'",
                "is: \"played ?\\n  \\u0063 complted\\x20: 0\"",
                "is: \"played \\\n        ? complted \\\n        : 0\"",
                "is: \"s == \\\"a\\\" ? complted : 0\"",
                "is: |\n        played\n          ? complted\n\n\n          : 0",
                "is: |2-\n          played\n            ? complted : 0",
                "is: >-\n        played\n\n        ?\n          complted\n        : 0",
                "is: >+ # a comment\n\n        played\n        ? complted : 0\n\n",
                "is: |\r\n        played\r\n          ? complted : 0\r\n",
                "# ünï𝄞\n      is: \"s == '𝄞\\U0001D11E' ? complted : 0\"",
                "is: 'played\n\n          ? complted\n          : 0'"
            })
    void read_mistakeInAnExpression_isToldWhereItStandsInTheFile(String is) {
        String text = "rewards:\n  ctr: { is: '1' }\n  r:\n      " + is + "\n      parent: ctr\n";
        int at = text.indexOf("complted");
        int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        int column = at - text.lastIndexOf('\n', at);
        assertThat(MistakesTest.problems(text))
                .filteredOn(problem -> problem.message().contains("complted"))
                .singleElement()
                .satisfies(problem -> assertThat(List.of(problem.line(), problem.column(), problem.length()))
                        .containsExactly(line, column, 8))
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("rewards.r"));
    }

    @Test
    void read_randomlyDamagedTemplates_alwaysAnswersWithPlacesInTheFile() {
        damage(20, 400);
    }

    @Test
    @Tag("thorough")
    void read_manyRandomlyDamagedTemplates_alwaysAnswersWithPlacesInTheFile() {
        damage(21, 20_000);
    }

    private static void damage(int seed, int trials) {
        SplittableRandom random = new SplittableRandom(seed);
        String pieces = "{}[]:,#&*!|>'\"%@`-? \n\t\r\\0aé𝄞\u0000\u2028\u0085~<";
        int refused = 0;
        int accepted = 0;
        for (int trial = 0; trial < trials; trial++) {
            StringBuilder text = new StringBuilder(
                    Templates.text(Templates.names().get(trial % 2)).orElseThrow());
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(12));
                switch (random.nextInt(4)) {
                    case 0 -> text.delete(at, end);
                    case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    case 2 -> text.insert(at, text.substring(at, end));
                    default -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                }
            }
            switch (ConfigFile.read(text.toString())) {
                case Reading.Checked checked -> accepted++;
                case Reading.Refused(List<ConfigProblem> problems) -> {
                    refused++;
                    String[] lines = text.toString().split("\r\n|\r|\n", -1);
                    assertThat(problems).isNotEmpty().allSatisfy(problem -> {
                        assertThat(problem.line()).isBetween(1, lines.length);
                        assertThat(problem.column()).isBetween(1, lines[problem.line() - 1].length() + 1);
                        assertThat(problem.source()).isEqualTo(lines[problem.line() - 1]);
                        assertThat(problem.message()).isNotBlank().doesNotContain("\n");
                        assertThat(problem.advice()).isNotBlank();
                        assertThat(problem.render("f").lines().count()).isBetween(2L, 4L);
                    });
                }
            }
        }
        assertThat(accepted).isGreaterThan(trials / 10);
        assertThat(refused).isGreaterThan(trials / 10);
    }
}
