package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.policy.Exploration;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.SlateRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlateRulesTest {
    private static final String FILE = """
        features: { context.country: categorical, member.maturity: numeric, item.countries: multi-valued, item.maturity: numeric, item.until: numeric, item.genre: categorical }
        feedback: { play: {} }
        outcomes: { played: { of: play, as: occurred, final-after: 1d } }
        rewards: { ctr: { is: "played ? 1 : 0" } }
        policies:
          p:
            reward: ctr
            features: []
            slate-size: 3
            exploration: { square-cb: { gamma: 50, floor: 0.2 } }
            rules:
        """;

    private static final String RULES = """
              exclude: ["!(context.country in item.countries)", "item.maturity > member.maturity"]
              available-until: item.until
              watched: { of: [play], over: 30d }
              without: [b, a]
              pins: { last: { item: z, position: 2 }, launch: { item: x, position: 0, where: "context.country == 'NL'" } }
              caps: { item.genre: 2 }
        """;

    private static PolicyDefinition policy(String rules) {
        return switch (ConfigFile.read(FILE + rules)) {
            case Reading.Checked(Configuration configuration) ->
                configuration.policy("p").orElseThrow();
            case Reading.Refused refused -> throw new AssertionError(refused.render("longview.yaml"));
        };
    }

    @Test
    void read_everyRule_isKept() {
        PolicyDefinition policy = policy(RULES);
        SlateRules rules = policy.rules();
        assertThat(policy.exploration()).isEqualTo(new Exploration.SquareCb(50, 0.2));
        assertThat(rules.exclude()).hasSize(2);
        assertThat(rules.available()).contains(new SlateRules.Available(Optional.empty(), Optional.of("item.until")));
        assertThat(rules.watched()).contains(new SlateRules.Watched(List.of("play"), Duration.ofDays(30)));
        assertThat(rules.without()).isEqualTo(new TreeSet<>(List.of("a", "b")));
        assertThat(rules.pins()).extracting(SlateRules.Pin::item).containsExactly("x", "z");
        assertThat(rules.caps()).containsExactly(new SlateRules.Cap("item.genre", 2));
        assertThat(policy("").rules().isEmpty()).isTrue();
    }

    /** Their version is a hash of this text: it changes with the meaning, and with nothing else. */
    @Test
    void canonical_rules_differWhereTheirMeaningDoes() {
        String canonical = policy(RULES).rules().canonical();
        assertThat(policy(RULES.replace("[b, a]", "[a, b]").replace("item.maturity > member", "item.maturity  >member"))
                        .rules()
                        .canonical())
                .isEqualTo(canonical);
        for (String[] change : new String[][] {
            {"30d", "31d"},
            {"[b, a]", "[b]"},
            {"position: 2", "position: 1"},
            {"item.genre: 2", "item.genre: 1"},
            {"'NL'", "'BE'"},
            {"available-until", "available-from"},
            {"maturity > member", "maturity >= member"}
        }) {
            assertThat(policy(RULES.replace(change[0], change[1])).rules().canonical())
                    .isNotEqualTo(canonical);
        }
        assertThat(policy("").rules().canonical()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`exclude: [\"event.value > 1\"]`            | event.value' cannot be read here | item.countries",
                "`exclude: [\"item.maturty > 1\"]`           | unknown feature 'item.maturty'   | did you mean"
                        + " 'item.maturity'",
                "`available-from: item.genre`                | is no numeric feature of items   | item.maturity,"
                        + " item.until",
                "`available-from: member.maturity`           | is no numeric feature of items   | item.maturity,"
                        + " item.until",
                "`watched: { of: [plya], over: 1d }`         | unknown kind of feedback 'plya'  | did you mean 'play'",
                "`pins: { a: { item: x, position: 3 } }`     | beyond a slate of 3              | the last is 2",
                "`pins: { a: { item: x, position: 1 }, b: { item: y, position: 1 } }` | always stands at position 1 |"
                        + " another position",
                "`caps: { item.maturity: 2 }`                | is no categorical or multi-valued | item.countries,"
                        + " item.genre",
                "`caps: { item.genre: 0 }`                   | 0 is out of range                | whole number",
                "`exclud: [\"item.maturity > 1\"]`           | unknown key 'exclud'             | did you mean"
                        + " 'exclude'"
            })
    void read_ruleThatCannotBe_isTold(String rule, String message, String advice) {
        List<ConfigProblem> problems = MistakesTest.problems(FILE + "      " + rule + "\n");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().message() + problems.getFirst().advice()).contains(message, advice);
    }

    @Test
    void read_guard_namesAnotherPolicy() {
        String other = "  popular: { reward: ctr, features: [] }\n";
        String guard = "    guard: { baseline: %s, at-least: %s }\n";
        String file = FILE.replace("    rules:\n", "");
        assertThat(ConfigFile.read(file + guard.formatted("popular", "0.5") + other))
                .isInstanceOfSatisfying(
                        Reading.Checked.class,
                        checked -> assertThat(checked.configuration()
                                        .policy("p")
                                        .orElseThrow()
                                        .guard())
                                .contains(new PolicyDefinition.Guard("popular", 0.5)));
        assertThat(MistakesTest.problems(file + guard.formatted("p", "0.5") + other))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("own baseline"));
        assertThat(MistakesTest.problems(file + guard.formatted("populr", "0.5") + other))
                .singleElement()
                .satisfies(problem -> assertThat(problem.advice()).contains("did you mean 'popular'"));
        assertThat(MistakesTest.problems(file + guard.formatted("popular", "0") + other))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("out of range"));
    }
}
