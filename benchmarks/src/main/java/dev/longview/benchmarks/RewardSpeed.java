package dev.longview.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** How long a reward takes for a row, beside a loop written by hand and CEL's runtime. */
final class RewardSpeed implements Benchmark {
    @Override
    public String name() {
        return "reward";
    }

    @Override
    public String summary() {
        return "nanoseconds for a row of 'enjoyed': by hand, ours, CEL";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        Collection<RunResult> runs = new Runner(new OptionsBuilder()
                        .include(RewardLoops.class.getName())
                        .jvmArgsAppend("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow")
                        .build())
                .run();
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("rows", RewardLoops.ROWS).put("seed", 42);
        for (String played : List.of("0.05", "1")) {
            Time hand = time(runs, "byHand", played);
            Time loop = time(runs, "loop", played);
            Time cel = time(runs, "cel", played);
            String suffix = "_played_" + played.replace(".", "_");
            hand.put(result, "by_hand_nanoseconds" + suffix);
            loop.put(result, "loop_nanoseconds" + suffix);
            cel.put(result, "cel_nanoseconds" + suffix);
            result.put("loop_to_by_hand" + suffix, loop.mean / hand.mean)
                    .put("loop_to_by_hand_error" + suffix, loop.ratioError(hand))
                    .put("cel_to_loop" + suffix, cel.mean / loop.mean)
                    .put("cel_to_loop_error" + suffix, cel.ratioError(loop));
        }
        result.write(results);
    }

    /** @param error half the width of JMH's 99.9% interval, over iterations of all forks */
    private record Time(double mean, double error) {
        void put(Result result, String name) {
            result.put(name, mean).put(name + "_error", error);
        }

        /** Of this over the other, to first order. */
        double ratioError(Time other) {
            return mean / other.mean * Math.hypot(error / mean, other.error / other.mean);
        }
    }

    private static Time time(Collection<RunResult> runs, String method, String played) {
        var result = runs.stream()
                .filter(run -> run.getParams().getBenchmark().endsWith("." + method)
                        && run.getParams().getParam("played").equals(played))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult();
        return new Time(result.getScore(), result.getScoreError());
    }
}
