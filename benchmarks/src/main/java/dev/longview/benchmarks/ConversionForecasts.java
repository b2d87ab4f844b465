package dev.longview.benchmarks;

import dev.longview.delay.DelayModel;
import dev.longview.delay.TreeModel;
import dev.longview.delay.TreeRows;
import dev.longview.delay.TreeSettings;
import dev.longview.simulate.published.DelayedConversions;
import dev.longview.simulate.published.DelayedConversions.Cases;
import dev.longview.trees.XGBoostLearner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A model of conversions that come late, learned from one snapshot (W6): log loss on the labels of other cases, final and as of 28 days,
 * by what is done about the delay. The learner is a logistic regression everywhere but where a name says trees. Means over draws;
 * arguments: draws, and the seed of the first; {@code 10 1} if none are given.
 */
final class ConversionForecasts implements Benchmark {
    private static final int TRAIN = 20_000;
    private static final int TEST = 50_000;
    private static final double MATURE = 15;
    private static final double WINDOW = 3;

    @Override
    public String name() {
        return "delay-w6";
    }

    @Override
    public String summary() {
        return "conversions that come late against the literature's models   [DRAWS SEED]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int draws = arguments.isEmpty() ? 10 : Integer.parseInt(arguments.getFirst());
        long seed = arguments.size() < 2 ? 1 : Long.parseLong(arguments.get(1));
        long start = System.nanoTime();
        Map<String, List<Double>> ever = new LinkedHashMap<>();
        Map<String, List<Double>> days28 = new LinkedHashMap<>();
        for (int draw = 0; draw < draws; draw++) {
            Cases past = DelayedConversions.cases(2 * (seed + draw), TRAIN);
            Cases future = DelayedConversions.cases(2 * (seed + draw) + 1, TEST);
            probabilities(past, future).forEach((name, said) -> {
                ever.computeIfAbsent(name, unseen -> new ArrayList<>())
                        .add(loss(future, said, Double.POSITIVE_INFINITY));
                days28.computeIfAbsent(name, unseen -> new ArrayList<>())
                        .add(loss(future, said, ConversionHazards.HORIZON));
            });
        }
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seed", seed).put("draws", draws).put("train", TRAIN).put("test", TEST);
        for (String name : ever.keySet()) {
            result.put(name + "_log_loss", mean(ever.get(name)));
        }
        against(result, "_above_known", ever, "known", ever.keySet());
        against(result, "_above_known_28_days", days28, "known_28_days", ever.keySet());
        against(result, "_above_trees_known", ever, "trees_known", List.of("trees_labels", "trees_of_the_model"));
        against(
                result,
                "_above_trees_known_28_days",
                days28,
                "trees_known_28_days",
                List.of("trees_labels", "trees_of_the_model"));
        result.put("seconds", (System.nanoTime() - start) / 1e9).write(results);
    }

    private static void against(
            Result result, String suffix, Map<String, List<Double>> losses, String known, Iterable<String> names) {
        List<Double> base = losses.getOrDefault(known, List.of());
        for (String name : names) {
            List<Double> own = losses.getOrDefault(name, List.of());
            List<Double> above = new ArrayList<>();
            for (int draw = 0; draw < own.size(); draw++) {
                above.add(own.get(draw) - base.get(draw));
            }
            double mean = mean(above);
            double squares =
                    above.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
            result.put(name + suffix, mean);
            if (above.size() > 1) {
                result.put(name + suffix + "_se", Math.sqrt(squares / (above.size() - 1) / above.size()));
            }
        }
    }

    private static Map<String, double[]> probabilities(Cases past, Cases future) {
        IntPredicate all = i -> true;
        Map<String, double[]> said = new LinkedHashMap<>();
        said.put(
                "truth",
                ConversionBaselines.each(
                        future, i -> DelayedConversions.probability(future.x(), i * DelayedConversions.FEATURES)));
        double[] known = ConversionBaselines.each(past, i -> past.converts()[i] ? 1 : 0);
        double[] days28 = ConversionBaselines.each(past, i -> past.delay()[i] <= ConversionHazards.HORIZON ? 1 : 0);
        said.put("known", logistic(past, all, known, future));
        said.put("known_28_days", logistic(past, all, days28, future));
        double[] now = ConversionBaselines.each(past, i -> past.convertedByNow(i) ? 1 : 0);
        said.put("so_far", logistic(past, all, now, future));
        said.put("waiting_15_days", logistic(past, i -> past.age()[i] >= MATURE, now, future));
        said.put(
                "delayed_feedback_model",
                probabilities(ConversionBaselines.delayedFeedback(past).converts(), future));
        said.put("fake_negatives_weighted", probabilities(ConversionBaselines.fakeNegativesWeighted(past), future));
        said.put(
                "elapsed_time_sampling",
                probabilities(ConversionBaselines.elapsedTimeSampling(past, WINDOW, MATURE), future));
        ConversionHazards hazards = ConversionHazards.fit(past);
        double[] byHazards =
                ConversionBaselines.each(past, i -> past.convertedByNow(i) ? 1 : hazards.later(past, i, past.age()[i]));
        said.put("labels_of_logistic_hazards", logistic(past, all, byHazards, future));
        TreeSettings settings = TreeSettings.defaults(1);
        DelayModel table = ConversionRows.fit(past, false, settings);
        said.put(
                "labels_of_the_table",
                logistic(past, all, ConversionRows.labels(table, past, i -> past.age()[i]), future));
        DelayModel trees = ConversionRows.fit(past, true, settings);
        double[] labels = ConversionRows.labels(trees, past, i -> past.age()[i]);
        said.put("labels_of_the_trees", logistic(past, all, labels, future));
        said.put("trees_known", trees(past, known, future, settings));
        said.put("trees_known_28_days", trees(past, days28, future, settings));
        said.put("trees_labels", trees(past, labels, future, settings));
        said.put("trees_of_the_model", ConversionRows.labels(trees, future, i -> 0));
        return said;
    }

    private static double[] logistic(Cases past, IntPredicate used, double[] target, Cases future) {
        return probabilities(ConversionBaselines.logistic(past, used, i -> target[i]), future);
    }

    private static double[] probabilities(double[] weights, Cases future) {
        double[] x = ConversionBaselines.rows(future);
        return ConversionBaselines.each(future, i -> Logistic.sigmoid(Logistic.eta(weights, x, i)));
    }

    private static double[] trees(Cases past, double[] target, Cases future, TreeSettings settings) {
        float[] ones = new float[past.size()];
        Arrays.fill(ones, 1);
        TreeModel model = new XGBoostLearner()
                .fit(
                        new TreeRows(
                                DelayedConversions.FEATURES,
                                floats(past.x()),
                                floats(target),
                                ones,
                                new float[past.size()]),
                        settings);
        float[] margins = new float[future.size()];
        model.margins(floats(future.x()), new float[future.size()], margins);
        return ConversionBaselines.each(future, i -> Logistic.sigmoid(margins[i]));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double loss(Cases cases, double[] said, double within) {
        double sum = 0;
        for (int i = 0; i < said.length; i++) {
            double p = Math.clamp(said[i], 1e-6, 1 - 1e-6);
            sum -= Math.log(cases.delay()[i] < within ? p : 1 - p);
        }
        return sum / said.length;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
