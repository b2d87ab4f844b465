package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longview.log.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenBanditTest {
    private static final String IMPRESSIONS = """
        ,timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,user_feature_2,user_feature_3,\
        user-item_affinity_0,user-item_affinity_1,user-item_affinity_2
        0,2019-11-24 00:00:10.5+00:00,2,1,0,0.25,a,b,c,d,0.0,1.0,2.0
        1,2019-11-24 00:00:09+00:00,0,3,1,0.75,e,f,g,h,0.0,0.0,0.0
        2,2019-11-24 00:00:11+00:00,9,4,2,1.5,e,f,g,h,0.0,0.0,0.0
        """;

    private static final String ITEMS = """
        ,item_id,item_feature_0,item_feature_1,item_feature_2,item_feature_3
        0,0,-0.5,p,q,r
        1,1,0.25,p,q,s
        2,2,1.5,t,q,r
        """;

    private static final long SECOND_9 = 1_574_553_609_000_000L;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "random_men.csv, random_men_item_context.csv",
        "random/men/men.csv, random/men/item_context.csv",
    })
    void read_smallCopyInEitherLayout_isTheseRows(String impressions, String items) throws IOException {
        write(impressions, IMPRESSIONS);
        write(items, ITEMS);
        Collected rows = new Collected();

        ImportSummary summary = OpenBandit.of(folder, "men", "random").read(rows);

        assertThat(summary.read()).isEqualTo(3);
        assertThat(summary.accepted()).isEqualTo(2);
        assertThat(summary.problems())
                .extracting(ImportSummary.Problem::column)
                .containsExactly("item_id", "position", "click", "propensity_score");
        assertThat(rows.of(Table.DECISIONS).get(0))
                .containsEntry("decision_id", "men-random-0")
                .containsEntry("account", "men-random-0")
                .containsEntry("member", "men-random-0")
                .containsEntry("time", SECOND_9 + 1_500_000)
                .containsEntry("received", SECOND_9 + 1_500_000)
                .containsEntry("surface", "open-bandit")
                .containsEntry("policy", "open-bandit/men/random")
                .containsEntry("usable_off_policy", true)
                .containsEntry("context.user_feature_3", "d")
                .containsEntry("context.affinity", List.of("men-1", "men-2"));
        assertThat(rows.of(Table.DECISIONS).get(1)).doesNotContainKey("context.affinity");
        assertThat(rows.of(Table.SLATES))
                .containsExactly(
                        Map.of(
                                "decision_id",
                                "men-random-0",
                                "position",
                                0L,
                                "item",
                                "men-2",
                                "marginal_propensity",
                                0.25,
                                "received",
                                SECOND_9 + 1_500_000),
                        Map.of(
                                "decision_id",
                                "men-random-1",
                                "position",
                                2L,
                                "item",
                                "men-0",
                                "marginal_propensity",
                                0.75,
                                "received",
                                SECOND_9));
        assertThat(rows.of(Table.FEEDBACK))
                .containsExactly(Map.of(
                        "event_id",
                        "men-random-1-click",
                        "kind",
                        "click",
                        "member",
                        "men-random-1",
                        "item",
                        "men-0",
                        "time",
                        SECOND_9,
                        "received",
                        SECOND_9,
                        "decision_id",
                        "men-random-1",
                        "position",
                        2L));
        assertThat(rows.of(Table.ITEMS)).hasSize(3);
        assertThat(rows.of(Table.ITEMS).get(1))
                .containsEntry("item", "men-1")
                .containsEntry("valid_from", SECOND_9 - 1)
                .containsEntry("received", SECOND_9 - 1)
                .containsEntry("item.feature_0", 0.25)
                .containsEntry("item.feature_3", "s");
        // printf 'men-0\nmen-1\nmen-2' | sha256sum | cut -c -24
        assertThat(rows.of(Table.CANDIDATE_SETS))
                .containsExactly(Map.of(
                        "candidates_id",
                        "11abede3b6f338f73f6cc4c8",
                        "items",
                        List.of("men-0", "men-1", "men-2"),
                        "received",
                        SECOND_9 - 1));
        assertThat(rows.of(Table.DECISIONS).get(1)).containsEntry("candidates_id", "11abede3b6f338f73f6cc4c8");
    }

    @Test
    void of_whatIsNotThere_tellsWhatIs() throws IOException {
        write("random_men.csv", IMPRESSIONS);
        assertThatThrownBy(() -> OpenBandit.of(folder, "man", "random"))
                .isInstanceOf(ImportException.class)
                .hasMessage("no campaign \"man\"; did you mean 'men'? there are all, men, women");
        assertThatThrownBy(() -> OpenBandit.of(folder, "women", "random"))
                .hasMessageContaining("no random_women.csv(.gz)")
                .hasMessageContaining("it has campaign men, behaviour random");
        assertThatThrownBy(() -> OpenBandit.of(folder, "men", "random"))
                .hasMessageContaining("random_men_item_context.csv, which tells the items' features");
        assertThatThrownBy(() -> OpenBandit.of(folder.resolve("absent"), "men", "random"))
                .hasMessageContaining("no folder");
    }

    @ParameterizedTest
    @CsvSource({"men, random, 34", "men, bts, 34", "women, random, 46", "women, bts, 46"})
    void read_realFiles_hasEveryRowAndTheClicksOfAnIndependentReading(String campaign, String behaviour, int items)
            throws IOException {
        Path data = Path.of(System.getProperty("longview.root", "."), "..", "shared", "data", "open-bandit");
        Path file = data.resolve(behaviour + "_" + campaign + ".csv.gz");
        assumeTrue(Files.exists(file), "the Open Bandit sample is not here");
        Collected rows = new Collected();

        ImportSummary summary = OpenBandit.of(data, campaign, behaviour).read(rows);

        assertThat(summary.text()).startsWith("10,000 rows read, 10,000 accepted, 0 skipped");
        Set<Object> propensities = new HashSet<>();
        rows.of(Table.SLATES).forEach(row -> propensities.add(row.get("marginal_propensity")));
        if (behaviour.equals("random")) {
            assertThat(propensities).containsExactly(1.0 / items);
        }
        assertThat(rows.of(Table.ITEMS)).hasSize(items);
        int clicks = 0;
        int affinities = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                clicks += Integer.parseInt(fields[4]);
                for (int i = 10; i < fields.length; i++) {
                    affinities += fields[i].equals("0.0") ? 0 : 1;
                }
            }
        }
        assertThat(rows.of(Table.FEEDBACK)).hasSize(clicks);
        assertThat(rows.of(Table.DECISIONS).stream()
                        .mapToInt(row -> ((List<?>) row.getOrDefault("context.affinity", List.of())).size())
                        .sum())
                .isEqualTo(affinities);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
