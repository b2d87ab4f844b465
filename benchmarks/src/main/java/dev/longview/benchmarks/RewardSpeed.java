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
            double hand = score(runs, "byHand", played);
            double loop = score(runs, "loop", played);
            double cel = score(runs, "cel", played);
            String suffix = "_played_" + played.replace(".", "_");
            result.put("by_hand_nanoseconds" + suffix, hand)
                    .put("loop_nanoseconds" + suffix, loop)
                    .put("cel_nanoseconds" + suffix, cel)
                    .put("loop_to_by_hand" + suffix, loop / hand)
                    .put("cel_to_loop" + suffix, cel / loop);
        }
        result.write(results);
    }

    private static double score(Collection<RunResult> runs, String method, String played) {
        return runs.stream()
                .filter(run -> run.getParams().getBenchmark().endsWith("." + method)
                        && run.getParams().getParam("played").equals(played))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult()
                .getScore();
    }
}
