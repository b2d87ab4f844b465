package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.Batch;
import dev.longview.config.Templates;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AS_OF = "2026-01-08";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        assertThat(CommandLineRun.of("init", "-w", workspace(), "--template", Templates.STREAMING)
                        .exit())
                .isZero();
        assertThat(CommandLineRun.of("simulate", "-w", workspace(), "--members", 300, "--days", 7)
                        .exit())
                .isZero();
        CommandLineRun trained = CommandLineRun.of("policy", "train", "clicks", "-w", workspace(), "--as-of", AS_OF);
        assertThat(trained.exit()).as(trained.err()).isZero();
    }

    private static Path workspace() {
        return shared.resolve("service");
    }

    @Test
    void recommend_visits_areTakenByImportAsTheyStand() throws IOException {
        Path visits = write(
                "visits.jsonl", visit("v1", ""), visit("v2", ", \"candidates\": [\"t00007\", \"t00003\", \"t00005\"]"));
        Path slates = folder.resolve("slates.jsonl");
        assertServed(recommend(visits, "--out", slates));
        // Another user may send them out.
        assertThat(Files.getPosixFilePermissions(slates)).isEqualTo(Files.getPosixFilePermissions(visits));

        CommandLineRun imported =
                CommandLineRun.of("import", "events", slates, "--table", "decisions", "-w", fresh(), "--json");
        JsonNode summary = JSON.readTree(imported.out()).path("summary");

        assertThat(imported.exit()).as(imported.out()).isZero();
        assertThat(summary.path("rows").path("DECISIONS").asInt()).isEqualTo(2);
        // Five positions of the first, three of the second, which has but three candidates.
        assertThat(summary.path("rows").path("SLATES").asInt()).isEqualTo(8);
        assertThat(summary.path("rows").path("CANDIDATE_SETS").asInt()).isEqualTo(2);
        assertThat(summary.path("notes")).isEmpty();
        assertThat(summary.path("skipped").asInt()).isZero();
    }

    /** The slow reference: every candidate scored and drawn again from the seed that the row tells. */
    @Test
    void recommend_slate_isTheSamplersWithItsConditionalPropensities() throws IOException {
        List<String> candidates = List.of("t00001", "t00002", "t00003", "t00005", "t00008", "t00013", "t00021");
        String quoted = String.join("\", \"", candidates);
        Path visits = write("visits.jsonl", visit("v1", ", \"candidates\": [\"" + quoted + "\"]"));
        JsonNode row = rows(recommend(visits, "--seed", 5)).get(0);
        TrainedPolicy policy = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace()), "clicks"));
        var features = new Workspace(workspace()).configuration().features();
        double[] all;
        Scorer scorer;
        try (DuckDbEngine engine = DuckDbEngine.open(new Workspace(workspace()).log(), DuckDbOptions.withDefaults())) {
            Batch items = engine.catalogue(features, Moments.micros("", AS_OF));
            scorer = Scorer.of(policy.model(), items);
            all = new double[items.size()];
        }
        double[] context = new double[policy.model().vectorLength()];
        policy.model().contexts(VisitBatch.of(features, "tv", 20, 100, "drama")).read(0, context);
        scorer.score(context, all);
        int[] order = candidates.stream().mapToInt(scorer::rowOf).sorted().toArray();
        double[] scores = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            scores[i] = all[order[i]];
        }
        Slate slate = new Slate(5);
        policy.sampler().draw(scores, scores.length, row.path("seed").asLong(), slate);

        assertThat(row.path("policy").asText()).isEqualTo(policy.id());
        assertThat(row.path("slate")).hasSize(5);
        for (int p = 0; p < 5; p++) {
            JsonNode shown = row.path("slate").get(p);
            assertThat(shown.path("item").asText()).isEqualTo(scorer.item(order[slate.item(p)]));
            assertThat(shown.path("conditional_propensity").asDouble()).isEqualTo(slate.conditional(p));
            // Exact and cheap for the first two positions of softmax.
            assertThat(shown.has("marginal_propensity")).isEqualTo(p <= 1);
            assertThat(shown.has("marginal_error")).isFalse();
        }
        assertThat(row.path("slate").get(0).path("marginal_propensity").asDouble())
                .isEqualTo(slate.conditional(0));
    }

    @Test
    void recommend_sameVisitsInAnyOrderAndFormat_getTheSameBytes() throws IOException {
        List<String> visits = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            visits.add(visit("v" + i, ""));
        }
        Map<String, String> once = byDecision(recommend(write("a.jsonl", visits.toArray(String[]::new))));
        Collections.reverse(visits);
        Map<String, String> reversed = byDecision(recommend(write("b.jsonl", visits.toArray(String[]::new))));
        String csv = """
            decision_id,account,member,time,context.device,context.hour,member.tenure_days,member.favourite
            v3,a1,m1,2026-01-08T20:00:00Z,tv,20,100,drama
            """;
        Map<String, String> one = byDecision(recommend(write("c.csv", csv)));
        Map<String, String> other = byDecision(recommend(write("b.jsonl", visits.toArray(String[]::new)), "--seed", 1));

        assertThat(once).hasSize(600).isEqualTo(reversed).isNotEqualTo(other);
        assertThat(one).containsEntry("v3", once.get("v3"));
        // The visits differ in nothing but their ids, by which they are seeded.
        assertThat(once.values().stream().map(line -> line.substring(line.indexOf("\"slate\""))))
                .doesNotHaveDuplicates();
    }

    @Test
    void recommend_visitWithoutId_getsOneThatIsAlwaysTheSame() throws IOException {
        Path visits = write("visits.jsonl", visit("v1", "").replace("\"decision_id\": \"v1\", ", ""));
        String once = rows(recommend(visits)).get(0).path("decision_id").asText();

        assertThat(once).matches("[0-9a-f]{24}");
        assertThat(rows(recommend(visits)).get(0).path("decision_id").asText()).isEqualTo(once);
    }

    @Test
    void recommend_badVisits_areAllToldOfAndTheOthersServed() throws IOException {
        Path visits = write(
                "visits.jsonl",
                visit("v1", ", \"candidates\": [\"t00001\", \"nowhere\"]"),
                visit("v2", "").replace("\"context.device\": \"tv\", ", ""),
                visit("v3", ", \"candidates\": []"),
                visit("v4", "").replace("\"account\": \"a1\", ", ""),
                visit("v5", "").replace("\"context.hour\": 20", "\"context.hour\": \"late\""),
                visit("v6", ", \"table\": \"feedback\""),
                visit("v7", "").replace("\"tv\"", "null"));
        CommandLineRun run = recommend(visits);

        assertThat(run.exit()).isEqualTo(Exit.NEGATIVE);
        // A visit may say that there is no value; what it may not is say nothing.
        assertThat(rows(run)).singleElement().satisfies(row -> {
            assertThat(row.path("decision_id").asText()).isEqualTo("v7");
            assertThat(row.has("context.device")).isFalse();
        });
        assertThat(run.err())
                .contains("7 rows read, 1 accepted, 6 skipped")
                .contains("line 1: \"nowhere\" not in the catalogue as of that moment")
                .contains("line 2: 'context.device' is missing; it is required: a feature that the policy reads")
                .contains("line 3: there are no candidates in the list")
                .contains("line 4: 'account' is missing")
                .contains("line 5: \"late\" is of another type")
                .contains("line 6: \"feedback\" has no visits");
    }

    /** In the log they would be one decision with two slates. */
    @Test
    void recommend_idThatStandsTwice_isServedOnceAndToldOf() throws IOException {
        CommandLineRun run = recommend(write(
                "visits.jsonl",
                visit("v1", "").replace("\"account\": \"a1\", ", ""),
                visit("v1", ""),
                visit("v2", ""),
                visit("v1", "").replace("\"a1\"", "\"a2\"")));

        assertThat(run.exit()).isEqualTo(Exit.NEGATIVE);
        // The first is skipped for another reason, so that the second is its correction.
        assertThat(rows(run))
                .extracting(row -> row.path("decision_id").asText())
                .containsExactly("v1", "v2");
        assertThat(run.err())
                .contains("4 rows read, 2 accepted, 2 skipped")
                .contains("line 4: a visit \"v1\" stands above already; give each visit its own id");
    }

    @Test
    void recommend_csvWithoutAFeature_isRefusedByName() throws IOException {
        CommandLineRun run = recommend(write("visits.csv", "account,member,time\na,m,2026-01-08T20:00:00Z\n"));

        assertThat(run.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("the header has no column 'context.device'")
                .contains("'member.favourite'");
    }

    @Test
    void recommend_policyThatKnowsWhatCameLater_isRefused() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "recommend", "clicks", "-w", workspace(), "--as-of", "2026-01-05", "--visits", write("v.jsonl"));

        assertThat(run.exit()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains("2026-01-08T00:00:00Z").contains("as of 2026-01-05T00:00:00Z nobody knew");
    }

    private CommandLineRun recommend(Path visits, Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("recommend", "clicks", "-w", workspace(), "--as-of", AS_OF, "--visits", visits));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray());
    }

    private Path fresh() {
        Path other = folder.resolve("other");
        assertThat(CommandLineRun.of("init", "-w", other, "--template", Templates.STREAMING)
                        .exit())
                .isZero();
        return other;
    }

    private static void assertServed(CommandLineRun run) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    private static List<JsonNode> rows(CommandLineRun run) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private static Map<String, String> byDecision(CommandLineRun run) throws IOException {
        assertServed(run);
        Map<String, String> lines = new HashMap<>();
        for (String line : run.out().lines().toList()) {
            lines.put(JSON.readTree(line).path("decision_id").asText(), line);
        }
        return lines;
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines));
    }

    private static String visit(String decision, String more) {
        return "{\"decision_id\": \"" + decision + "\", \"account\": \"a1\", \"member\": \"m1\", \"time\":"
                + " \"2026-01-08T20:00:00Z\", \"context.device\": \"tv\", \"context.hour\": 20, \"member.tenure_days\":"
                + " 100, \"member.favourite\": \"drama\"" + more + "}";
    }
}
