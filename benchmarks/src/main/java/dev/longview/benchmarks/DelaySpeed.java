package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayLearner;
import dev.longview.delay.DelayModel;
import dev.longview.delay.JointForecast;
import dev.longview.delay.Landmarks;
import dev.longview.delay.TreeInputs;
import dev.longview.delay.TreeSettings;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.reward.Forecast;
import dev.longview.simulate.Draws;
import dev.longview.simulate.published.Completions;
import dev.longview.trees.XGBoostLearner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long delay models with trees take, without reading a log: one outcome fitted on two million open landmark rows, and a million open
 * recommendations forecast in three outcomes, each given the end of the one before. Plays are those of the completions world, with a
 * thumb after the end and a return after the thumb made up for the purpose. Arguments: rows to fit on and to forecast;
 * {@code 2000000 1000000} if none are given.
 */
final class DelaySpeed implements Benchmark {
    private static final List<String> CHAIN = List.of("completed", "thumb", "return");
    private static final int BATCH = 20_000;
    private static final int TAUGHT = 20_000;
    private static final int FORECAST = 50_000;

    @Override
    public String name() {
        return "delay-speed";
    }

    @Override
    public String summary() {
        return "delay models with trees: fitted, and three outcomes forecast   [FITTED FORECAST]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        long fitted = arguments.isEmpty() ? 2_000_000 : Long.parseLong(arguments.getFirst());
        long forecast = arguments.size() < 2 ? 1_000_000 : Long.parseLong(arguments.get(1));
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        TreeSettings settings = TreeSettings.defaults(1);
        result.put("trees", settings.trees()).put("depth", settings.depth()).put("seed", 1);
        fit(result, fitted, settings);
        forecast(result, forecast, settings);
        result.put("peak_memory_bytes", Timing.peakMemory()).write(results);
    }

    private static void fit(Result result, long wanted, TreeSettings settings) {
        // An open row has one after it, by which it learns; there are fewer than ten of a play.
        ViewingRows many = new ViewingRows((int) (wanted / 4), 1);
        int plays = 0;
        long rows = 0;
        List<Integer> days = days();
        for (; rows < wanted && plays < many.plays(); plays++) {
            for (int k = 0; k + 1 < days.size() && !many.completed(plays, days.get(k)); k++) {
                rows++;
            }
        }
        DelayLearner learner = learner("completed", Optional.empty(), settings, 2 * wanted);
        int[] observed = all(many);
        long added = System.nanoTime();
        for (int from = 0; from < plays; from += BATCH) {
            learner.add(many.rows(from, Math.min(plays, from + BATCH), days, observed));
        }
        long start = System.nanoTime();
        learner.fit();
        result.put("fitted_open_rows", rows)
                .put("fitted_plays", plays)
                .put("adding_seconds", (start - added) / 1e9)
                .put("fitting_seconds", seconds(start));
    }

    private static void forecast(Result result, long wanted, TreeSettings settings) {
        ViewingRows past = new ViewingRows(TAUGHT, 2);
        Map<String, DelayLearner> learners = new LinkedHashMap<>();
        Optional<DelayLearner> before = Optional.empty();
        for (String outcome : CHAIN) {
            DelayLearner learner = learner(outcome, before, settings, 4_000_000);
            learners.put(outcome, learner);
            before = Optional.of(learner);
        }
        Batch rows = chained(past, 2, 0, TAUGHT, days());
        Map<String, DelayModel> models = new LinkedHashMap<>();
        learners.forEach(
                (outcome, learner) -> models.put(outcome, learner.add(rows).fit()));
        JointForecast joint = new JointForecast(models);
        ViewingRows now = new ViewingRows(FORECAST, 3);
        Forecasts open = new Forecasts(joint, now, 0);
        while (open.notCompleted < wanted) {
            open.round();
        }
        Forecasts decided = new Forecasts(joint, now, 4);
        while (decided.rows < wanted) {
            decided.round();
        }
        result.put("forecast_rows", open.rows)
                .put("forecast_rows_not_completed", open.notCompleted)
                .put("forecast_outcomes", CHAIN.size())
                .put("forecasting_seconds", open.nanos / 1e9)
                .put("mostly_decided_rows", decided.rows)
                .put("mostly_decided_share", 1 - decided.pending / (double) decided.rows)
                .put("mostly_decided_seconds", decided.nanos / 1e9);
    }

    /** Rounds of forecasts of all three outcomes. */
    private static final class Forecasts {
        private final JointForecast joint;
        private final ViewingRows plays;
        private final int decided;
        private int round;
        private long rows;
        private long notCompleted;
        private long pending;
        private long nanos;

