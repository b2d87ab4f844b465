package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longview.config.Templates;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.Exploration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies under rules, once around: trained, served, imported, evaluated. */
class RecommendRulesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AS_OF = "2026-01-08T00:00:00Z";
    private static final String VISITED = "2026-01-08T20:00:00Z";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path workspace() {
        return shared.resolve("service");
    }

    @BeforeAll
    static void train() throws IOException {
        assertDone(CommandLineRun.of("init", "-w", workspace(), "--template", Templates.STREAMING));
        assertDone(CommandLineRun.of("simulate", "-w", workspace(), "--members", 200, "--days", 7));
        Path config = workspace().resolve("longview.yaml");
        String policies = """
            policies:
              ruled:
                reward: ctr
                features: [context.device, member.favourite, item.genre, item.kind]
                exploration: { square-cb: { gamma: 300, floor: 0.1 } }
                rules:
                  exclude: ["item.genre == member.favourite", "item.kind == 'series' && context.device == 'phone'"]
                  watched: { of: [play], over: 90d }
                  without: [t00001]
                  pins: { launch: { item: t00002, position: 1, where: "context.device == 'tv'" } }
                  caps: { item.genre: 1 }
              pinned:
                reward: ctr
                features: [context.device, member.favourite, item.genre, item.kind]
                exploration: { ensemble: { replicas: 3, floor: 0.2 } }
                slate-size: 3
                rules:
                  exclude: ["item.genre == member.favourite"]
                  pins: { launch: { item: t00002, position: 1, where: "item.genre != member.favourite" } }
              guarded:
                reward: ctr
                features: [context.device, member.favourite, item.genre, item.kind]
                exploration: { square-cb: { gamma: 300, floor: 0.1 } }
                slate-size: 2
                guard: { baseline: pinned, at-least: 0.6 }
              mild:
                reward: ctr
                features: []
                exploration: { epsilon-greedy: { epsilon: 1 } }
                rules: { exclude: ["item.genre == member.favourite"] }
              scarce:
                reward: ctr
                features: []
                exploration: { epsilon-greedy: { epsilon: 1 } }
                slate-size: 2
                rules: { caps: { item.genre: 1, item.kind: 1 } }
              twin:
                reward: ctr
                features: [context.device]
                rules: { watched: { of: [play], over: 90d } }
            """;
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\npolicies:\n", "\n" + policies)
                        .replaceAll("(?s)\nexperiments:.*", "\n"));
        for (String policy : List.of("ruled", "pinned", "twin", "guarded", "mild", "scarce")) {
            assertDone(CommandLineRun.of("policy", "train", policy, "-w", workspace(), "--as-of", AS_OF));
        }
    }

    @Test
    void recommend_ruledPolicy_keepsToItsRulesAndIsUsableOffPolicy() throws IOException {
        Map<String, Set<String>> watched = watched();
        Map<String, Item> items = items();
        List<String> members = watched.keySet().stream().sorted().limit(80).toList();
        Path slates = folder.resolve("slates.jsonl");
        CommandLineRun run = recommend("ruled", visits(members), "--out", slates, "--marginal-draws", 400);
        assertDone(run);

        List<String> devices = List.of("tv", "phone");
        int withheld = 0;
        for (String line : Files.readAllLines(slates)) {
            JsonNode row = JSON.readTree(line);
            String device = row.path("context.device").asText();
            String member = row.path("member").asText();
            assertThat(devices).contains(device);
            assertThat(row.path("rules").asText()).matches("[0-9a-f]{12}");
            Set<String> candidates = new HashSet<>();
            row.path("candidates").forEach(item -> candidates.add(item.asText()));
            for (var item : items.entrySet()) {
                Item features = item.getValue();
                boolean eligible = !features.genre().equals("drama")
                        && !(features.kind().equals("series") && device.equals("phone"))
                        && !item.getKey().equals("t00001")
                        && !watched.getOrDefault(member, Set.of()).contains(item.getKey());
                assertThat(candidates.contains(item.getKey()))
                        .as(item.getKey() + line)
                        .isEqualTo(eligible);
                withheld += watched.getOrDefault(member, Set.of()).contains(item.getKey()) ? 1 : 0;
            }
            Set<String> genres = new HashSet<>();
            for (JsonNode shown : row.path("slate")) {
                assertThat(candidates).contains(shown.path("item").asText());
                assertThat(genres.add(Objects.requireNonNull(
                                        items.get(shown.path("item").asText()))
                                .genre()))
                        .as(line)
                        .isTrue();
                assertThat(shown.path("marginal_propensity").asDouble()).isBetween(1e-9, 1.0);
            }
            if (device.equals("tv") && candidates.contains("t00002")) {
                assertThat(row.path("slate").get(1).path("item").asText()).isEqualTo("t00002");
                assertThat(row.path("slate")
                                .get(1)
                                .path("conditional_propensity")
                                .asDouble())
                        .isEqualTo(1);
            }
        }
        assertThat(withheld).isGreaterThan(100);

        // Half of them by a version that is no more: a service deletes old ones. What they kept to the decisions say.
        List<String> logged = new ArrayList<>();
        for (String line : Files.readAllLines(slates)) {
            String other = line.replaceFirst("\"ruled@[0-9a-f]{12}\"", "\"ruled@000000000000\"");
            assertThat(other).isNotEqualTo(line);
            logged.add(logged.size() % 2 == 0 ? line : other);
        }
        Files.write(slates, logged);
        assertDone(CommandLineRun.of("import", "events", slates, "--table", "decisions", "-w", workspace()));
        // On its own log a policy's weights are 1: its rules, applied anew or told by the log, give the same chances.
        JsonNode own = evaluated("ruled", "--decided-from", "2026-01-08T12:00:00Z");
        assertThat(own.path("decisions").asInt()).isEqualTo(members.size());
        own.path("expected").path("lines").forEach(each -> {
            if (!each.path("estimator").asText().equals("dm")) {
                assertThat(each.path("result").path("mean_weight").asDouble()).isCloseTo(1, within(0.06));
            }
        });
    }

    /** Of three candidates the first leaves nothing to stand below it: a third of the slates has one item, under any policy of these rules. */
    @Test
    void evaluate_capsEndSomeSlatesEarly_aPolicysOwnLogIsNotDoubted() throws IOException {
        Map<String, Item> items = items();
        String first = items.keySet().stream().sorted().findFirst().orElseThrow();
        Item one = Objects.requireNonNull(items.get(first));
        String genre = alike(
                items,
                other -> other.genre().equals(one.genre()) && !other.kind().equals(one.kind()));
        String kind = alike(
                items,
                other -> other.kind().equals(one.kind()) && !other.genre().equals(one.genre()));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            lines.add(visit(
                    "scarce-" + i,
                    "s" + i,
                    "tv",
                    ", \"candidates\": [\"%s\", \"%s\", \"%s\"]".formatted(first, genre, kind)));
        }
        Path visits = Files.write(folder.resolve("scarce.jsonl"), lines);
        Path own = folder.resolve("own");
        assertDone(CommandLineRun.of("backup", folder.resolve("copied"), "-w", workspace()));
        assertDone(CommandLineRun.of("restore", folder.resolve("copied"), "-w", own));
        assertDone(CommandLineRun.of(
                "recommend",
                "scarce",
                "-w",
                own,
                "--as-of",
                AS_OF,
                "--visits",
                visits,
                "--marginal-draws",
                400,
                "--log"));
        CommandLineRun run =
                CommandLineRun.of("evaluate", "scarce", "-w", own, "--decided-from", "2026-01-08T12:00:00Z", "--json");
        assertThat(run.exit()).as(run.out() + run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.toString()).doesNotContain("support is missing", "positions empty");
        assertThat(result.at("/expected/lines/1/result/mean_weight").asDouble()).isCloseTo(1, within(0.06));
    }

    private static String alike(Map<String, Item> items, Predicate<Item> wanted) {
        return items.entrySet().stream()
                .filter(item -> wanted.test(item.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void evaluate_watchedRuleOnDecisionsOfOtherRules_isRefusedWithTheReason() {
        CommandLineRun run = CommandLineRun.of("evaluate", "twin", "-w", workspace(), "--decided-before", "2026-01-08");
        assertThat(run.exit()).as(run.out()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains("does not show what a member has watched", "other rules do not tell");
    }

    /**
     * The simulator's log was made without rules: they are applied to its candidates, and what they refuse has no chance. The weights of a
     * target whose chances sum to 1 have the mean 1, to about half a percent here; were they not renormalised, it would miss a genre's share.
     */
    @Test
    void evaluate_rulesThatTheDecisionTells_areAppliedToOtherLogs() throws IOException {
        JsonNode result = evaluated("mild", "--decided-before", "2026-01-08");
        assertThat(result.path("decisions").asInt()).isGreaterThan(500);
        JsonNode ips = result.path("expected").path("lines").get(1);
        assertThat(ips.path("estimator").asText()).isEqualTo("ips");
        assertThat(ips.path("result").path("mean_weight").asDouble()).isCloseTo(1, within(0.03));
    }

    @Test
    void recommend_rulesChangedSinceTraining_isRefused() throws IOException {
        Path other = folder.resolve("changed");
        assertDone(CommandLineRun.of("backup", folder.resolve("copy"), "-w", workspace()));
        assertDone(CommandLineRun.of("restore", folder.resolve("copy"), "-w", other));
        Path config = other.resolve("longview.yaml");
        Files.writeString(config, Files.readString(config).replace("without: [t00001]", "without: [t00009]"));
        for (String[] command : new String[][] {
            {
                "recommend",
                "ruled",
                "--as-of",
                AS_OF,
                "--visits",
                visits(List.of("m1")).toString()
            },
            {"evaluate", "ruled"}
        }) {
            List<Object> all = new ArrayList<>(List.of(command));
            all.addAll(List.of("-w", other));
            CommandLineRun run = CommandLineRun.of(all.toArray());
            assertThat(run.exit()).isEqualTo(Exit.REFUSED);
            assertThat(run.err()).contains("was trained under rules", "longview policy train ruled");
        }
    }

    @Test
    void recommend_nothingMayBeShown_isToldOf() throws IOException {
        Path visits = Files.writeString(
                folder.resolve("v.jsonl"),
                visit("v1", "m1", "tv", ", \"candidates\": [\"t00001\"]") + "\n"
                        + visit(
                                "v2",
                                "m1",
                                "tv",
                                ", \"candidates\": [\"t00004\", \"t00006\"], \"exclude\": [\"t00004\", \"t00006\"]")
                        + "\n");
        CommandLineRun run = recommend("ruled", visits);
        assertThat(run.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("2 visits have no slate");
    }

    @Test
    void recommend_members_areInTheLogAndInParquetAsInLinesAndUsableOffPolicy() throws IOException {
        List<String> members = watched().keySet().stream().sorted().limit(80).toList();
        List<String> csv =
                new ArrayList<>(List.of("member,context.device,context.hour,member.tenure_days,member.favourite"));
        members.forEach(member -> csv.add(member + ",tv,20,100,drama"));
        Path file = Files.write(folder.resolve("members.csv"), csv);
        Path parquet = folder.resolve("slates.parquet");
        Path lines = folder.resolve("slates.jsonl");
        List<Object> command = List.of(
                "recommend", "pinned", "-w", workspace(), "--as-of", AS_OF, "--members", file, "--marginal-draws", 300);
        List<Object> logged = new ArrayList<>(command);
        logged.addAll(List.of("--out", parquet, "--log"));
        List<Object> written = new ArrayList<>(command);
        written.addAll(List.of("--out", lines));
        assertDone(CommandLineRun.of(written.toArray()));
        CommandLineRun run = CommandLineRun.of(logged.toArray());
        assertDone(run);
        assertThat(run.out()).contains("in the log as segment recommend-");
        assertDone(CommandLineRun.of(logged.toArray()));

        Map<String, JsonNode> expected = new HashMap<>();
        for (String line : Files.readAllLines(lines)) {
            JsonNode row = JSON.readTree(line);
            for (int position = 0; position < row.path("slate").size(); position++) {
                expected.put(
                        row.path("member").asText() + "/" + position,
                        row.path("slate").get(position));
            }
        }
        assertThat(expected).hasSize(3 * members.size());
        String columns =
                "SELECT member, position, item, conditional_propensity, marginal_propensity, marginal_error FROM ";
        for (String from : List.of(
                "read_parquet('" + parquet + "')",
                "read_parquet('%s/log/slates/*/recommend-*.parquet') JOIN"
                        + " read_parquet('%1$s/log/decisions/*/recommend-*.parquet') USING (decision_id)")) {
            int[] rows = {0};
            query(columns + from, row -> {
                JsonNode shown = Objects.requireNonNull(expected.get(row.getString(1) + "/" + row.getLong(2)));
                assertThat(row.getString(3)).isEqualTo(shown.path("item").asText());
                assertThat(row.getDouble(4))
                        .isEqualTo(shown.path("conditional_propensity").asDouble());
                assertThat(row.getDouble(5))
                        .isEqualTo(shown.path("marginal_propensity").asDouble());
                // What is exact has no error: missing, which a file may write as NaN.
                double error = row.getDouble(6);
                assertThat(Double.isNaN(error) ? 0 : error)
                        .isEqualTo(shown.path("marginal_error").asDouble());
                rows[0]++;
            });
            assertThat(rows[0]).as(from).isEqualTo(3 * members.size());
        }
        JsonNode own = evaluated("pinned", "--decided-from", AS_OF, "--decided-before", "2026-01-08T01:00:00Z");
        assertThat(own.path("policy").asText()).startsWith("pinned@");
        assertThat(own.path("decisions").asInt()).isEqualTo(members.size());
        JsonNode ips = own.path("expected").path("lines").get(1).path("result");
        assertThat(ips.path("mean_weight").asDouble()).isCloseTo(1, within(0.03));
        assertThat(ips.path("largest_weight").asDouble()).isCloseTo(1, within(0.5));
    }

    /** The baseline alone draws the first position with some probability: the guarded policy's is at least 0.6 of that. */
    @Test
    void recommend_guardedPolicy_keepsToItsBaseline() throws IOException {
        JsonNode manifest = JSON.readTree(PolicyNames.require(new Workspace(workspace()), "guarded")
                .folder()
                .resolve("manifest.json")
                .toFile());
        assertThat(manifest.path("baseline").asText()).startsWith("pinned@");
        TrainedPolicy guarded = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace()), "guarded"));
        TrainedPolicy pinned = TrainedPolicy.read(PolicyNames.require(new Workspace(workspace()), "pinned"));
        assertThat(guarded.models()).hasSize(1 + pinned.models().size());
        assertThat(guarded.exploration())
                .isEqualTo(new Exploration.Guarded(new Exploration.SquareCb(300, 0.1), pinned.exploration(), 0.6));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            lines.add(visit("g" + i, "m1", "tv", ""));
        }
        Path visits = Files.write(folder.resolve("visits.jsonl"), lines);
        CommandLineRun run = recommend("guarded", visits);
        assertDone(run);
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Double> told = new HashMap<>();
        for (String line : run.out().lines().toList()) {
            JsonNode first = JSON.readTree(line).path("slate").get(0);
            counts.merge(first.path("item").asText(), 1, Integer::sum);
            told.put(
                    first.path("item").asText(),
                    first.path("conditional_propensity").asDouble());
        }
        // Of three models' favourites each is drawn with at least 0.6 · 0.8 / 3, which is 64 of 400 and 7 standard
        // errors above 12.
        assertThat(counts.values()).anyMatch(count -> count > 12);
        counts.forEach((item, count) -> {
            double p = told.getOrDefault(item, 0.0);
            assertThat(count / 400.0).isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / 400) + 0.01));
        });
        assertThat(told.values().stream().filter(p -> p >= 0.6 * 0.8 / 3).count())
                .isBetween(1L, 6L);
    }

    private JsonNode evaluated(String policy, String... more) throws IOException {
        List<Object> all = new ArrayList<>(List.of("evaluate", policy, "-w", workspace(), "--json"));
        all.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(all.toArray());
        assertThat(run.exit()).as(run.out() + run.err()).isIn(Exit.DONE, Exit.NEGATIVE);
        return JSON.readTree(run.out());
    }

    private static CommandLineRun recommend(String policy, Path visits, Object... more) {
        List<Object> all =
                new ArrayList<>(List.of("recommend", policy, "-w", workspace(), "--as-of", AS_OF, "--visits", visits));
        all.addAll(List.of(more));
        return CommandLineRun.of(all.toArray());
    }

    private Path visits(List<String> members) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String member : members) {
            lines.add(visit("of-" + member, member, lines.size() % 2 == 0 ? "tv" : "phone", ""));
        }
        return Files.write(folder.resolve("visits.jsonl"), lines);
    }

    private static String visit(String id, String member, String device, String more) {
        return "{\"decision_id\": \"" + id + "\", \"account\": \"" + member + "\", \"member\": \"" + member
                + "\", \"time\": \"" + VISITED + "\", \"context.device\": \"" + device
                + "\", \"context.hour\": 20, \"member.tenure_days\": 100, \"member.favourite\": \"drama\"" + more + "}";
    }

    /** By member, what it has played. */
    private static Map<String, Set<String>> watched() {
        Map<String, Set<String>> watched = new HashMap<>();
        query(
                "SELECT member, item FROM read_parquet('%s/log/feedback/*/*.parquet') WHERE kind = 'play' AND received"
                        + " <= epoch_us(TIMESTAMP '2026-01-08 00:00:00')",
                row -> watched.computeIfAbsent(row.getString(1), unseen -> new HashSet<>())
                        .add(row.getString(2)));
        return watched;
    }

    private record Item(String genre, String kind) {}

    private static Map<String, Item> items() {
        Map<String, Item> items = new HashMap<>();
        query(
                "SELECT item, \"item.genre\", \"item.kind\" FROM read_parquet('%s/log/items/*/*.parquet')",
                row -> items.put(row.getString(1), new Item(row.getString(2), row.getString(3))));
        return items;
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(String sql, RowReader reader) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(workspace()))) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static void assertDone(CommandLineRun run) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }
}
