package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.longview.ingest.ImportSummary.Example;
import dev.longview.log.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsFileTest {
    private static final String GOOD =
            "{\"event_id\": \"%s\", \"kind\": \"play\", \"member\": \"m\", \"time\": 1800000000000000, \"received\":"
                    + " 1800000000000001}\n";

    @TempDir
    Path folder;

    private final Collected rows = new Collected();

    /** Each line stands between two good ones, which are imported whatever it is. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        {"event_id": "a"                                    ~ MALFORMED    ~ no JSON
        ["event_id"]                                        ~ MALFORMED    ~ a row is one JSON object
        {} {}                                               ~ MALFORMED    ~ goes on after
        E, "time": "2026-01-31 20:15:00"}                   ~ WRONG_TYPE   ~ "2026-01-31 20:15:00" says no zone; write Z
        E, "time": "yesterday"}                             ~ WRONG_TYPE   ~ "yesterday" is no time; allowed: microseconds
        E, "time": 1800000000000000000}                     ~ OUT_OF_RANGE ~ nanoseconds? divide by 1000
        E, "time": "1969-12-31T23:59:59Z"}                  ~ OUT_OF_RANGE ~ years 1970 to 2199
        E, "time": "2200-01-01T00:00:00Z"}                  ~ OUT_OF_RANGE ~ years 1970 to 2199
        E, "time": 18000000000000000000000}                 ~ OUT_OF_RANGE ~ more than 64 bits
        E, "time": 1.5}                                     ~ WRONG_TYPE   ~ 1.5 is no whole number
        E}                                                  ~ MISSING      ~ 'time' is missing; it is required: when it happened
        E, "time": null}                                    ~ MISSING      ~ 'time' is missing
        E, "time": 1, "time": 1}                            ~ REPEATED     ~ 'time' is given twice
        E, "time": 1, "attributes": {"a": "1", "a": "2"}}   ~ REPEATED     ~ the key "a" is given twice
        E, "time": 1, "oops": 1, "oops": 1}                 ~ REPEATED     ~ "oops" is given twice
        E, "time": 1, "position": -1}                       ~ OUT_OF_RANGE ~ -1 is no position; allowed: 0 for the first
        E, "time": 1, "item": 12}                           ~ WRONG_TYPE   ~ 12 is of another type; allowed: a text in quotes
        E, "time": 1, "item": {"id": [1, {"x": 2}]}}        ~ NESTED       ~ an object stands here; allowed: a text
        E, "time": 1, "value": "7"}                         ~ WRONG_TYPE   ~ "7" is of another type; allowed: a number
        E, "time": 1, "value": NaN}                         ~ OUT_OF_RANGE ~ NaN is no value
        E, "time": 1, "value": 1e999}                       ~ OUT_OF_RANGE ~ Infinity is no value
        E, "time": 1, "attributes": {"a": {"b": 1}}}        ~ NESTED       ~ texts only within the object
        E, "time": 1, "item": "\\ud800"}                     ~ WRONG_TYPE   ~ half a character
        {"table": "feedbak"}                                ~ NO_TABLE     ~ no table "feedbak"; did you mean 'feedback'?
        {"table": "slates", "decision_id": "d", "position": 0, "item": "i", "received": 1, "marginal_propensity": 1.01} \
        ~ OUT_OF_RANGE ~ 1.01 is no propensity; allowed: above 0, at most 1
        {"table": "slates", "decision_id": "d", "position": 0, "item": "i", "received": 1, "marginal_propensity": 0} \
        ~ OUT_OF_RANGE ~ 0.0 is no propensity
        """)
    void read_badLine_isToldAndTheOthersAreKept(String line, Reason reason, String message) throws IOException {
        String bad =
                line.replaceFirst("^E", "{\"event_id\": \"b\", \"kind\": \"play\", \"member\": \"m\", \"received\": 1");

        ImportSummary summary = read("f.jsonl", GOOD.formatted("a") + "\n" + bad + "\n" + GOOD.formatted("c"));

        assertThat(rows.of(Table.FEEDBACK)).extracting("event_id").containsExactly("a", "c");
        assertThat(summary.read()).isEqualTo(3);
        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.problems()).hasSize(1);
        assertThat(summary.problems().get(0).reason()).isEqualTo(reason);
        Example example = summary.problems().get(0).first().get(0);
        assertThat(example.line()).isEqualTo(3);
        assertThat(example.message()).contains(message);
    }

    @Test
    void read_rowWithSeveralProblems_tellsThemAllAndSkipsItOnce() throws IOException {
        ImportSummary summary = read(
                "f.jsonl", "{\"event_id\": \"\", \"value\": \"x\", \"position\": -2, \"time\": 1, \"received\": 1}");

        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.problems())
                .extracting(ImportSummary.Problem::column)
                .containsExactlyInAnyOrder(
                        "feedback.event_id", "feedback.value", "feedback.position", "feedback.kind", "feedback.member");
    }

    @Test
    void read_linesTooLongOrOfAnotherEncoding_areSkippedAlone() throws IOException {
        byte[] latin = "{\"event_id\": \"café\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
        content.write(GOOD.formatted("a").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        content.write(latin);
        content.write(GOOD.formatted("x".repeat(500_000)).getBytes(StandardCharsets.UTF_8));
        content.write(GOOD.formatted("b").getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("f.jsonl"), content.toByteArray());

        ImportSummary summary =
                EventsFile.of(file).withTable(Table.FEEDBACK).withLineLimit(300).read(rows);

        assertThat(rows.of(Table.FEEDBACK)).extracting("event_id").containsExactly("a", "b");
        assertThat(summary.problems())
                .extracting(ImportSummary.Problem::reason)
                .containsExactly(Reason.NOT_UTF8, Reason.TOO_LONG);
        assertThat(summary.text())
                .contains("line 2: byte 18 of the row, 0xe9, is not UTF-8")
                .contains("line 3: \"{\"event_id\": \"xxx")
                .contains("more than 300 bytes");
    }

    @Test
    void read_manyBadLines_countsAllAndShowsTen() throws IOException {
        ImportSummary summary = read("f.jsonl", "no\n".repeat(25));

        assertThat(summary.problems()).hasSize(1);
        assertThat(summary.problems().get(0).rows()).isEqualTo(25);
        assertThat(summary.problems().get(0).first()).hasSize(10);
        assertThat(summary.text()).contains("and 15 more");
    }

    @Test
    void read_unknownColumns_areToldOnceAndTheRowsKept() throws IOException {
        ImportSummary summary = read(
                "f.jsonl",
                GOOD.formatted("a")
                                .replace("}", ", \"lable\": \"up\", \"zzz\": {\"y\": [1]}}")
                                .repeat(3)
                        + "{\"table\": \"items\", \"item\": \"i\", \"valid_from\": 0, \"received\": 0, \"item.genre\":"
                        + " \"drama\"}");

        assertThat(summary.accepted()).isEqualTo(4);
        assertThat(summary.notes()).hasSize(4);
        assertThat(summary.notes().get(0))
                .isEqualTo("feedback.lable is not imported (3 rows, first at line 1): did you mean 'label'?");
        assertThat(summary.notes().get(1)).contains("feedback.zzz").contains("columns of feedback: event_id, kind");
        assertThat(summary.notes().get(2)).contains("below features, add: item.genre: ");
        assertThat(summary.notes().get(3))
                .contains("items.valid_from: 1 of 1 rows")
                .contains("milliseconds");
    }

    @Test
    void read_severalTablesInOneFile_goWhereTheyBelongWhereverTheKeyStands() throws IOException {
        String slate = "\"decision_id\": \"d\", \"position\": %d, \"item\": \"i\", \"received\": 1800000000000000";
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add("{\"table\": \"slates\", " + slate.formatted(2 * i) + "}\n");
            lines.add("{" + slate.formatted(2 * i + 1) + ", \"table\": \"slates\"}\n");
            lines.add(GOOD.formatted("e" + i));
        }
        ImportSummary summary = read("f.ndjson", String.join("", lines));

        assertThat(summary.rows()).isEqualTo(Map.of(Table.SLATES, 10L, Table.FEEDBACK, 5L));
        assertThat(rows.of(Table.SLATES))
                .extracting("position")
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(EventsFile.of(folder.resolve("f.ndjson"))
                        .read(new Collected())
                        .problems())
                .extracting(ImportSummary.Problem::reason, ImportSummary.Problem::rows)
                .containsExactly(tuple(Reason.NO_TABLE, 5L));
    }

    @Test
    void read_truncatedGzip_keepsWhatIsWholeAndSaysSo() throws IOException {
        StringBuilder csv = new StringBuilder("event_id,kind,member,time,received,value\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append("e")
                    .append(i * 7919L % 20_011)
                    .append(",play,m,1800000000000000,1800000000000001,")
                    .append(i + 100_000)
                    .append('\n');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(csv.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
        ImportSummary summary = EventsFile.of(Files.write(folder.resolve("f.csv.gz"), cut))
                .withTable(Table.FEEDBACK)
                .read(rows);

        assertThat(summary.errors()).singleElement().asString().contains("could be read only to line");
        assertThat(rows.of(Table.FEEDBACK))
                .hasSizeBetween(5_000, 15_000)
                .extracting("value")
                .allMatch(value -> (double) value >= 100_000);
        assertThat(summary.accepted() + summary.skipped()).isEqualTo(summary.read());
        assertThat(summary.skipped()).isLessThanOrEqualTo(1);
    }

    @Test
    void contentHash_sameContentCompressed_isTheSame() throws IOException {
        Path plain = Files.writeString(folder.resolve("a"), "abc");
        Path zipped = folder.resolve("b");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("abc".getBytes(StandardCharsets.UTF_8));
        }
        // FIPS 180-2, appendix B.1
        assertThat(ContentHash.of(plain).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ContentHash.of(zipped)).isEqualTo(ContentHash.of(plain));
        assertThat(ContentHash.of(plain).segment()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void read_absentFile_namesTheNearest() throws IOException {
        Files.writeString(folder.resolve("events.jsonl"), "");
        assertThatThrownBy(() -> EventsFile.of(folder.resolve("event.jsonl")).read(rows))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("did you mean 'events.jsonl'?");
    }

    @Test
    void read_withProgress_endsAtTheWholeFile() throws IOException {
        Path file =
                Files.writeString(folder.resolve("f.jsonl"), GOOD.formatted("a").repeat(20_000));
        List<Long> told = new ArrayList<>();
        EventsFile.of(file)
                .withTable(Table.FEEDBACK)
                .withProgress((read, total) -> told.add(read))
                .read(rows);

        assertThat(told).isSorted().hasSizeGreaterThan(2).last().isEqualTo(Files.size(file));
    }

    private ImportSummary read(String name, String content) throws IOException {
        return EventsFile.of(Files.writeString(folder.resolve(name), content))
                .withTable(Table.FEEDBACK)
                .read(rows);
    }
}
