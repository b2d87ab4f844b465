package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.config.Configuration;
import dev.longview.loop.Artifact;
import dev.longview.loop.Workspace;
import dev.longview.policy.Exploration;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.RandomWorlds;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mechanics, not who is better: that takes far more members and days. */
class StudyTest {
    private static final long DAY = 86_400_000_000L;
    private static final long START = 1_767_225_600_000_000L;

    @TempDir
    Path folder;

    @Test
    void study_misspeltPolicyStandsLast_theQuestionHasOneMark() {
        CommandLineRun run = CommandLineRun.of("study", "--policies", "gald", "--keep", folder);

        assertThat(run.err()).contains("did you mean 'glad'? There are ").doesNotContain("?.");
    }

    @Test
    void study_misspeltAndRepeatedPolicies_areRefusedAtOnceBeforeAnythingRuns() {
        CommandLineRun run = CommandLineRun.of("study", "--policies", "gald,clicks,clicks", "--keep", folder);

        assertThat(run.exit()).isEqualTo(Exit.REFUSED);
        assertThat(run.err())
                .contains("there is no policy 'gald'; did you mean 'glad'?", "'clicks' stands twice", "popularity")
                .doesNotContain("defect");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void study_fewMembersFewDays_servesEveryDayAndRefreshesOnTime() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "study",
                "--policies",
                "clicks",
                "--members",
                200,
                "--warm-up",
                "4d",
                "--days",
                3,
                "--refresh",
                "2d",
                "--seed",
                3,
                "--keep",
                folder,
                "--quiet",
                "--json");
        assertThat(run.exit()).as(run.err()).isZero();
        JsonNode report = new JsonMapper().readTree(run.out());
        JsonNode arms = report.path("arms");

        assertThat(arms)
                .extracting(arm -> arm.path("policy").asText())
                .containsExactly("clicks", "uniform", "popularity", "planner");
        assertThat(arms.get(0).path("against_first").isNull()).isTrue();
        for (JsonNode arm : arms) {
            // Nearly all of 200 members' accounts are subscribed on three days.
            assertThat(arm.path("retained_months").asDouble()).isBetween(0.05, 0.1);
            assertThat(arm.path("plays").asDouble()).isPositive();
        }
        JsonNode popularity = arms.get(2);
        List<AccountTruth> truth = popularityAlone();
        assertThat(popularity.path("accounts").asInt()).isEqualTo(truth.size());
        assertThat(popularity.path("plays").asDouble())
                .isCloseTo(mean(truth, account -> account.plays() + account.organicPlays()), within(1e-9));
        assertThat(popularity.path("play_satisfaction").asDouble())
                .isCloseTo(mean(truth, AccountTruth::playSatisfaction), within(1e-9));
        assertThat(popularity
                        .path("against_first")
                        .path("plays")
                        .path("difference")
                        .asDouble())
                .isCloseTo(
                        popularity.path("plays").asDouble()
                                - arms.get(0).path("plays").asDouble(),
                        within(1e-9));

        Workspace workspace = Workspace.open(folder.resolve("clicks-3"));
        List<Artifact> versions = workspace.policies().versions("clicks");
        assertThat(versions)
                .extracting(version -> version.manifest().path("as_of_micros").asLong())
                .containsExactly(START + 4 * DAY, START + 6 * DAY);

