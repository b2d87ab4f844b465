package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
    private static final String HEADER = "event_id,kind,member,time,received,label\n";

    @TempDir
    Path folder;

    private final Collected rows = new Collected();

    @Test
    void read_quotesAndNewlines_keepLineNumbersRight() throws IOException {
        ImportSummary summary = read(HEADER
                + "a,play,m,1800000000000000,1800000000000000,\"one\ntwo, \"\"three\"\"\r\n\"\r\n"
                + "\r\n"
                + "b,play,m,soon,1800000000000000,\n"
                + "c,play,m,2027-01-15T08:00:00Z,1.8e15,");

        assertThat(rows.of(Table.FEEDBACK)).extracting("event_id").containsExactly("a", "c");
        assertThat(rows.of(Table.FEEDBACK).get(0)).containsEntry("label", "one\ntwo, \"three\"\r\n");
        assertThat(rows.of(Table.FEEDBACK).get(1))
                .containsEntry("time", 1_800_000_000_000_000L)
                .containsEntry("received", 1_800_000_000_000_000L);
        assertThat(summary.problems().get(0).first().get(0).line()).isEqualTo(6);
    }

    @Test
    void read_quoteThatIsNeverClosed_costsOneLine() throws IOException {
        String good = ",play,m,1800000000000000,1800000000000000,x\n";
        ImportSummary summary = read(HEADER + "a" + good + "\"b" + good + "c" + good + "\"d\"e" + good + "f" + good
                + "g,play\n" + "h" + good);

        assertThat(rows.of(Table.FEEDBACK)).extracting("event_id").containsExactly("a", "c", "f", "h");
        assertThat(summary.text())
                .contains("line 3: \"\"b,play,m")
                .contains("line 5: \"\"d\"e,play,m")
                .contains("line 7: 2 fields, and the header has 6");
        assertThat(summary.skipped()).isEqualTo(3);
    }

    @Test
    void read_headerThatCannotServe_isOneError() throws IOException {
        assertThat(read("event_id,kind,membr,time,received,time\nx\n").errors())
                .containsExactly(
                        "line 1: the header names \"time\" twice; remove one of the two columns",
                        "line 1: the header has no column 'member', which feedback requires: who; is it the one called"
                                + " \"membr\"?");
        assertThat(read("event_id;kind;member\nx\n").errors())
                .singleElement()
                .asString()
                .contains("separated by commas");
        assertThat(read("").errors()).singleElement().asString().contains("empty");
    }

    @Test
    void read_listsAndMaps_eitherWay() throws IOException {
        Path file = Files.writeString(folder.resolve("c.csv"), """
            candidates_id,items,received
            x,b|a,1800000000000000
            y,"[""b|c"", ""a""]",1800000000000000
            z,a||b,1800000000000000
            """);
        ImportSummary summary =
                EventsFile.of(file).withTable(Table.CANDIDATE_SETS).read(rows);

        assertThat(rows.of(Table.CANDIDATE_SETS))
                .extracting("items")
                .containsExactly(List.of("a", "b"), List.of("a", "b|c"));
        assertThat(summary.text()).contains("line 4: an element is empty");
    }

    @Test
    void read_embeddings_eitherWay_andOthersAreToldOfByPlaceAndLength() throws IOException {
        List<FeatureDefinition> features = List.of(FeatureDefinition.embedding("item.vector", 3));
        Path csv = Files.writeString(folder.resolve("i.csv"), """
            item,valid_from,received,item.vector
            a,1800000000000000,1800000000000000,0.5|-1|1e-3
            b,1800000000000000,1800000000000000,"[0.5, -1, 0.001]"
            c,1800000000000000,1800000000000000,
            d,1800000000000000,1800000000000000,1|2
            e,1800000000000000,1800000000000000,1|NaN|2
            f,1800000000000000,1800000000000000,1|2|3|4
            """);
        ImportSummary summary =
                EventsFile.of(csv).withTable(Table.ITEMS).withFeatures(features).read(rows);
        assertThat(rows.of(Table.ITEMS)).extracting("item").containsExactly("a", "b", "c");
        assertThat(rows.of(Table.ITEMS).get(0))
                .containsEntry("item.vector", List.of(0.5f, -1f, 0.001f))
                .containsEntry("item.vector", rows.of(Table.ITEMS).get(1).getOrDefault("item.vector", List.of()));
        assertThat(rows.of(Table.ITEMS).get(2)).doesNotContainKey("item.vector");
        assertThat(summary.text())
                .contains("items.item.vector")
                .contains("line 5: there are 2 numbers; allowed: 3, as longview.yaml declares")
                .contains("line 6: \"NaN\" is no number; allowed: 3 finite numbers")
                .contains("line 7: there are 4 numbers");
        assertThat(summary.skipped()).isEqualTo(3);

        String item = "{\"item\": \"x\", \"valid_from\": 1800000000000000, \"received\": 1800000000000000,"
                + " \"item.vector\": %s}\n";
        Path json = Files.writeString(
                folder.resolve("i.jsonl"),
                item.formatted("[1, 2, 1e39]")
                        + item.formatted("[1, null, 2]")
                        + item.formatted("[1, NaN, 2]")
                        + item.formatted("[1, [2], 3]")
                        + item.formatted("0.5")
                        + item.formatted("[]"));
        ImportSummary lines = EventsFile.of(json)
                .withTable(Table.ITEMS)
                .withFeatures(features)
                .read(rows);
        assertThat(lines.accepted()).isEqualTo(1);
        assertThat(lines.text())
                .contains("line 1: 1.0E39 in place 2 is no value; allowed: finite numbers of single precision")
                .contains("line 2: null is of another type; allowed: a list of 3 numbers")
                .contains("line 3: NaN in place 1 is no value; allowed: finite numbers")
                .contains("line 4: a list stands here; allowed: a list of 3 numbers")
                .contains("line 5: 0.5 is of another type; allowed: a list of 3 numbers");
    }

    @Test
    void read_noTable_asksForIt() throws IOException {
        Path file = Files.writeString(folder.resolve("c.csv"), HEADER);
        assertThatThrownBy(() -> EventsFile.of(file).read(rows))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("--table feedback");
    }

    @Test
    void read_nestedDecision_bringsSlateAndCandidates() throws IOException {
        String decision = "{\"decision_id\": \"%s\", \"account\": \"a\", \"member\": \"m\", \"time\":"
                + " 1800000000000000, \"received\": %d, \"usable_off_policy\": true, \"slate\": [{\"item\": \"y\","
                + " \"conditional_propensity\": 0.5}, {\"item\": \"x\", \"score\": 2}], \"candidates\": [\"y\", \"x\","
                + " \"z\"]}\n";
        Path file = Files.writeString(
                folder.resolve("d.jsonl"),
                decision.formatted("1", 1_800_000_000_000_005L)
                        + decision.formatted("2", 1_800_000_000_000_006L)
                        + decision.formatted("3", 1_800_000_000_000_004L)
                        + decision.formatted("4", 1_800_000_000_000_004L).replace("0.5", "7"));
        ImportSummary summary = EventsFile.of(file).withTable(Table.DECISIONS).read(rows);

        // printf 'x\ny\nz' | sha256sum | cut -c -24
        String id = "6d421ec4b623af3bdd47ad1d";
        assertThat(summary.rows()).isEqualTo(Map.of(Table.DECISIONS, 3L, Table.SLATES, 6L, Table.CANDIDATE_SETS, 2L));
        assertThat(summary.problems().get(0).column()).isEqualTo("slates.conditional_propensity");
        assertThat(rows.of(Table.DECISIONS)).extracting("candidates_id").containsOnly(id);
        assertThat(rows.of(Table.SLATES).get(0))
                .isEqualTo(Map.of(
                        "decision_id",
                        "1",
                        "position",
                        0L,
                        "item",
                        "y",
                        "conditional_propensity",
                        0.5,
                        "received",
                        1_800_000_000_000_005L));
        assertThat(rows.of(Table.SLATES).get(1)).containsEntry("position", 1L).containsEntry("score", 2.0);
        assertThat(rows.of(Table.CANDIDATE_SETS))
                .as("again only where an earlier decision needs it")
                .extracting("candidates_id", "items", "received")
                .containsExactly(
                        tuple(id, List.of("x", "y", "z"), 1_800_000_000_000_005L),
                        tuple(id, List.of("x", "y", "z"), 1_800_000_000_000_004L));
    }

    private ImportSummary read(String content) throws IOException {
        return EventsFile.of(Files.writeString(folder.resolve("f.csv"), content))
                .withTable(Table.FEEDBACK)
                .read(rows);
    }
}
