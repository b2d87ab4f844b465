package dev.longview.benchmarks;

import dev.longview.delay.DelayModel;
import dev.longview.delay.TreeInputs;
import dev.longview.simulate.Draws;
import dev.longview.simulate.published.Completions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What unfinished plays are worth to forecasts of completion (W7): plays to learn from began 1 to 40 days ago, of which only those of at
 * least 28 days are finished. Log loss above the exact posterior, learned from all of them and from the finished alone. Arguments: plays
 * to learn from, and a seed; {@code 20000 1} if none are given.
 */
final class UnfinishedPlays implements Benchmark {
    private static final int TEST = 100_000;
    private static final int OLDEST = 40;

    @Override
    public String name() {
        return "delay-unfinished";
    }

    @Override
    public String summary() {
        return "what unfinished plays add to forecasts of completion   [PLAYS SEED]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int n = arguments.isEmpty() ? 20_000 : Integer.parseInt(arguments.getFirst());
        long seed = arguments.size() < 2 ? 1 : Long.parseLong(arguments.get(1));
        long start = System.nanoTime();
        ViewingRows past = new ViewingRows(n, 2 * seed);
        ViewingRows future = new ViewingRows(TEST, 2 * seed + 1);
        int[] all = new int[n];
        int[] finished = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            int age = 1 + (int) (OLDEST * Draws.uniform(Draws.key(seed, i, 2), 1, 0));
            all[i] = Math.min(Completions.HORIZON, age);
            finished[i] = age >= Completions.HORIZON ? Completions.HORIZON : 0;
            count += age >= Completions.HORIZON ? 1 : 0;
        }
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seed", seed).put("plays", n).put("finished", count).put("ages_days", CompletionForecasts.AGES);
        for (boolean trees : new boolean[] {false, true}) {
            Optional<TreeInputs> inputs = trees ? Optional.of(CompletionForecasts.INPUTS) : Optional.empty();
            String model = trees ? "trees" : "table";
            judge(
                    result,
                    model + "_all",
                    CompletionForecasts.learner(inputs, past, all).fit(),
                    future);
            judge(
                    result,
                    model + "_finished",
                    CompletionForecasts.learner(inputs, past, finished).fit(),
                    future);
        }
        result.put("seconds", (System.nanoTime() - start) / 1e9).write(results);
    }

    private static void judge(Result result, String name, DelayModel model, ViewingRows future) {
        List<Double> excess = new ArrayList<>();
        double own = 0;
        double best = 0;
        for (int day : CompletionForecasts.AGES) {
            double said = CompletionForecasts.loss(future, CompletionForecasts.forecast(model, future, day));
            double exact = CompletionForecasts.loss(
                    future, CompletionForecasts.each(future, play -> future.oracle(play, day)));
            own += said;
            best += exact;
            excess.add(said / exact - 1);
        }
        result.put(name + "_excess", excess).put(name + "_mean_excess", own / best - 1);
    }
}
