package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardPartsTest {
    private static final String BEGINNING = """
        features:
          item.genres: multi-valued
          item.runtime: numeric
          context.device: categorical
        feedback:
          play: {}
          complete: {}
          thumb: {}
        outcomes:
          played: { of: play, as: occurred, final-after: 1d }
          completed: { of: complete, as: time-to-first, from: played, final-after: 28d }
          thumb: { of: thumb, as: last, values: [none, down, up], from: played, final-after: 28d }
        rewards:
        """;

    private static Configuration checked(String rewards) {
        Reading reading = ConfigFile.read(BEGINNING + rewards);
        assertThat(reading).isInstanceOf(Reading.Checked.class);
        return ((Reading.Checked) reading).configuration();
    }

    private static Reward compiled(String rewards) {
        Configuration configuration = checked(rewards);
        Compilation compilation =
                Reward.compile(configuration.rewards().getFirst(), configuration.outcomes(), configuration.features());
        return ((Compilation.Compiled) compilation).reward();
    }

    @Test
    void read_rewardInParts_hasTheVersionOfTheSameWrittenOut() {
        Reward parts = compiled("""
              enjoyed:
                parts:
                  finishing: "completed ? 1 + exp(-days(completed) / 2) : 0"
                  voice: "thumb in ['up'] ? 1 : thumb == 'down' ? -2 : 0"
                  both: finishing + voice
                  long: orValue(item.runtime, 90) > 60
                is: "played ? (long ? 2 : 1) * finishing + voice + both / 10 : 0"
            """);
        Reward written = compiled("""
              enjoyed: { is: "played ? (orValue(item.runtime, 90) > 60 ? 2 : 1) * (completed ? 1 + exp(-days(completed) / 2) : 0)
                + (thumb in ['up'] ? 1 : thumb == 'down' ? -2 : 0) + ((completed ? 1 + exp(-days(completed) / 2) : 0)
                + (thumb in ['up'] ? 1 : thumb == 'down' ? -2 : 0)) / 10 : 0" }
            """);
        assertThat(parts.normalised()).isEqualTo(written.normalised());
        assertThat(parts.version()).isEqualTo(written.version());
        assertThat(parts.termNames()).containsExactly("finishing", "voice", "both");
        assertThat(parts.features()).containsExactly("item.runtime");
    }

    @Test
    void read_mistakesInParts_areToldAtTheirPlaces() {
        assertThat(MistakesTest.problems(BEGINNING + """
              enjoyed:
                parts:
                  finishing: "completd ? 1 : 0"
                  voice: "thumb == 'upp' ? 1 : 0"
                  idle: "1"
                  played: "2"
                  early: late + 1
                  late: early + 1
                  much: 1 / voice
                is: "finishing + voice + played + late + much + nonsense"
            """))
                .extracting(ConfigProblem::line, ConfigProblem::column, ConfigProblem::message)
                .containsExactly(
                        tuple(16, 19, "unknown outcome 'completd'"),
                        tuple(17, 24, "'thumb' has no value 'upp'"),
                        tuple(18, 14, "part 'idle' is not used"),
                        tuple(19, 16, "part 'played' has the name of an outcome"),
                        tuple(20, 14, "part 'early' is made of itself: early → late → early"),
                        tuple(23, 53, "unknown outcome 'nonsense'"));
    }

    @Test
    void read_partOfPartsWrittenOutTooOften_isRefusedQuickly() {
        StringBuilder parts = new StringBuilder("  r:\n    parts:\n      p0: \"played ? 1 : 0\"\n");
        for (int i = 1; i < 60; i++) {
            parts.append("      p%d: p%d + p%d\n".formatted(i, i - 1, i - 1));
        }
        List<ConfigProblem> problems = MistakesTest.problems(BEGINNING + parts + "    is: p59\n");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().message()).contains("written out with its parts");
    }
}
