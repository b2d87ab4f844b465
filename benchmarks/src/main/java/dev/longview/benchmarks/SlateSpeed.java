package dev.longview.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What drawing a slate of 100 with its propensities costs beside scoring the 10,000 items that it is drawn from. */
final class SlateSpeed implements Benchmark {
    @Override
    public String name() {
        return "slates";
    }

    @Override
    public String summary() {
        return "microseconds to score 10,000 items, and to draw 100 of them with propensities";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        Collection<RunResult> runs = new Runner(new OptionsBuilder()
                        .include(SlateLoops.class.getName())
                        .jvmArgsAppend("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow")
                        .build())
                .run();
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")))
                .put("items", SlateLoops.ITEMS)
                .put("dimensions", SlateLoops.DIMENSIONS)
                .put("positions", SlateLoops.POSITIONS);
        for (String exploration : List.of("epsilon-greedy", "softmax", "square-cb")) {
            double score = microseconds(runs, "score", exploration);
            double both = microseconds(runs, "scoreAndDraw", exploration);
            String suffix = "_" + exploration.replace('-', '_');
            result.put("score_microseconds" + suffix, score)
                    .put("score_and_draw_microseconds" + suffix, both)
                    .put("ratio" + suffix, both / score);
        }
        result.write(results);
    }

    private static double microseconds(Collection<RunResult> runs, String method, String exploration) {
        return runs.stream()
                .filter(run -> run.getParams().getBenchmark().endsWith("." + method)
                        && run.getParams().getParam("exploration").equals(exploration))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult()
                .getScore();
    }
}
