package dev.longview.benchmarks;

import dev.longview.simulate.published.LoggedDecisions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is learned from 200,000 logged decisions in one pass (W8), beside Vowpal Wabbit in the same run: (value − uniform) / (optimum −
 * uniform) of the greedy policy over 20,000 new decisions, and decisions for each second of CPU. Each side is tuned over a grid of the
 * same size, on the same seeds, and its best is compared. Arguments: seeds, {@code 10} if none is given.
 */
final class DecisionLearning implements Benchmark {
    static final int LEARNED = 200_000;
    static final int JUDGED = 20_000;
    private static final int READINGS = 5;

    /** Student's t, two-sided 95%, by degrees of freedom from 1. */
    private static final double[] T = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};

    /**
     * Explorers at the default rate, 0.5, and the best of them at half of it. At 0.1, tried on seed 1, none came near the best at 0.5.
     */
    private static final List<String> VW_SETTINGS =
            List.of("--epsilon 0.1", "--bag 5", "--squarecb", "--squarecb --learning_rate 0.25");

    private static final List<Integer> DIMENSIONS = List.of(8, 16);
    private static final List<Double> RATES = List.of(0.2, 0.1);

    /** Shares of the way from uniform to the optimum, by seed, and CPU seconds. */
    private static final class Runs {
        private final List<Double> shares = new ArrayList<>();
        private double learning;
        private double scoring;

        double mean() {
            return shares.stream().mapToDouble(share -> share).average().orElse(Double.NaN);
        }
    }

    @Override
    public String name() {
        return "policy-w8";
    }

    @Override
    public String summary() {
        return "what is learned from logged decisions in one pass, beside Vowpal Wabbit   [SEEDS]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int seeds = arguments.isEmpty() ? 10 : Integer.parseInt(arguments.getFirst());
        Map<String, Runs> ours = new LinkedHashMap<>();
        Map<String, Runs> theirs = new LinkedHashMap<>();
        // Once for nothing: the first run is compiled while it is measured.
        new OneSeed(0).ours(8, 0.2, new Runs());
        for (int seed = 1; seed <= seeds; seed++) {
            OneSeed one = new OneSeed(seed);
            for (int dimensions : DIMENSIONS) {
                for (double rate : RATES) {
                    String setting = dimensions + " dimensions, rate " + rate;
                    one.ours(dimensions, rate, ours.computeIfAbsent(setting, first -> new Runs()));
                }
            }
            for (String setting : VW_SETTINGS) {
                one.theirs(setting, theirs.computeIfAbsent(setting, first -> new Runs()));
            }
            System.err.println("seed " + seed + " of " + seeds);
        }
        write(results, seeds, ours, theirs);
    }

    /** The first seed once more, each side's best setting, from files: the medians of some readings, in turn. */
    private static void fromFiles(Result result, Runs best, String ours, String theirs) throws IOException {
        OneSeed one = new OneSeed(1);
        int dimensions = Integer.parseInt(ours.substring(0, ours.indexOf(' ')));
        double rate = Double.parseDouble(ours.substring(ours.lastIndexOf(' ') + 1));
        Path folder = Files.createTempDirectory("longview-w8");
        try {
            // Once for nothing, as in memory.
            DecisionFiles.ours(one.rows, dimensions, rate, Files.createDirectory(folder.resolve("first")));
            List<DecisionFiles.Read> own = new ArrayList<>();
            List<DecisionFiles.Read> other = new ArrayList<>();
            for (int reading = 0; reading < READINGS; reading++) {
                Path into = Files.createDirectory(folder.resolve("reading" + reading));
                own.add(DecisionFiles.ours(one.rows, dimensions, rate, into));
                other.add(DecisionFiles.theirs(one.learned, theirs, into));
            }
            double scoring = best.scoring / best.shares.size() / JUDGED * LEARNED;
            double seconds = median(own) + scoring;
            result.put("longview_file_bytes", own.getFirst().bytes())
                    .put("vw_file_bytes", other.getFirst().bytes())
                    .put("longview_from_file_per_cpu_second", LEARNED / seconds)
                    .put("vw_from_file_per_cpu_second", LEARNED / median(other))
                    .put("from_file_ratio", median(other) / seconds);
        } finally {
            LogJoin.delete(folder);
        }
    }

    private static double median(List<DecisionFiles.Read> readings) {
        return readings.stream()
                .mapToDouble(DecisionFiles.Read::cpuSeconds)
                .sorted()
                .skip(READINGS / 2)
                .findFirst()
                .orElseThrow();
    }

    private void write(Path results, int seeds, Map<String, Runs> ours, Map<String, Runs> theirs) throws Exception {
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seeds", seeds).put("learned", LEARNED).put("judged", JUDGED);
        Map.Entry<String, Runs> best = best(ours);
        Map.Entry<String, Runs> vw = best(theirs);
        put(result, "longview", ours);
        put(result, "vw", theirs);
        List<Double> a = best.getValue().shares;
        List<Double> b = vw.getValue().shares;
        result.put("longview_best", best.getKey()).put("vw_best", vw.getKey());
        result.put("longview_best_by_seed", a).put("vw_best_by_seed", b);
        paired(result, a, b);
        double decisions = (double) seeds * LEARNED;
        double own = decisions / best.getValue().learning;
        double other = decisions / vw.getValue().learning;
        // Theirs scores all candidates as it learns; ours need not, so that scoring is added.
        double both = 1 / (1 / own + best.getValue().scoring / ((double) seeds * JUDGED));
        result.put("longview_learned_per_cpu_second", own)
                .put("longview_scored_and_learned_per_cpu_second", both)
                .put("vw_learned_per_cpu_second", other)
                .put("learned_ratio", own / other)
                .put("scored_and_learned_ratio", both / other);
        fromFiles(result, best.getValue(), best.getKey(), vw.getKey());
        result.write(results);
    }

    private static void put(Result result, String side, Map<String, Runs> runs) {
        Map<String, Double> means = new LinkedHashMap<>();
        runs.forEach((setting, of) -> means.put(setting, of.mean()));
        result.put(side + "_mean_by_setting", means);
    }

    private static Map.Entry<String, Runs> best(Map<String, Runs> runs) {
        return runs.entrySet().stream()
                .max((x, y) -> Double.compare(x.getValue().mean(), y.getValue().mean()))
                .orElseThrow();
    }

    private static void paired(Result result, List<Double> a, List<Double> b) {
        int n = a.size();
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (a.get(i) - b.get(i)) / n;
        }
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += Math.pow(a.get(i) - b.get(i) - mean, 2);
        }
        double half = n < 2 ? Double.NaN : T[Math.min(n - 2, T.length - 1)] * Math.sqrt(squares / (n - 1) / n);
        result.put("longview_above_vw", List.of(mean, mean - half, mean + half));
    }

    /** The decisions of a seed, in the shape that each side reads. */
    private static final class OneSeed {
        private final LoggedDecisions world;
        private final FactorisedDecisions rows;
        private final VowpalWabbit.Texts learned;
        private final VowpalWabbit.Texts judged;
        private final LoggedDecisions.Values values;

        OneSeed(long seed) {
            world = LoggedDecisions.of(seed);
            rows = new FactorisedDecisions(world, seed);
            learned = new VowpalWabbit.Texts(world, 0, LEARNED, true);
            judged = new VowpalWabbit.Texts(world, LEARNED, JUDGED, false);
            values = world.values(LEARNED, JUDGED);
        }

        void ours(int dimensions, double rate, Runs into) {
            double start = cpuSeconds();
            FactorisedDecisions.Learned model = rows.learn(dimensions, rate);
            double between = cpuSeconds();
            int[] chosen = rows.greedy(model);
            into.learning += between - start;
            into.scoring += cpuSeconds() - between;
            into.shares.add(share(chosen));
        }

        void theirs(String setting, Runs into) throws Exception {
            try (VowpalWabbit vw = new VowpalWabbit(setting)) {
                double start = cpuSeconds();
                vw.learn(learned);
                double between = cpuSeconds();
                int[] chosen = vw.greedy(judged);
                into.learning += between - start;
                into.scoring += cpuSeconds() - between;
                into.shares.add(share(chosen));
            }
        }

        private double share(int[] chosen) {
            LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
            double value = 0;
            for (int n = 0; n < chosen.length; n++) {
                world.draw(LEARNED + n, decision);
                value += decision.chance(chosen[n]) / chosen.length;
            }
            return (value - values.uniform()) / (values.optimum() - values.uniform());
        }
    }

    private static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }
}
