package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.outcome.Aggregate;
import dev.longview.syntax.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/rewards.md}: its examples do what it says, and its messages are those that are told. */
class RewardsPageTest {
    /** An example and what it comes to: {@code `1 / 2` is 0.5}, {@code `a < b < c` is refused: comparisons do not chain}. */
    private static final Pattern EXAMPLE = Pattern.compile("`([^`]+)` is (refused: )?([^.;\\n]+(?:\\.\\d+)?)");

    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("longview.root")));

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/rewards.md"));
    }

    private static String section(String title) throws IOException {
        String page = page();
        int start = page.indexOf("\n## " + title + "\n");
        assertThat(start).as(title).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    @Test
    void differencesFromCel_eachExample_isAsThePageSays() throws IOException {
        List<String> differences = section("Differences from CEL")
                .lines()
                .filter(line -> line.matches("\\d+\\. .*"))
                .toList();
        assertThat(differences).hasSizeGreaterThan(12);
        Sample.Row row = new Sample.Row(
                new LinkedHashMap<>(Map.of(
                        "played", 1.0,
                        "minutes", 30.0,
                        "plays", 2.0,
                        "best", 0.0,
                        "seen", Sample.NEVER,
                        "completed", 2 * Sample.DAY,
                        "thumb", 1.0)),
                new LinkedHashMap<>(Map.of(
                        "played",
                        false,
                        "minutes",
                        false,
                        "plays",
                        false,
                        "best",
                        false,
                        "seen",
                        false,
                        "completed",
                        false,
                        "thumb",
                        false)),
                Map.of("item.genres", List.of("drama")));
        for (String difference : differences) {
            Matcher example = EXAMPLE.matcher(difference);
            int found = 0;
            while (example.find()) {
                found++;
                String says = example.group(3).strip();
                if (example.group(2) != null) {
                    assertThat(Sample.problems(example.group(1)))
                            .as(difference)
                            .anyMatch(problem -> problem.message().contains(says));
                } else {
                    assertThat(Sample.reward(example.group(1)).evaluate(Sample.batch(List.of(row)))[0])
                            .as(difference)
                            .isEqualTo(Double.parseDouble(says));
                }
            }
            assertThat(found).as(difference).isPositive();
        }
    }

    @Test
    void functions_all_standOnThePage() throws IOException {
        assertThat(Function.spellings())
                .allSatisfy(spelling -> assertThat(section("The language")).contains("`" + spelling + "("));
    }

    /** The messages began as output, and were then read by someone who does not know the language. */
    @Test
    void mistakes_tenNaturalOnes_areToldAsOnThePage() throws IOException {
        Path golden = ROOT.resolve("core/src/test/resources/dev/longview/reward/ten-mistakes.txt");
        StringBuilder told = new StringBuilder();
        for (String is : mistakes()) {
            told.append(told.isEmpty() ? "" : "\n");
            for (Problem problem : problems(is)) {
                told.append(problem.render(is, problem.line() + ":" + problem.column()))
                        .append('\n');
            }
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, told);
        }
        assertThat(told).hasToString(Files.readString(golden));
        assertThat(section("Ten mistakes")).contains("```\n" + told + "```");
    }

    private static List<String> mistakes() {
        return List.of(
                "played * (0.5 + completed)",
                "played and thumb = up ? 1 : 0",
                "if(thumb == 'like', 1, 0)",
                "completed < 7 ? 1 : 0",
                "minutes / item.runtime",
                "orValue(item.runtime, 90) / 60",
                "item.genres == 'drama' ? 1 : 0",
                "thumb in ('up', 'down') ? 1 : 0",
                "plays > 5 || thumb == 'up' && thumb == 'down' ? 1 : 0",
                "log(minutes) + exp(minutes) + 1 / plays");
    }

    private static List<Problem> problems(String is) {
        return Sample.problems(is);
    }

    /** The page's own examples of whole rewards compile; outcomes and features are those of the sample. */
    @Test
    void examples_all_compile() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher block = Pattern.compile("```cel\n(.*?)```", Pattern.DOTALL).matcher(page());
        while (block.find()) {
            examples.add(block.group(1));
        }
        assertThat(examples).isNotEmpty().allSatisfy(Sample::reward);
        assertThat(Sample.OUTCOMES.stream().map(o -> o.as()).filter(Aggregate.Last.class::isInstance))
                .hasSize(1);
        assertThat(Optional.of(section("The language"))).isPresent();
    }
}
