package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longview.log.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of Vowpal Wabbit's own tests, held against a regular expression over their text. */
class VwDataTest {
    private static final String TEXT = "(?m)^(?:[0-9]+ )?[0-9]+:([-0-9.e]+):([-0-9.e]+)";
    private static final String JSON = "^\\{\"_label_cost\":([-0-9.e]+),\"_label_probability\":([-0-9.e]+)";
    private static final String SLOTS = "\"_label_cost\":([-0-9.e]+)[^}]*?\"_p\":\\[([-0-9.e]+)";

    @ParameterizedTest
    @CsvSource({
        "rcv1_raw_cb_small.vw.gz, '',      text,  1000, 1000",
        "rcv1_cb_eval.gz,         CB_EVAL, text,  1000, 1000",
        "cb_load.dat,             '',      text,  113,  113",
        "cb_test.ldf,             '',      text,  2,    2",
        "explore_eval_egreedy.dat.gz, '',  text,  50,   50",
        "dsjson_cb.json,          '',      json,  23,   23",
        "decisionservice.json,    '',      json,  3,    3",
        "ccb_data.json,           '',      slots, 59,   0",
    })
    void read_realFile_hasTheSumsOfAnIndependentReading(
            String name, String format, String kind, int decisions, int recommendations) throws IOException {
        Path file = Path.of(System.getProperty("longview.root", "."), "..", "shared", "data", "vw-test-data", name);
        assumeTrue(Files.exists(file), "the test data of Vowpal Wabbit is not here");
        VwLog log = VwLog.of(file).withTimes(1_700_000_000_000_000L, Duration.ofSeconds(1));
        Collected rows = new Collected();

        ImportSummary summary = (format.isEmpty() ? log : log.withFormat(VwFormat.valueOf(format))).read(rows);

        String text = text(file);
        Pattern pattern = Pattern.compile(
                switch (kind) {
                    case "json" -> "(?m)" + JSON;
                    case "slots" -> SLOTS;
                    default -> TEXT;
                });
        Matcher matcher = pattern.matcher(text);
        int labels = 0;
        double costs = 0;
        double inverse = 0;
        while (matcher.find()) {
            labels++;
            costs += Double.parseDouble(matcher.group(1));
            inverse += 1 / Math.min(1, Double.parseDouble(matcher.group(2)));
        }
        assertThat(labels).isGreaterThanOrEqualTo(decisions);
        assertThat(recommendations == 0 ? labels : recommendations).isEqualTo(labels);
        assertThat(rows.of(Table.DECISIONS)).as(summary.text()).hasSize(decisions);
        assertThat(rows.of(Table.SLATES)).hasSize(labels);
        assertThat(rows.of(Table.FEEDBACK)).hasSize(labels);
        assertThat(sum(rows.of(Table.FEEDBACK), "cost") - sum(rows.of(Table.FEEDBACK), "reward"))
                .isCloseTo(costs, within(1e-9));
        assertThat(rows.of(Table.SLATES).stream()
                        .mapToDouble(row -> 1 / Collected.number(row, "conditional_propensity"))
                        .sum())
                .isCloseTo(inverse, within(1e-9 * inverse));
        // Only cb_test.ldf has a decision without a label.
        assertThat(summary.skipped()).isEqualTo(name.equals("cb_test.ldf") ? 1 : 0);
    }

    private static double sum(List<Map<String, Object>> feedback, String kind) {
        return feedback.stream()
                .filter(row -> Optional.of(kind).equals(Optional.ofNullable(row.get("kind"))))
                .mapToDouble(row -> Collected.number(row, "value"))
                .sum();
    }

    private static String text(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream content = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
