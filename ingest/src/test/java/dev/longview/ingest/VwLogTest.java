package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of the formats, on samples written by hand after the wiki of Vowpal Wabbit. */
class VwLogTest {
    private static final long START = 1_800_000_000_000_000L;

    @TempDir
    Path folder;

    private final Collected rows = new Collected();

    @Test
    void cb_wikiExample_isTheseDecisions() throws IOException {
        // The wiki's page on logged contextual bandits; the fourth line lists what could be chosen.
        ImportSummary summary = log("""
            1:2:0.4 | a c
            3:-0.5:0.2 t1| b d
            4:0:.5 | a b c
            2:1:3e-1 3 4 | b c
            """).withActions(4).read(rows);

        assertThat(summary.skipped()).as(summary.text()).isZero();
        assertThat(rows.of(Table.DECISIONS))
                .extracting(row -> row.get("time"))
                .containsExactly(START, START + 10_000_000, START + 20_000_000, START + 30_000_000);
        assertThat(rows.of(Table.DECISIONS).getFirst())
                .containsEntry("usable_off_policy", true)
                .containsEntry("policy", "vw")
                .satisfies(row -> assertThat(row.get("member")).isEqualTo(row.get("decision_id")));
        assertThat(rows.of(Table.SLATES))
                .extracting("item", "conditional_propensity", "marginal_propensity")
                .containsExactly(
                        tuple("action-1", 0.4, 0.4),
                        tuple("action-3", 0.2, 0.2),
                        tuple("action-4", 0.5, 0.5),
                        tuple("action-2", 0.3, 0.3));
        assertThat(rows.of(Table.FEEDBACK))
                .extracting("kind", "value")
                .containsExactly(tuple("cost", 2.0), tuple("reward", 0.5), tuple("reward", 0.0), tuple("cost", 1.0));
        assertThat(rows.of(Table.CANDIDATE_SETS))
                .extracting("items")
                .containsExactly(
                        List.of("action-1", "action-2", "action-3", "action-4"),
                        List.of("action-2", "action-3", "action-4"));
        // printf 'action-2\naction-3\naction-4' | sha256sum | cut -c -24
        assertThat(rows.of(Table.DECISIONS).getLast()).containsEntry("candidates_id", "4b1f2027c1c7755353d98cfd");
        assertThat(rows.of(Table.ITEMS)).hasSize(4);
    }

    @Test
    void cb_tagAndQuotedTag_areMembers() throws IOException {
        ImportSummary summary = log("1:0:1 anna|u x\n1:0:1 'tom |u x\n1:0:1 | x\n")
                .withMemberBy("tag")
                .read(rows);
        assertThat(summary.accepted()).isEqualTo(3);
        assertThat(rows.of(Table.DECISIONS))
                .extracting(row -> row.get("account"))
                .startsWith("anna", "tom")
                .satisfies(last -> assertThat(String.valueOf(last.get(2))).startsWith("vw-"));
    }

    @Test
    void cbEval_firstAction_isLeftOutAndToldOf() throws IOException {
        String text = "2 1:1:0.5 | a\n2 2:0:0.5 | b\n";
        assertThatThrownBy(() -> log(text).read(rows))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("--format cb_eval");
        ImportSummary summary = log(text).withFormat(VwFormat.CB_EVAL).read(rows);
        assertThat(rows.of(Table.SLATES)).extracting("item").containsExactly("action-1", "action-2");
        assertThat(summary.notes()).anySatisfy(note -> assertThat(note).contains("in 1 of 2 lines"));
    }

