package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.counterfactual.ScriptedCase;
import dev.longview.simulate.streaming.Hidden;
import dev.longview.simulate.streaming.Hidden.HiddenTitle;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.ScriptedPlay;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/**
 * The labels that the rewards of {@code examples/gallery} give to recommended plays that go as the scripted cases say, as evidence
 * arrives, and how they order the cases beside their true effects ({@link CaseEffects}). Members choose what to play; from the day on which
 * forecasts are fitted, each is directed by one of the cases. Fitted and labelled through the command line, as a user would. Arguments:
 * accounts, {@code 9000} if none are given.
 */
final class CaseLabels implements Benchmark {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SEED = 1;
    /** Days after which forecasts are fitted; the next are labelled, and followed for a horizon, a play's start and lateness. */
    private static final int FITTED = 60;

    private static final int LABELLED = 14;
    private static final int DAYS = FITTED + LABELLED + 34;
    private static final ScriptedCase[] CASES = ScriptedCase.values();
    private static final List<String> REWARDS = List.of("ctr", "finished", "enjoyed", "glad");
    /** In the last of them everything is final. */
    private static final List<String> AGES = List.of("10m", "1d", "7d", "28d", "31d");

    @Override
    public String name() {
        return "case-labels";
    }

    @Override
    public String summary() {
        return "how rewards label and order the scripted cases as evidence arrives   [ACCOUNTS]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int accounts = arguments.isEmpty() ? 9_000 : Integer.parseInt(arguments.getFirst());
        long began = System.nanoTime();
        Path root = results.resolve("../..").toRealPath();
        Path folder = Files.createTempDirectory("longview-cases");
        try {
            Result result = measure(root, folder, accounts, results.resolve("cases.json"));
            result.put("seconds", (System.nanoTime() - began) / 1e9).write(results);
        } finally {
            LogJoin.delete(folder);
        }
    }

    private Result measure(Path root, Path folder, int accounts, Path trueEffects) throws Exception {
        Path workspace = folder.resolve("workspace");
        Launcher launcher = Launcher.of(root);
        Files.createDirectories(workspace);
        Files.copy(root.resolve("examples/gallery/longview.yaml"), workspace.resolve("longview.yaml"));
        String[] at = {"--workspace", workspace.toString()};
        Map<String, ScriptedCase> cases = simulate(accounts, workspace.resolve("log"));
        run(launcher, at, "delay", "fit", "--as-of", day(FITTED));
        Result result = new Result(name(), root);
        result.put("seed", SEED)
                .put("world", WorldParameters.defaults().hash())
                .put("accounts", accounts)
                .put("ages", AGES);
        count(cases, result);
        JsonNode effects = new JsonMapper().readTree(trueEffects.toFile());
        for (String reward : REWARDS) {
            Path file = folder.resolve(reward + ".parquet");
            run(
                    launcher,
                    at,
                    "label",
                    "--reward",
                    reward,
                    "--ages",
                    String.join(",", AGES),
                    "--to",
                    file,
                    "--decided-from",
                    day(FITTED),
                    "--decided-before",
                    day(FITTED + LABELLED));
            put(result, reward, means(file, cases), effects);
        }
        return result;
    }

    private static void run(Launcher launcher, String[] at, Object... arguments) throws Exception {
        List<String> all = new ArrayList<>();
        Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
        all.addAll(List.of(at));
        launcher.seconds(all.toArray(String[]::new));
    }

    private static String day(int day) {
        return START.plus(day, ChronoUnit.DAYS).toString();
    }

    /**
     * Simulates into a workspace's log; of the days that are labelled, a sixth of the members' plays go as each case says.
     *
     * @return which plays did, by decision and position
     */
    private static Map<String, ScriptedCase> simulate(int accounts, Path log) {
        World world = World.create(
                WorldParameters.defaults(), SEED, accounts, ChronoUnit.MICROS.between(Instant.EPOCH, START));
        Assigner logging = Assigner.everybody(PopularityRecommender.withDefaults());
        try (DuckDbEngine engine = DuckDbEngine.open(log, DuckDbOptions.withDefaults())) {
            Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
            LogSink sink = (table, rows) -> writers.computeIfAbsent(
                            table, first -> engine.write(table, "cases", SimulatedLog.FEATURES))
                    .append(rows);
            Simulation simulation = Simulation.withDefaults();
            World before = simulation.run(world, FITTED, logging, sink, Truth.ignored(), Progress.silent());
            Hidden hidden = before.hidden();
            List<ScriptedPlay> directions = new ArrayList<>();
            for (int member = 0; member < hidden.members(); member++) {
                directions.addAll(CASES[member % CASES.length].directions(hidden, member));
            }
            Described described = new Described(hidden);
            simulation.run(
                    before.directed(directions),
                    DAYS - FITTED,
                    logging,
                    sink,
                    Truth.ofPlays(described::play),
                    Progress.silent());
            engine.publish(writers.values());
            return described.found;
        }
    }