        /** @param decided of five rounds so many are of plays whose outcomes are all final */
        Forecasts(JointForecast joint, ViewingRows plays, int decided) {
            this.joint = joint;
            this.plays = plays;
            this.decided = decided;
        }

        void round() {
            int parts = FORECAST / BATCH + 1;
            int day = round % 5 < decided ? Completions.HORIZON : 1 + round / parts % 20;
            int from = round % parts * BATCH;
            round++;
            Batch batch = chained(plays, 3, from, Math.min(FORECAST, from + BATCH), List.of(day));
            long start = System.nanoTime();
            Map<String, Forecast> forecasts = joint.of(batch, Set.copyOf(CHAIN));
            nanos += System.nanoTime() - start;
            if (forecasts.size() != CHAIN.size()) {
                throw new IllegalStateException("forecast were " + forecasts.keySet() + ", not " + CHAIN);
            }
            rows += batch.size();
            boolean[] open = new boolean[batch.size()];
            for (String outcome : CHAIN) {
                long[] states = batch.longs(Assembled.state(outcome));
                for (int row = 0; row < open.length; row++) {
                    boolean is = states[row] == State.PENDING.code();
                    open[row] |= is;
                    notCompleted += is && outcome.equals("completed") ? 1 : 0;
                }
            }
            for (boolean each : open) {
                pending += each ? 1 : 0;
            }
        }
    }

    private static DelayLearner learner(
            String outcome, Optional<DelayLearner> given, TreeSettings settings, long most) {
        int at = CHAIN.indexOf(outcome);
        List<String> others = new ArrayList<>(List.of("first", "days"));
        others.addAll(CHAIN.subList(0, at));
        TreeInputs inputs = new TreeInputs(
                others, List.of("item.length"), at == 0 ? Optional.empty() : Optional.of(CHAIN.get(at - 1)));
        DelayDefinition definition = new DelayDefinition(
                outcome,
                Optional.of("episodes"),
                List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0),
                Optional.of("item.length"),
                Optional.of(inputs));
        return DelayLearner.of(definition, outcome(outcome), ViewingRows.landmarks())
                .withTrees(new XGBoostLearner(), settings, most, given);
    }

    private static OutcomeDefinition outcome(String name) {
        return new OutcomeDefinition(
                name, name, new Aggregate.Occurred(), Optional.empty(), Duration.ofDays(Completions.HORIZON), false);
    }

    /** With a thumb up to four days after the end, more often than without one, and a return up to a week after the thumb. */
    private static Batch chained(ViewingRows plays, long seed, int from, int until, List<Integer> days) {
        Batch batch = plays.rows(from, until, days, all(plays));
        int[] of = batch.texts(Assembled.DECISION).codes();
        long[] ages = batch.longs(Assembled.AGE);
        int[] thumbs = new int[until - from];
        int[] returns = new int[until - from];
        for (int i = from; i < until; i++) {
            long key = Draws.key(seed, i, 1);
            int end = 1;
            while (end < Completions.HORIZON && !plays.completed(i, end)) {
                end++;
            }
            boolean completed = plays.completed(i, Completions.HORIZON);
            boolean thumb = Draws.uniform(key, 1, 0) < (completed ? 0.5 : 0.05);
            boolean back = Draws.uniform(key, 2, 0) < (thumb ? 0.6 : 0.2);
            thumbs[i - from] = thumb ? (completed ? end : 1) + (int) (4 * Draws.uniform(key, 3, 0)) : Integer.MAX_VALUE;
            returns[i - from] =
                    back ? (thumb ? thumbs[i - from] : 3) + (int) (7 * Draws.uniform(key, 4, 0)) : Integer.MAX_VALUE;
        }
        return with(with(batch, "thumb", of, ages, thumbs), "return", of, ages, returns);
    }

    private static Batch with(Batch batch, String outcome, int[] of, long[] ages, int[] day) {
        double[] values = new double[of.length];
        long[] states = new long[of.length];
        for (int row = 0; row < of.length; row++) {
            long age = ages[row] / ViewingRows.DAY;
            boolean happened = day[of[row]] <= age;
            values[row] = happened ? 1 : 0;
            states[row] = (happened || age == Completions.HORIZON ? State.FINAL : State.PENDING).code();
        }
        return batch.with(Assembled.value(outcome), new Column.Doubles(values))
                .with(Assembled.state(outcome), new Column.Longs(states, new boolean[0]));
    }

    private static List<Integer> days() {
        Landmarks landmarks = ViewingRows.landmarks();
        return landmarks.ages().stream()
                .map(age -> (int) (age / ViewingRows.DAY))
                .toList();
    }

    private static int[] all(ViewingRows plays) {
        int[] observed = new int[plays.plays()];
        Arrays.fill(observed, Completions.HORIZON);
        return observed;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
