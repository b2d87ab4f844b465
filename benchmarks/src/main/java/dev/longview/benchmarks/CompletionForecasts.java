package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayLearner;
import dev.longview.delay.DelayModel;
import dev.longview.delay.Landmarks;
import dev.longview.delay.TreeInputs;
import dev.longview.delay.TreeModel;
import dev.longview.delay.TreeRows;
import dev.longview.delay.TreeSettings;
import dev.longview.outcome.Assembled;
import dev.longview.reward.Forecast;
import dev.longview.simulate.published.Completions;
import dev.longview.trees.XGBoostLearner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Forecasts of completion against the exact posterior (W7): log loss above it and calibration, by age in days, over all plays. Arguments:
 * plays to learn from and to judge by, and a seed; {@code 200000 1} if none are given.
 */
final class CompletionForecasts implements Benchmark {
    static final List<Integer> AGES = IntStream.rangeClosed(1, 15).boxed().toList();
    static final TreeInputs INPUTS = new TreeInputs(List.of("first", "days"), List.of("item.length"), Optional.empty());
    private static final int GROUPS = 20;
    private static final int BATCH = 20_000;
    private static final double LEAST = 1e-9;

    /** What a forecaster says of the plays on a day. */
    private interface Forecaster {
        double[] on(ViewingRows plays, int day);
    }

    @Override
    public String name() {
        return "delay-w7";
    }

    @Override
    public String summary() {
        return "forecasts of completion against the exact posterior   [PLAYS SEED]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int n = arguments.isEmpty() ? 200_000 : Integer.parseInt(arguments.getFirst());
        long seed = arguments.size() < 2 ? 1 : Long.parseLong(arguments.get(1));
        long start = System.nanoTime();
        ViewingRows past = new ViewingRows(n, 2 * seed);
        ViewingRows future = new ViewingRows(n, 2 * seed + 1);
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seed", seed).put("plays", n).put("ages_days", AGES);
        double[][] oracle = new double[AGES.getLast() + 1][];
        AGES.forEach(day -> oracle[day] = each(future, play -> future.oracle(play, day)));
        Map<String, Forecaster> forecasters = new LinkedHashMap<>();
        double share = mean(each(past, play -> past.completed(play, Completions.HORIZON) ? 1 : 0));
        forecasters.put("prior", (plays, day) -> each(plays, play -> plays.completed(play, day) ? 1 : share));
        forecasters.put("so_far", (plays, day) -> each(plays, play -> plays.completed(play, day) ? 1 : 0));
        forecasters.put("landmark_trees", landmarkTrees(past));
        long before = System.nanoTime();
        DelayModel table = learner(Optional.empty(), past, all(past)).fit();
        result.put("table_seconds", seconds(before));
        before = System.nanoTime();
        DelayModel trees = learner(Optional.of(INPUTS), past, all(past)).fit();
        result.put("trees_seconds", seconds(before));
        forecasters.put("table", (plays, day) -> forecast(table, plays, day));
        forecasters.put("trees", (plays, day) -> forecast(trees, plays, day));
        result.put(
                "oracle_log_loss",
                AGES.stream().map(day -> loss(future, oracle[day])).toList());
        forecasters.forEach((name, forecaster) -> judge(result, name, forecaster, future, oracle));
        result.put("seconds", seconds(start)).write(results);
    }

    private static void judge(
            Result result, String name, Forecaster forecaster, ViewingRows future, double[][] oracle) {
        List<Double> excess = new ArrayList<>();
        List<Double> calibration = new ArrayList<>();
        List<Double> bias = new ArrayList<>();
        double model = 0;
        double best = 0;
        for (int day : AGES) {
            double[] said = forecaster.on(future, day);
            double own = loss(future, said);
            double exact = loss(future, oracle[day]);
            model += own;
            best += exact;
            excess.add(own / exact - 1);
            calibration.add(calibrationError(future, said, day) - calibrationError(future, oracle[day], day));
            bias.add(mean(said) - mean(each(future, play -> future.completed(play, Completions.HORIZON) ? 1 : 0)));
        }
        result.put(name + "_excess", excess)
                .put(name + "_mean_excess", model / best - 1)
                .put(
                        name + "_largest_excess",
                        excess.stream().mapToDouble(Double::doubleValue).max().orElseThrow())
                .put(name + "_calibration_above_oracle", calibration)
                .put(name + "_bias", bias);
    }

