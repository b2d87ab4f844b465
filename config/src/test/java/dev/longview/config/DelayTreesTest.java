package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.delay.TreeInputs;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTreesTest {
    private static final String FILE = """
        features: { item.a: numeric, item.b: categorical, item.c: multi-valued }
        feedback: { play: {}, complete: {}, thumb: {} }
        outcomes:
          played: { of: play, as: occurred, final-after: 1d }
          completed: { of: complete, as: time-to-first, from: played, final-after: 28d }
          thumb: { of: thumb, as: last, values: [down, none, up], from: played, final-after: 28d }
        delay:
          completed: %s
          thumb: %s
        """;

    @Test
    void read_trees_areWhatIsSaid() {
        Reading reading = ConfigFile.read(FILE.formatted(
                "{ trees: {} }", "{ trees: { outcomes: [completed], features: [item.a, item.b], after: completed } }"));

        assertThat(reading).isInstanceOf(Reading.Checked.class);
        Configuration configuration = ((Reading.Checked) reading).configuration();
        assertThat(configuration.delay("completed").orElseThrow().trees())
                .contains(new TreeInputs(List.of(), List.of(), Optional.empty()));
        assertThat(configuration.delay("thumb").orElseThrow().trees())
                .contains(new TreeInputs(List.of("completed"), List.of("item.a", "item.b"), Optional.of("completed")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | { trees: { after: completed } } | 'completed' has no trees of its own",
                "{ trees: { after: thumb } } | { trees: { after: completed } } | which is given it in turn",
                "{ trees: { after: completed } } | { trees: {} } | which is given it in turn",
                "{ trees: { features: [item.c] } } | {} | 'item.c' has several values",
                "{ trees: { features: [item.d] } } | {} | unknown feature 'item.d'",
                "{ trees: { outcomes: [complete] } } | {} | unknown outcome 'complete'"
            })
    void read_treesThatCannotBe_tellsWhy(String completed, String thumb, String message) {
        Reading reading = ConfigFile.read(FILE.formatted(completed, thumb));

        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).render("longview.yaml")).contains(message);
    }
}
