package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import dev.longview.policy.SlateSampler;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Vectors;
import dev.longview.policy.Weighting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Six classification sets as bandits: the mean reward of all choices from the first on, beside Vowpal Wabbit's explorers. Ours learns as
 * the product does, again and again from the whole log, each time that it has grown by a tenth; Vowpal Wabbit goes over each row once, as
 * it does. One configuration of ours for all sets (SquareCB, whose gamma grows with the root of the rows; found on other shuffles of four
 * of them); of Vowpal Wabbit's the best of each set is compared. Arguments: the folder of the sets,
 * and shuffles, {@code 10} if none is given.
 */
final class BakeOff implements Benchmark {
    private static final List<String> VW_SETTINGS =
            List.of("--epsilon 0.05", "--bag 5", "--squarecb", "--squarecb --gamma_scale 100");

    private static final String OURS = "longview";
    private static final String STANDARDISED = ", standardised";
    private static final int DIMENSIONS = 16;
    private static final double RATE = 0.2;
    private static final int EPOCHS = 20;
    private static final double RIDGE = 0.3;
    private static final double SCALE = 5;
    private static final double FLOOR = 1e-3;
    private static final double GROWTH = 1.1;
    private static final int FIRST = 16;
    private static final double[] T = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};

    @Override
    public String name() {
        return "bake-off";
    }

    @Override
    public String summary() {
        return "six classification sets as bandits, beside Vowpal Wabbit   DIR [SHUFFLES]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("which folder? It holds letter-recognition.data.gz and five more");
        }
        int shuffles = arguments.size() < 2 ? 10 : Integer.parseInt(arguments.get(1));
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("shuffles", shuffles);
        try (ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (LabelledSet set : LabelledSet.all(Path.of(arguments.getFirst()))) {
                compare(result, set, shuffles, pool);
            }
        }
        result.write(results);
    }

    private static void compare(Result result, LabelledSet set, int shuffles, ExecutorService pool) throws Exception {
        Map<String, List<Future<Double>>> running = new LinkedHashMap<>();
        for (int shuffle = 0; shuffle < shuffles; shuffle++) {
            int[] order = set.shuffled(shuffle);
            long seed = shuffle;
            running.computeIfAbsent(OURS, first -> new ArrayList<>()).add(pool.submit(() -> ours(set, order, seed)));
            for (String setting : VW_SETTINGS) {
                running.computeIfAbsent(setting, first -> new ArrayList<>())
                        .add(pool.submit(() -> theirs(set, order, seed, setting, false)));
                running.computeIfAbsent(setting + STANDARDISED, first -> new ArrayList<>())
                        .add(pool.submit(() -> theirs(set, order, seed, setting, true)));
            }
        }
        Map<String, List<Double>> rewards = new LinkedHashMap<>();
        for (var each : running.entrySet()) {
            List<Double> got = new ArrayList<>();
            for (Future<Double> future : each.getValue()) {
                got.add(future.get());
            }
            rewards.put(each.getKey(), got);
        }
        Map.Entry<String, List<Double>> best = rewards.entrySet().stream()
                .filter(of -> !of.getKey().equals(OURS))
                .max((a, b) -> Double.compare(mean(a.getValue()), mean(b.getValue())))
                .orElseThrow();
        List<Double> own = rewards.getOrDefault(OURS, List.of());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("rows", set.size());
        told.put("classes", set.classes());
        rewards.forEach((setting, of) -> told.put(setting, mean(of)));
        told.put("vw_best", best.getKey());
        told.put("longview_above_vw", paired(own, best.getValue()));
        result.put(set.name(), told);
        System.err.println(set.name() + " " + told);
    }

    /** Mean reward of choices by a policy that learns from its own log. */
    private static double ours(LabelledSet set, int[] order, long seed) {
        List<FeatureDefinition> features = set.features();
        PolicyDefinition policy = new PolicyDefinition(
                "bake-off",
                "reward",
                features.stream().map(FeatureDefinition::name).toList(),
                DIMENSIONS,
                RATE,
                1e-6,
                EPOCHS,
                new Exploration.SquareCb(1, FLOOR),
                1);
        FeatureSpace space = FeatureSpace.of(policy, features);
        SlateSampler sampler = SlateSampler.of(policy.exploration(), 1);
        Slate slate = new Slate(1);
        SplittableRandom random = new SplittableRandom(seed);
        int n = order.length;
        int[] shown = new int[n];
        double[] reward = new double[n];
        Batch all = set.shown(order, n, shown);
        double[] scores = new double[set.classes()];
        double[] context = new double[0];
        Scorer scorer = null;
        Vectors contexts = null;
        double total = 0;
        for (int row = 0, next = FIRST; row < n; row++) {
            if (row == next) {
                FactorisedModel model = learn(set, order, row, shown, reward, policy, space, seed);
                scorer = Scorer.of(model, set.catalogue());
                contexts = model.contexts(all);
                context = new double[model.vectorLength()];
                // Foster and Rakhlin's: the more is known, the less is lost to exploring.
                sampler = SlateSampler.of(
                        new Exploration.SquareCb(SCALE * Math.sqrt((double) set.classes() * row), FLOOR), 1);
                next = Math.max(row + 1, (int) (row * GROWTH));
            }
            if (scorer == null || contexts == null) {
                shown[row] = random.nextInt(set.classes());
            } else {
                contexts.read(row, context);
                scorer.score(context, scores);
                sampler.draw(scores, scores.length, random.nextLong(), slate);
                shown[row] = slate.item(0);
            }
            reward[row] = shown[row] == set.label(order[row]) ? 1 : 0;
            total += reward[row];
        }
        return total / n;
    }

    private static FactorisedModel learn(
            LabelledSet set,
            int[] order,
            int count,
            int[] shown,
            double[] reward,
            PolicyDefinition policy,
            FeatureSpace space,
            long seed) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        TrainingRows rows = TrainingRows.builder(space, new Weighting.Uniform())
                .add(set.shown(order, count, shown), Arrays.copyOf(reward, count), ones)
                .build();
        return Learner.of(policy)
                .withSeed(seed)
                .withRidge(RIDGE)
                .withThreads(1)
                .train(rows)
                .model();
    }

    private static double theirs(LabelledSet set, int[] order, long seed, String setting, boolean standardised)
            throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        double total = 0;
        try (VowpalWabbit vw = new VowpalWabbit(setting)) {
            for (int row : order) {
                double[] probabilities = vw.probabilities(set.lines(row, standardised, -1, 0, 0), set.classes());
                int shown = draw(probabilities, random.nextDouble());
                boolean right = shown == set.label(row);
                total += right ? 1 : 0;
                vw.learn(set.lines(row, standardised, shown, right ? -1 : 0, probabilities[shown]));
            }
        }
        return total / order.length;
    }

    private static int draw(double[] probabilities, double at) {
        double sum = 0;
        for (int k = 0; k < probabilities.length; k++) {
            sum += probabilities[k];
            if (at < sum) {
                return k;
            }
        }
        return probabilities.length - 1;
    }

    private static double mean(List<Double> of) {
        return of.stream().mapToDouble(each -> each).average().orElse(Double.NaN);
    }

    /** The mean difference, with its 95% interval over shuffles. */
    private static List<Double> paired(List<Double> a, List<Double> b) {
        int n = a.size();
        double mean = mean(a) - mean(b);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += Math.pow(a.get(i) - b.get(i) - mean, 2);
        }
        double half = n < 2 ? Double.NaN : T[Math.min(n - 2, T.length - 1)] * Math.sqrt(squares / (n - 1) / n);
        return List.of(mean, mean - half, mean + half);
    }
}
