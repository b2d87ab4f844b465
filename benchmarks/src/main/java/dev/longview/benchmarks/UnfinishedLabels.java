package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One reward learned from in four ways while its feedback arrives, and clicks beside them, by what really became of the members of the
 * simulated service: over seeds of the default world, each with the same members and luck for all. What is found is kept after each seed.
 *
 * <p>Arguments: seeds, members, days served, days of warm-up; {@code 20 150 21 35} if none are given.
 */
final class UnfinishedLabels implements Benchmark {
    private static final String POLICIES = "readings,plug-in,waiting,so-far,clicks";
    private static final List<String> ARMS =
            List.of("readings", "plug-in", "waiting", "so-far", "clicks", "uniform", "popularity", "planner");
    private static final List<String> MEASURES = List.of("play_satisfaction", "retained_months", "plays");
    private static final int AT_A_TIME = 2;

    @Override
    public String name() {
        return "labels";
    }

    @Override
    public String summary() {
        return "ways to learn from unfinished feedback, by true satisfaction   [SEEDS MEMBERS DAYS WARM_UP]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        List<String> given = new ArrayList<>(List.of("20", "150", "21", "35"));
        for (int i = 0; i < arguments.size(); i++) {
            given.set(i, arguments.get(i));
        }
        int seeds = Integer.parseInt(given.getFirst());
        Path root = results.resolve("../..").toRealPath();
        Launcher launcher = Launcher.of(root);
        launcher.seconds("--version"); // builds where it must
        List<JsonNode> reports = new ArrayList<>();
        try (ExecutorService studies = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<JsonNode>> running = new ArrayList<>();
            for (int seed = 1; seed <= seeds; seed++) {
                List<String> study = List.of(
                        "study",
                        "--config",
                        root.resolve("examples/labels/longview.yaml").toString(),
                        "--policies",
                        POLICIES,
                        "--members",
                        given.get(1),
                        "--days",
                        given.get(2),
                        "--warm-up",
                        given.get(3) + "d",
                        "--seed",
                        "" + seed);
                running.add(studies.submit(() -> launcher.json(study)));
            }
            for (Future<JsonNode> study : running) {
                reports.add(study.get());
                System.err.println("seed " + reports.size() + " of " + seeds);
                write(new Result(name(), root), given, reports, results);
            }
        }
    }

    private static void write(Result result, List<String> given, List<JsonNode> reports, Path results)
            throws Exception {
        result.put("seeds", reports.size())
                .put("members", Integer.parseInt(given.get(1)))
                .put("days", Integer.parseInt(given.get(2)))
                .put("warm_up_days", Integer.parseInt(given.get(3)));
        for (String measure : MEASURES) {
            double[][] values = new double[ARMS.size()][reports.size()];
            for (int seed = 0; seed < reports.size(); seed++) {
                for (JsonNode arm : reports.get(seed).path("arms")) {
                    values[ARMS.indexOf(arm.path("policy").asText())][seed] =
                            arm.path(measure).asDouble();
                }
            }
            Map<String, Object> found = new LinkedHashMap<>(new PairedSeeds(ARMS, values).toMap(ARMS.getFirst()));
            result.put(measure, found);
        }
        result.write(results);
    }
}