    @Test
    void cbAdf_blocksWithAndWithoutShared_areDecisions() throws IOException {
        ImportSummary summary = log(
                        """
                        shared |User user=Tom age:30 |Time:0.5 hour:8
                        |Action article=politics
                        0:-1.5:0.25 |Action article=sports price:2

                        | a b
                        1:1:0.5 |x:2 c:3


                        | left | out
                        """,
                        "context.User.user:C",
                        "context.User.age:N",
                        "context.Time.hour:N",
                        "context.User:M",
                        "context.features:M",
                        "item.Action.article:C",
                        "item.features:M",
                        "item.x.c:N")
                .read(rows);

        assertThat(summary.read()).isEqualTo(3);
        assertThat(summary.problems())
                .extracting(
                        ImportSummary.Problem::reason,
                        problem -> problem.first().getFirst().line())
                .containsExactly(tuple(Reason.MISSING, 9L));
        assertThat(rows.of(Table.DECISIONS).getFirst())
                .containsEntry("context.User.user", "Tom")
                .containsEntry("context.User.age", 30.0)
                .containsEntry("context.Time.hour", 4.0)
                .containsEntry("context.User", List.of("user=Tom", "age"))
                .containsEntry("context.features", List.of("User.user=Tom", "User.age", "Time.hour"));
        assertThat(rows.of(Table.DECISIONS).get(1)).doesNotContainKey("context.features");
        assertThat(rows.of(Table.ITEMS))
                .extracting(row -> row.get("item"), row -> row.get("item.Action.article"), row -> row.get("item.x.c"))
                .containsExactly(
                        tuple("Action.article=politics", "politics", null),
                        tuple("Action.article=sports Action.price:2.0", "sports", null),
                        tuple("a b", null, null),
                        tuple("x.c:6.0", null, 6.0));
        assertThat(rows.of(Table.SLATES))
                .extracting("item", "marginal_propensity")
                .containsExactly(tuple("Action.article=sports Action.price:2.0", 0.25), tuple("x.c:6.0", 0.5));
        assertThat(rows.of(Table.CANDIDATE_SETS)).hasSize(2);
    }

    @Test
    void cbAdf_itemBy_namesItemsByIndexOrFeature() throws IOException {
        String text = "shared | s\n0:1:0.5 |A id=x n:1\n|A id=y n:2\n";
        log(text).withItemBy("index").read(rows);
        log(text).withItemBy("A/id").read(rows);
        assertThat(rows.of(Table.SLATES)).extracting("item").containsExactly("action-1", "x");
        assertThat(log("shared | s\n0:1:0.5 |A id=x\n|A n:2\n")
                        .withItemBy("A/id")
                        .read(new Collected())
                        .text())
                .contains("line 1: action 2 has no feature A/id");
        assertThatThrownBy(() -> log(text).withItemBy("id")).hasMessageContaining("NAMESPACE/FEATURE");
    }

    @Test
    void cbAdf_sameItemTwice_hasNoPropensity() throws IOException {
        log("shared | s\n0:1:0.5 |A x\n|A x\n|A y\n").read(rows);
        assertThat(rows.of(Table.SLATES).getFirst())
                .doesNotContainKeys("marginal_propensity", "conditional_propensity");
        assertThat(rows.of(Table.DECISIONS).getFirst()).containsEntry("usable_off_policy", false);
    }

