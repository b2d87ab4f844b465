package dev.longview.cli;

import dev.longview.loop.Labelling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview label}: writes expected rewards. */
@Command(
        name = "label",
        description = "Writes the labels of a reward to Parquet: observed so far, expected in the end, settled or not.",
        footer = {"", "Example:", "  longview label --reward enjoyed --as-of 2026-01-29"})
final class LabelCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(names = "--reward", required = true, description = "Its name in longview.yaml.")
    private String reward = "";

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            Labelling.Result result = new Labelling(loop).label(reward, window.window(loop));
            common.output().print(result, out -> {
                var labels = result.labels();
                out.println("wrote " + result.file());
                out.println("  label set        " + labels.id() + ", reward version " + result.rewardVersion());
                out.println("  recommendations  " + Numbers.count(labels.rows()) + ", settled "
                        + Numbers.count(labels.settled()) + ", predicted " + Numbers.count(labels.predicted()));
                out.println("  mean reward      " + Numbers.value(labels.meanSoFar()) + " observed so far, "
                        + Numbers.value(labels.meanExpected()) + " expected in the end");
                result.readings()
                        .ifPresent(version -> out.println("  readings         " + version
                                + ": as good as " + Numbers.count(Math.round(labels.rows() * result.meanPrecision()))
                                + " final labels; withheld " + Numbers.count(result.withheld())));
                if (!result.note().isEmpty()) {
                    out.println("  note             " + result.note());
                }
            });
        });
        return Exit.DONE;
    }
}
