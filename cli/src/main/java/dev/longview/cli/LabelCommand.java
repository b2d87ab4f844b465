package dev.longview.cli;

import dev.longview.loop.Labelling;
import dev.longview.loop.LabelsByAge;
import dev.longview.loop.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview label}: writes expected rewards. */
@Command(
        name = "label",
        description = "Writes the labels of a reward to Parquet: observed so far, expected in the end, settled or not.",
        footer = {
            "",
            "Examples:",
            "  longview label --reward enjoyed --as-of 2026-01-29",
            "  longview label --reward enjoyed --ages 10m,1d,7d,28d --to moving.parquet"
        })
final class LabelCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(names = "--reward", required = true, description = "Its name in longview.yaml.")
    private String reward = "";

    @Option(
            names = "--ages",
            paramLabel = "AGES",
            split = ",",
            description = "Instead, a row for each recommendation and age: how its label moved as evidence arrived."
                    + " Durations as in longview.yaml, by commas; with --to.")
    private List<String> ages = List.of();

    @Option(names = "--to", paramLabel = "FILE", description = "With --ages, the Parquet file to write.")
    private Optional<Path> to = Optional.empty();

    @Override
    public Integer call() {
        if (ages.isEmpty() != to.isEmpty()) {
            throw new Refusal("--ages and --to go together: longview label --reward " + reward
                    + " --ages 10m,1d,7d,28d --to moving.parquet");
        }
        if (to.isPresent()) {
            byAge(to.get());
        } else {
            label();
        }
        return Exit.DONE;
    }

    private void byAge(Path file) {
        if (Files.isDirectory(file)) {
            // Before the log is read, which takes its time.
            throw new Refusal(
                    "--to: " + file + " is a folder; name a file in it, such as " + file.resolve("moving.parquet"));
        }
        List<Long> micros = Ages.micros(ages);
        common.withLoop(loop -> {
            LabelsByAge.Result result = new LabelsByAge(loop).label(reward, window.window(loop), micros, file);
            common.output().print(result, out -> {
                out.println("wrote " + result.file() + ", reward version " + result.rewardVersion());
                TextTable table =
                        TextTable.withWords(1, "age", "recommendations", "settled", "so far", "expected", "sd");
                result.ages()
                        .forEach(at -> table.row(
                                Ages.text(at.age()),
                                Numbers.count(at.rows()),
                                Numbers.count(at.settled()),
                                Numbers.value(at.meanSoFar()),
                                Numbers.value(at.meanExpected()),
                                Numbers.value(at.meanSd())));
                table.print(out);
            });
        });
    }

    /** The mean under what may be assumed, which the log cannot tell. */
    private static String silent(List<Labelling.Assumed> silent) {
        return silent.stream()
                .map(each -> Numbers.value(each.meanExpected()) + " if they think "
                        + (each.tilt() < 0 ? "worse" : each.tilt() > 0 ? "better" : "as who answered")
                        + " (odds times " + Numbers.value(Math.exp(each.tilt())) + ")")
                .collect(Collectors.joining(", "));
    }

    private void label() {
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
                if (!result.silent().isEmpty()) {
                    out.println("  who says nothing " + silent(result.silent()));
                }
                if (!result.note().isEmpty()) {
                    out.println("  note             " + result.note());
                }
            });
        });
    }
}