    /** Each line stands between two good ones, which are imported whatever it is. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        1:1:0 | a          ~ OUT_OF_RANGE ~ "0" is no probability of an action that was chosen; allowed: above 0
        1:1:1.5 | a        ~ OUT_OF_RANGE ~ "1.5" is no probability
        1:1:NaN | a        ~ OUT_OF_RANGE ~ "NaN" is no probability
        1:1:-0.5 | a       ~ OUT_OF_RANGE ~ "-0.5" is no probability
        1:1: | a           ~ OUT_OF_RANGE ~ "" is no probability
        1:1 | a            ~ MISSING      ~ "1:1" has no probability; allowed: action:cost:probability
        1:x:0.5 | a        ~ OUT_OF_RANGE ~ "x" is no cost; allowed: finite numbers
        1:NaN:0.5 | a      ~ OUT_OF_RANGE ~ "NaN" is no cost
        1:1e999:0.5 | a    ~ OUT_OF_RANGE ~ "1e999" is no cost
        1:1:0.5:2 | a      ~ MALFORMED    ~ "1:1:0.5:2" is no label
        0:1:0.5 | a        ~ OUT_OF_RANGE ~ "0" is no action; allowed: whole numbers from 1
        two:1:0.5 | a      ~ OUT_OF_RANGE ~ "two" is no action
        1:1:0.5 2:0:0.5 |a ~ REPEATED     ~ one action is chosen in a decision
        1:1:0.5| a         ~ MISSING      ~ touches the bar, which makes it a tag
        1 2 | a            ~ MISSING      ~ no action has a cost and a probability
        """)
    void cb_malformedLine_isSkippedAndTold(String line, Reason reason, String message) throws IOException {
        ImportSummary summary = log("1:0:1 | a\n" + line + "\n2:0:1 | b\n")
                .withFormat(VwFormat.CB)
                .read(rows);
        assertThat(rows.of(Table.DECISIONS)).hasSize(2);
        assertThat(summary.problems()).hasSize(1);
        assertThat(summary.problems().getFirst().reason()).isEqualTo(reason);
        assertThat(summary.problems().getFirst().first())
                .singleElement()
                .satisfies(example -> assertThat(example.line()).isEqualTo(2))
                .satisfies(example -> assertThat(example.message()).contains(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        |A a;shared |B b           ~ MALFORMED ~ at line 4: a shared line within a decision
        0:1:0.5 |A a;0:1:0.5 |A b  ~ REPEATED  ~ 2 actions have labels
        |A a;|A b                  ~ MISSING   ~ none of the 2 actions has a cost
        |A a;ccb slot 0:1:0.5 |B b ~ MALFORMED ~ at line 4: text of ccb is not read
        |A a;0:1:0.5 1 |B b        ~ MALFORMED ~ 2 words before the bar
        """)
    void cbAdf_malformedBlock_isSkippedAndTold(String block, Reason reason, String message) throws IOException {
        ImportSummary summary = log("0:0:1 |A a\n\n" + block.replace(';', '\n') + "\n\n0:0:1 |A a\n")
                .read(rows);
        assertThat(rows.of(Table.DECISIONS)).hasSize(2);
        assertThat(summary.problems()).hasSize(1);
        assertThat(summary.problems().getFirst().reason()).isEqualTo(reason);
        assertThat(summary.problems().getFirst().first().getFirst().message()).contains(message);
    }

    @Test
    void dsjson_decisionAndLateReward_areDecisionAndFeedback() throws IOException {
        ImportSummary summary = json(
                        """
                        {"_label_cost":-0.5,"_label_probability":0.8,"_label_Action":2,"_labelIndex":1,"Timestamp":"2026-01-31T20:15:00.1234567","EventId":"e1","a":[2,1],"p":[0.8,0.2],"c":{"hour":8,"User":{"age":"30","new":true,"old":false,"_id":7,"Inner":{"x":"y"}},"List":[{"k":"v"},3],"_multi":[{"_tag":"m1","i":{"id":"m1"}},{"_tag":"m2","j":[{"roast":"dark"}]}]},"VWState":{"m":"model-7"},"pdrop":0.5,"o":[{"v":1}]}
                        {"RewardValue":2.5,"EnqueuedTimeUtc":"2026-02-01T00:00:00Z","EventId":"e0"}
                        {"EventId":"e2","Timestamp":"2026-02-01T00:00:00Z","_skipLearn":true,"_label_cost":0,"_label_probability":1,"_labelIndex":0,"a":[1],"p":[1],"c":{"_multi":[{"_tag":"m1"}]}}
                        {"EventId":"e3","Timestamp":"2026-02-01T00:00:00Z","a":[3,1,2],"p":[0.2,0.5,0.3],"c":{"_multi":[{"_tag":"m1"},{"_tag":"m2"},{"_tag":"m2"}]}}
                        """,
                        "context.hour:N",
                        "context.User.age:N",
                        "context.User:M",
                        "context.Inner.x:C",
                        "context.List.k:C",
                        "context.features:M",
                        "item.j.roast:C")
                .read(rows);

        assertThat(summary.skipped()).as(summary.text()).isZero();
        assertThat(summary.notes()).anySatisfy(note -> assertThat(note).contains("1 decisions stand for others"));
        assertThat(rows.of(Table.DECISIONS).getFirst())
                .containsEntry("decision_id", "e1")
                .containsEntry("time", 1_769_890_500_123_456L)
                .containsEntry("policy", "model-7")
                .containsEntry("context.hour", 8.0)
                .containsEntry("context.User.age", 30.0)
                .containsEntry("context.User", List.of("age=30", "new"))
                .containsEntry("context.Inner.x", "y")
                .containsEntry("context.List.k", "v")
                .containsEntry(
                        "context.features",
                        List.of("hour", "User.age=30", "User.new", "Inner.x=y", "List.k=v", "List.1"));
        assertThat(rows.of(Table.DECISIONS).get(1))
                .containsEntry("usable_off_policy", false)
                .containsEntry("unusable_reason", "_skipLearn: it is not to be learned from");
        assertThat(rows.of(Table.FEEDBACK))
                .extracting("decision_id", "kind", "value", "position", "event_id")
                .containsExactly(
                        tuple("e1", "reward", 0.5, 0L, "e1-0"),
                        tuple("e0", "reward", 2.5, 0L, "e0-late-1769904000000000"));
        // m2 is two of the three actions of e3: 0.2 + 0.3.
        assertThat(Collected.number(rows.of(Table.SLATES).get(2), "marginal_propensity"))
                .isCloseTo(0.5, within(1e-15));
        assertThat(rows.of(Table.SLATES).get(2)).containsEntry("item", "m2");
        assertThat(rows.of(Table.CANDIDATE_SETS).stream().map(row -> row.get("items")))
                .containsExactly(List.of("m1", "m2"), List.of("m1"));
    }

    @Test
    void dsjson_outcomesOfSlots_areASlate() throws IOException {
        ImportSummary summary = json("""
            {"EventId":"e1","Timestamp":"2026-02-01T00:00:00Z","c":{"_multi":[{"_tag":"a"},{"_tag":"b"},{"_tag":"c"}],"_slots":[{"_id":"s"},{"_id":"t"}]},"_outcomes":[{"_label_cost":-1,"_a":[2,0,1],"_p":[0.25,0.5,0.25]},{"_label_cost":0.5,"_a":[0,1],"_p":[0.5,0.5]}]}
            """).read(rows);
        assertThat(summary.skipped()).as(summary.text()).isZero();
        assertThat(rows.of(Table.SLATES))
                .extracting(
                        row -> row.get("position"),
                        row -> row.get("item"),
                        row -> row.get("conditional_propensity"),
                        row -> row.get("marginal_propensity"))
                .containsExactly(tuple(0L, "c", 0.25, 0.25), tuple(1L, "a", 0.5, null));
        assertThat(rows.of(Table.FEEDBACK))
                .extracting("kind", "value", "position")
                .containsExactly(tuple("reward", 1.0, 0L), tuple("cost", 0.5, 1L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        {"c":{"_multi":[{"_slot_id":0}]},T,"_outcomes":[]}                             ~ MALFORMED    ~ not read: _slot_id
        {"c":{"_multi":[{"__aid":5}]},T}                                               ~ MALFORMED    ~ not read: __aid
        {"c":{},"_label_ca":{"action":1},T}                                            ~ MALFORMED    ~ not read: _label_ca
        {"c":{}                                                                        ~ MALFORMED    ~ no DSJSON
        {"EventId":"e","ActionTaken":true}                                             ~ MALFORMED    ~ neither a decision ("c") nor a late reward
        {"RewardValue":"much","EventId":"e",T}                                         ~ OUT_OF_RANGE ~ "much" is no reward
        {"c":{"_multi":[{}]},"_labelIndex":0,"_label_probability":1}                   ~ MISSING      ~ say when it was by --start
        {"c":{"_multi":[{}]},"_labelIndex":0,"_label_probability":1,"Timestamp":"now"} ~ OUT_OF_RANGE ~ "now" is no time
        {"c":{"_multi":[{}]},"_labelIndex":0,"_label_probability":0,T}                 ~ OUT_OF_RANGE ~ "0" is no probability
        {"c":{"_multi":[{}]},"_labelIndex":0,T}                                        ~ OUT_OF_RANGE ~ "" is no probability
        {"c":{"_multi":[{}]},"_labelIndex":1,"_label_probability":1,T}                 ~ OUT_OF_RANGE ~ 1 is none of the 1 actions
        {"c":{"_multi":[{}]},"_labelIndex":0,"_label_Action":2,"_label_probability":1,T} ~ OUT_OF_RANGE ~ 0 is not the action of _label_Action, 2
        {"c":{"_multi":[{}]},"_label_probability":1,T}                                 ~ MISSING      ~ tells the action that was chosen
        {"c":{"_multi":[{}]},"_labelIndex":0,"_label_probability":1,"pdrop":1,T}       ~ OUT_OF_RANGE ~ "1" is no probability that a decision
        {"c":{"_multi":[{}],"_slots":[{},{}]},"_outcomes":[{"_a":[0],"_p":[1]}],T}     ~ MISSING      ~ 1 outcomes for 2 slots
        """)
    void dsjson_malformedLine_isSkippedAndTold(String line, Reason reason, String message) throws IOException {
        String good = "{\"EventId\":\"g\",\"Timestamp\":\"2026-02-01T00:00:00Z\",\"_label_cost\":-1,\"_labelIndex\":0,"
                + "\"_label_probability\":1,\"c\":{\"_multi\":[{\"_tag\":\"a\"}]}}\n";
        String bad = line.replace(",T", ",\"Timestamp\":\"2026-02-01T00:00:00Z\"");
        ImportSummary summary = json(good + bad + "\n" + good).read(rows);
        assertThat(rows.of(Table.DECISIONS)).hasSize(2);
        assertThat(summary.problems()).hasSize(1);
        assertThat(summary.problems().getFirst().reason()).isEqualTo(reason);
        assertThat(summary.problems().getFirst().first().getFirst().line()).isEqualTo(2);
        assertThat(summary.problems().getFirst().first().getFirst().message()).contains(message);
    }

    @Test
    void read_undeclaredFeatures_areToldOnceWithCounts() throws IOException {
        ImportSummary summary =
                log("1:0:1 |u name=x age:3 | word\n1:0:1 |u name=y | other\n").read(rows);
        assertThat(summary.notes().getFirst().lines())
                .anySatisfy(line -> assertThat(line).matches(" *context.u.name: categorical +# 2 values, such as x"))
                .anySatisfy(line -> assertThat(line).matches(" *context.u.age: numeric +# 1 values, such as 3"))
                .anySatisfy(
                        line -> assertThat(line).matches(" *context.features: multi-valued +# 2 values, such as word"));
    }

    @Test
    void read_textWithoutStart_isRefused() throws IOException {
        Path file = folder.resolve("a.vw");
        Files.writeString(file, "1:0:1 | a\n");
        assertThatThrownBy(() -> VwLog.of(file).read(rows))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("--start 2026-01-31 --every 1s");
    }

    private VwLog log(String text, String... features) throws IOException {
        return json(text, features).withTimes(START, Duration.ofSeconds(10));
    }

    private VwLog json(String text, String... features) throws IOException {
        Path file = folder.resolve("log.vw");
        Files.writeString(file, text);
        Map<String, Kind> kinds = Map.of("C", Kind.CATEGORICAL, "N", Kind.NUMERIC, "M", Kind.MULTI_VALUED);
        return VwLog.of(file)
                .withFeatures(List.of(features).stream()
                        .map(spelled -> new FeatureDefinition(
                                spelled.substring(0, spelled.length() - 2),
                                kinds.getOrDefault(spelled.substring(spelled.length() - 1), Kind.NUMERIC)))
                        .toList());
    }
}