    /** Keeps which recommended plays went as a case says. */
    private static final class Described {
        private final Hidden hidden;
        private final Map<String, HiddenTitle> titles = new HashMap<>();
        private final Map<String, Integer> members = new HashMap<>();
        private final Map<String, ScriptedCase> found = new HashMap<>();

        Described(Hidden hidden) {
            this.hidden = hidden;
            hidden.titles().forEach(title -> titles.put(title.item(), title));
            for (int i = 0; i < hidden.members(); i++) {
                members.put(hidden.member(i), i);
            }
        }

        void play(Truth.PlayTruth play) {
            HiddenTitle title = titles.get(play.item());
            Integer member = members.get(play.member());
            if (play.decision().isEmpty()
                    || play.startedDay() >= FITTED + LABELLED
                    || title == null
                    || member == null) {
                return;
            }
            for (ScriptedCase each : CASES) {
                if (each.describes(play, title, hidden.taste(member, title.genre()))) {
                    found.put(play.decision().get() + "/" + play.position(), each);
                }
            }
        }
    }

    private static void count(Map<String, ScriptedCase> cases, Result result) {
        for (ScriptedCase each : CASES) {
            result.put(
                    key(each) + "_plays",
                    cases.values().stream().filter(each::equals).count());
        }
    }

    private static String key(ScriptedCase each) {
        return each.name().toLowerCase(Locale.ROOT);
    }

    /** By case, mean and standard error at each age. */
    private static Map<ScriptedCase, double[][]> means(Path file, Map<String, ScriptedCase> cases) throws Exception {
        Map<ScriptedCase, TreeMap<Long, double[]>> sums = new EnumMap<>(ScriptedCase.class);
        try (DuckDBConnection connection =
                        DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT decision_id, position, age, expected FROM read_parquet('" + file + "')")) {
            while (rows.next()) {
                ScriptedCase each = cases.get(rows.getString(1) + "/" + rows.getLong(2));
                if (each != null) {
                    double[] sum = sums.computeIfAbsent(each, first -> new TreeMap<>())
                            .computeIfAbsent(rows.getLong(3), first -> new double[3]);
                    sum[0]++;
                    sum[1] += rows.getDouble(4);
                    sum[2] += rows.getDouble(4) * rows.getDouble(4);
                }
            }
        }
        Map<ScriptedCase, double[][]> means = new EnumMap<>(ScriptedCase.class);
        sums.forEach((each, byAge) -> means.put(
                each,
                byAge.values().stream()
                        .map(sum -> new double[] {
                            sum[1] / sum[0],
                            Math.sqrt(Math.max(0, sum[2] / sum[0] - sum[1] * sum[1] / (sum[0] * sum[0])) / sum[0])
                        })
                        .toArray(double[][]::new)));
        return means;
    }

    private static void put(Result result, String reward, Map<ScriptedCase, double[][]> means, JsonNode effects) {
        means.forEach((each, byAge) -> {
            result.put(
                    reward + "_" + key(each),
                    Arrays.stream(byAge).mapToDouble(m -> m[0]).toArray());
            result.put(
                    reward + "_" + key(each) + "_error",
                    Arrays.stream(byAge).mapToDouble(m -> m[1]).toArray());
        });
        double[] agreement = new double[AGES.size()];
        for (int age = 0; age < agreement.length; age++) {
            agreement[age] = inOrder(means, effects, age);
        }
        result.put(reward + "_pairs_in_order", agreement);
    }

    /** Of the pairs of cases, the share that a reward orders as their true effects on satisfaction are; ties count half. */
    private static double inOrder(Map<ScriptedCase, double[][]> means, JsonNode effects, int age) {
        double ordered = 0;
        int pairs = 0;
        List<ScriptedCase> cases = List.copyOf(means.keySet());
        for (int i = 0; i < cases.size(); i++) {
            for (int j = 0; j < i; j++) {
                double truth = effect(effects, cases.get(i)) - effect(effects, cases.get(j));
                double said = at(means, cases.get(i), age) - at(means, cases.get(j), age);
                ordered += Math.abs(said) < 1e-9 ? 0.5 : Math.signum(said) == Math.signum(truth) ? 1 : 0;
                pairs++;
            }
        }
        return ordered / pairs;
    }

    private static double at(Map<ScriptedCase, double[][]> means, ScriptedCase each, int age) {
        return Optional.ofNullable(means.get(each)).orElseThrow()[age][0];
    }

    private static double effect(JsonNode effects, ScriptedCase each) {
        return effects.path(key(each) + "_play_satisfaction").path(0).asDouble();
    }
}