    /** @param observed by play, the last day that was seen; at 0 it is left out */
    static DelayLearner learner(Optional<TreeInputs> trees, ViewingRows past, int[] observed) {
        DelayDefinition definition = new DelayDefinition(
                "completed",
                Optional.of("episodes"),
                List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0),
                Optional.of("item.length"),
                trees);
        Landmarks landmarks = ViewingRows.landmarks();
        DelayLearner learner = DelayLearner.of(definition, ViewingRows.COMPLETED, landmarks);
        if (trees.isPresent()) {
            learner.withTrees(new XGBoostLearner(), settings(), 4_000_000, Optional.empty());
        }
        List<Integer> days = landmarks.ages().stream()
                .map(age -> (int) (age / ViewingRows.DAY))
                .toList();
        for (int from = 0; from < past.plays(); from += BATCH) {
            learner.add(past.rows(from, Math.min(past.plays(), from + BATCH), days, observed));
        }
        return learner;
    }

    private static TreeSettings settings() {
        return TreeSettings.defaults(1);
    }

    static double[] forecast(DelayModel model, ViewingRows plays, int day) {
        double[] said = new double[plays.plays()];
        int[] observed = all(plays);
        for (int from = 0; from < said.length; from += BATCH) {
            int until = Math.min(said.length, from + BATCH);
            Batch batch = plays.rows(from, until, List.of(day), observed);
            Forecast forecast = model.forecast(batch);
            int width = forecast.support().length;
            for (int i = from; i < until; i++) {
                said[i] = plays.completed(i, day) ? 1 : forecast.probability()[(i - from) * width + width - 1];
            }
        }
        return said;
    }

    /** One set of trees on open rows of finished plays at all ages, from no table: what one would build first. */
    private static Forecaster landmarkTrees(ViewingRows past) {
        List<float[]> rows = new ArrayList<>();
        List<Float> labels = new ArrayList<>();
        int columns = 5;
        for (int day : AGES) {
            float[] features = features(past, day);
            for (int i = 0; i < past.plays(); i++) {
                if (!past.completed(i, day)) {
                    rows.add(Arrays.copyOfRange(features, i * columns, (i + 1) * columns));
                    labels.add(past.completed(i, Completions.HORIZON) ? 1f : 0f);
                }
            }
        }
        float[] all = new float[rows.size() * columns];
        float[] label = new float[rows.size()];
        float[] weight = new float[rows.size()];
        Arrays.fill(weight, 1);
        for (int i = 0; i < label.length; i++) {
            System.arraycopy(rows.get(i), 0, all, i * columns, columns);
            label[i] = labels.get(i);
        }
        TreeModel model = new XGBoostLearner()
                .fit(new TreeRows(columns, all, label, weight, new float[label.length]), settings());
        return (plays, day) -> {
            float[] margins = new float[plays.plays()];
            model.margins(features(plays, day), new float[margins.length], margins);
            return each(plays, i -> plays.completed(i, day) ? 1 : 1 / (1 + Math.exp(-margins[i])));
        };
    }

    /** Day, length, episodes, days with a viewing, day of the last. */
    private static float[] features(ViewingRows plays, int day) {
        Batch batch = plays.rows(0, plays.plays(), List.of(day), all(plays));
        double[] episodes = batch.doubles(Assembled.value("episodes"));
        double[] days = batch.doubles(Assembled.value("days"));
        long[] recent = batch.longs(Assembled.recent("episodes"));
        int[] lengths = batch.texts("item.length").codes();
        float[] features = new float[plays.plays() * 5];
        for (int i = 0; i < plays.plays(); i++) {
            features[5 * i] = day;
            features[5 * i + 1] = lengths[i];
            features[5 * i + 2] = (float) episodes[i];
            features[5 * i + 3] = (float) days[i];
            features[5 * i + 4] = (float) recent[i] / ViewingRows.DAY;
        }
        return features;
    }

    interface OfPlay {
        double value(int play);
    }

    static double[] each(ViewingRows plays, OfPlay of) {
        return IntStream.range(0, plays.plays()).mapToDouble(of::value).toArray();
    }

    private static int[] all(ViewingRows plays) {
        int[] observed = new int[plays.plays()];
        Arrays.fill(observed, Completions.HORIZON);
        return observed;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    static double loss(ViewingRows plays, double[] said) {
        double sum = 0;
        for (int i = 0; i < said.length; i++) {
            double p = plays.completed(i, Completions.HORIZON) ? said[i] : 1 - said[i];
            sum -= Math.log(Math.max(LEAST, p));
        }
        return sum / said.length;
    }

    /** Σ |Σ p − events| / n over equal groups of open plays, ordered by what was said. */
    private static double calibrationError(ViewingRows plays, double[] said, int day) {
        Integer[] open = IntStream.range(0, said.length)
                .filter(i -> !plays.completed(i, day))
                .boxed()
                .toArray(Integer[]::new);
        Arrays.sort(open, (a, b) -> Double.compare(said[a], said[b]));
        double error = 0;
        for (int g = 0; g < GROUPS; g++) {
            double difference = 0;
            for (int j = (int) ((long) open.length * g / GROUPS);
                    j < (int) ((long) open.length * (g + 1) / GROUPS);
                    j++) {
                difference += said[open[j]] - (plays.completed(open[j], Completions.HORIZON) ? 1 : 0);
            }
            error += Math.abs(difference);
        }
        return error / open.length;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
