package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import dev.longview.log.Table.ColumnDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** docs/schema.md is a contract: it says what the code says, and its examples can be imported as they stand. */
class SchemaPageTest {
    private static final Path PAGE = Path.of(System.getProperty("longview.root", ".."), "docs", "schema.md");
    private static final Pattern EXAMPLE = Pattern.compile("```(jsonl|csv) (\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("member.tenure_days", Kind.NUMERIC),
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.runtime", Kind.NUMERIC));

    @TempDir
    Path folder;

    /** With {@code -Dlongview.regenerate=true} the page is written instead. */
    @Test
    void page_columnsOfEveryTable_areThoseOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String generated = page;
        for (Table table : Table.values()) {
            String begin = "<!-- columns of " + table.tableName() + " -->\n";
            Pattern block = Pattern.compile(Pattern.quote(begin) + ".*?<!-- end -->", Pattern.DOTALL);
            assertThat(page).as("a place for the columns of " + table).containsPattern(block);
            generated = block.matcher(generated)
                    .replaceFirst(Matcher.quoteReplacement(begin + "\n" + columns(table) + "\n<!-- end -->"));
        }
        if (Boolean.getBoolean("longview.regenerate")) {
            Files.writeString(PAGE, generated);
        } else {
            assertThat(page)
                    .as("docs/schema.md; to write it anew: mvn verify -pl ingest -am -Dtest=SchemaPageTest"
                            + " -Dlongview.regenerate=true")
                    .isEqualTo(generated);
        }
    }

    @TestFactory
    List<DynamicTest> example_asItStands_isImported() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Set<Table> json = EnumSet.noneOf(Table.class);
        Set<Table> csv = EnumSet.noneOf(Table.class);
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        while (example.find()) {
            Table table = Table.valueOf(example.group(2).toUpperCase(Locale.ROOT));
            (example.group(1).equals("csv") ? csv : json).add(table);
            Path file = folder.resolve("example-" + tests.size() + "." + example.group(1));
            String content = example.group(3);
            tests.add(DynamicTest.dynamicTest(
                    example.group(1) + " " + table.tableName(), () -> imported(file, content, table)));
        }
        assertThat(json).as("tables with an example in JSON Lines").hasSameSizeAs(Table.values());
        assertThat(csv).as("tables with an example in CSV").hasSameSizeAs(Table.values());
        return tests;
    }

    /** What the import treats as a time, a position or a propensity goes by the name. */
    @Test
    void schema_everyWholeNumber_isATimeOrKnownNotToBe() {
        for (Table table : Table.values()) {
            for (ColumnDefinition column : table.columns()) {
                if (column.type() == ColumnType.BIGINT && !Times.COLUMNS.contains(column.name())) {
                    assertThat(column.name()).as("in " + table).isIn("position", "seed");
                }
            }
        }
    }

    private static void imported(Path file, String content, Table table) throws IOException {
        Collected rows = new Collected();
        ImportSummary summary = EventsFile.of(Files.writeString(file, content))
                .withTable(table)
                .withFeatures(FEATURES)
                .read(rows);
        long lines = content.lines().count() - (file.toString().endsWith("csv") ? 1 : 0);
        assertThat(summary.problems()).isEmpty();
        assertThat(summary.errors()).isEmpty();
        assertThat(summary.notes()).isEmpty();
        assertThat(rows.of(table)).hasSize((int) lines);
    }

    private static String columns(Table table) {
        StringBuilder text = new StringBuilder("| column | type | required | meaning |\n|---|---|---|---|\n");
        for (ColumnDefinition column : table.columns()) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(column.name(), type(column), column.required() ? "yes" : "", column.meaning()));
        }
        for (String prefix : table.featurePrefixes()) {
            text.append("| `%s*` | as declared | | features |\n".formatted(prefix));
        }
        return text.toString();
    }

    private static String type(ColumnDefinition column) {
        return switch (column.type()) {
            case BOOLEAN -> "truth";
            case BIGINT -> Times.COLUMNS.contains(column.name()) ? "time" : "whole number";
            case DOUBLE -> "number";
            case TEXT -> "text";
            case TEXT_LIST -> "list of texts";
            case FLOAT_LIST -> "list of numbers";
            case TEXT_MAP -> "map of texts";
        };
    }
}