        CommandLineRun again = CommandLineRun.of(
                "policy",
                "train",
                "clicks",
                "-w",
                folder.resolve("clicks-3"),
                "--as-of",
                START + 7 * DAY,
                "--decided-from",
                START + 6 * DAY,
                "--served-by",
                "clicks@" + versions.getLast().version(),
                "--json");
        // The last day's log names the version that served it, with propensities that can be learned from.
        assertThat(again.exit()).as(again.err()).isZero();
        JsonNode metrics = new JsonMapper().readTree(again.out()).path("metrics");
        assertThat(metrics.path("rows").asLong()).isPositive();
        assertThat(metrics.path("refused").asLong()).isZero();
    }

    /** The workspace's labels are the truth of the world, to the last bit, from the command line to the simulation itself. */
    @Test
    void study_oracle_learnsFromTheSatisfactionThatPlaysReallyGive() throws Exception {
        CommandLineRun run = CommandLineRun.of(
                "study",
                "--policies",
                "clicks,oracle",
                "--members",
                300,
                "--warm-up",
                "3d",
                "--days",
                1,
                "--keep",
                folder);
        assertThat(run.exit()).as(run.err()).isZero();
        // Whether it is better than uniform a day of so few members does not tell.
        assertThat(run.out()).contains("Against clicks", "  oracle ");
        Path workspace = folder.resolve("oracle-1");

        CommandLineRun label = CommandLineRun.of(
                "label", "--reward", "satisfaction", "-w", workspace, "--as-of", START + 3 * DAY, "--json");
        assertThat(label.exit()).as(label.err()).isZero();
        Map<String, Double> labels = labels(
                Path.of(new JsonMapper().readTree(label.out()).path("file").asText()));
        labels.values().removeIf(value -> value == 0);

        assertThat(labels).hasSizeGreaterThan(20).isEqualTo(satisfactionOfTheWarmUp());
    }

    @Test
    void study_epsilonGreedy_isHowEveryLearnedPolicyExplores() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "study",
                "--policies",
                "clicks,oracle",
                "--epsilon-greedy",
                0.2,
                "--members",
                60,
                "--warm-up",
                "2d",
                "--days",
                1,
                "--keep",
                folder);
        CommandLineRun none = CommandLineRun.of("study", "--epsilon-greedy", 0);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("exploring ε-greedily by 0.2");
        for (String policy : List.of("clicks", "oracle")) {
            Configuration declared =
                    Workspace.open(folder.resolve(policy + "-1")).configuration();
            assertThat(declared.policies())
                    .hasSizeGreaterThan(1)
                    .allSatisfy(each -> assertThat(each.exploration()).isEqualTo(new Exploration.EpsilonGreedy(0.2)));
        }
        assertThat(none.exit()).isEqualTo(Exit.REFUSED);
        assertThat(none.err()).contains("--epsilon-greedy must be above 0");
    }

    /** Of each recommended play, what it gives if nothing more is shown after its day. */
    private static Map<String, Double> satisfactionOfTheWarmUp() {
        Assigner logging = Assigner.everybody(PopularityRecommender.withDefaults());
        Assigner nothing = Assigner.everybody((visit, slate) -> {});
        Map<String, Double> truth = new HashMap<>();
        World world = World.create(WorldParameters.defaults(), 1, 300, START);
        for (int day = 0; day < 3; day++) {
            Map<String, Double> ends = new HashMap<>();
            World evening = run(world, 1, logging, ends);
            run(evening, 60, nothing, ends);
            ends.keySet().removeIf(truth::containsKey);
            truth.putAll(ends);
            world = evening;
        }
        return truth;
    }

    private static World run(World from, int days, Assigner served, Map<String, Double> ends) {
        Truth listener = new Truth() {
            @Override
            public void account(AccountTruth account) {}

            @Override
            public void play(PlayTruth play) {
                play.decision().ifPresent(decision -> ends.put(decision + "/" + play.position(), play.satisfaction()));
            }

            @Override
            public boolean listens() {
                return true;
            }
        };
        return Simulation.withDefaults().run(from, days, served, LogSink.nobody(), listener, Progress.silent());
    }

    private static Map<String, Double> labels(Path file) throws SQLException {
        Map<String, Double> labels = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
            while (rows.next()) {
                labels.put(rows.getString("decision_id") + "/" + rows.getLong("position"), rows.getDouble("expected"));
            }
        }
        return labels;
    }

    @Test
    void study_parametersOfAWorld_areThoseOfTheWorldThatItRuns() throws IOException {
        CommandLineRun unknown = CommandLineRun.of("study", "--world-parameter", "billing.satisfacton=1");
        CommandLineRun outside = CommandLineRun.of("study", "--world-parameter", "billing.satisfaction=9");
        CommandLineRun changed = CommandLineRun.of(
                "study",
                "--policies",
                "uniform",
                "--members",
                50,
                "--warm-up",
                "1d",
                "--days",
                1,
                "--random-world",
                7,
                "--world-parameter",
                "billing.satisfaction=0.05,worth.regret=2",
                "--json",
                "--quiet");

        assertThat(unknown.exit()).isEqualTo(Exit.REFUSED);
        assertThat(unknown.err()).contains("no parameter 'billing.satisfacton'; did you mean 'billing.satisfaction'?");
        assertThat(outside.exit()).isEqualTo(Exit.REFUSED);
        assertThat(outside.err()).contains("--world-parameter billing.satisfaction: ", "must be in [0.0, 5.0]: 9.0");
        assertThat(changed.exit()).as(changed.err()).isZero();
        assertThat(new JsonMapper().readTree(changed.out()).path("world").asText())
                .isEqualTo(RandomWorlds.draw(7)
                        .with("billing.satisfaction", 0.05)
                        .with("worth.regret", 2)
                        .hash());
    }

    /** What is true of the bound, from the world itself in two runs. */
    private static List<AccountTruth> popularityAlone() {
        Assigner logging = Assigner.everybody(PopularityRecommender.withDefaults());
        World first = World.create(WorldParameters.defaults(), 3, 200, START);
        Simulation runs = Simulation.withDefaults();
        World warm = runs.run(first, 4, logging, LogSink.nobody(), Truth.ignored(), Progress.silent());
        List<AccountTruth> accounts = new ArrayList<>();
        runs.run(warm, 3, logging, LogSink.nobody(), accounts::add, Progress.silent());
        return accounts;
    }

    private static double mean(List<AccountTruth> accounts, ToDoubleFunction<AccountTruth> of) {
        return accounts.stream().mapToDouble(of).average().orElseThrow();
    }

    @Test
    void study_partOfADay_isRefused() {
        CommandLineRun run = CommandLineRun.of("study", "--refresh", "6h");

        assertThat(run.exit()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains("--refresh: '6h' is no number of whole days");
    }
}
