package dev.longview.cli;

import dev.longview.experiment.Comparison;
import dev.longview.experiment.Estimate;
import dev.longview.loop.PolicyEvaluation;
import dev.longview.loop.Refusal;
import dev.longview.loop.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview demo}: the loop, once around. */
@Command(
        name = "demo",
        description = {
            "Runs the loop once on a simulated service: logs, trains a policy on plays and one on enjoyment, judges",
            "both off-policy, then tests them against each other. Leaves a workspace and a report to look at."
        },
        footer = {"", "Example:", "  longview demo --workspace longview-demo --seed 1"})
final class DemoCommand implements Callable<Integer> {
    /** Says that a folder is a demo's, which the next demo may replace. */
    private static final String MARK = ".longview-demo";

    private static final String DEFAULT_FOLDER = "longview-demo";

    @Mixin
    private final Common common = new Common();

    @Option(names = "--members", defaultValue = "4000", description = "How many (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another seed is another world (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (members < 100 || members > 1_000_000) {
            throw new Refusal("--members must be in 100 … 1,000,000: " + members);
        }
        Path folder = common.folder().equals(Path.of(".")) ? Path.of(DEFAULT_FOLDER) : common.folder();
        prepare(folder);
        TerminalProgress progress = common.progress();
        DemoReport report;
        try {
            report = new Demo(new Workspace(folder), seed, members, progress).run();
        } finally {
            progress.end();
        }
        Path page = folder.resolve("reports/demo.html");
        write(page, DemoPage.of(report).render());
        common.output().print(report, out -> print(report, page, out));
        return Exit.DONE;
    }

    private static void print(DemoReport report, Path page, PrintWriter out) {
        out.println("A simulated service: " + Numbers.count(report.members()) + " members, " + report.loggedDays()
                + " days logged, " + report.testedDays() + " days tested (world "
                + report.world().substring(0, 12)
                + ", seed " + report.seed() + ").");
        out.println();
        var then = report.forecast().then();
        out.println("When the policies were trained, the last week's recommendations had earned "
                + Numbers.value(then.meanSoFar()) + " of 'enjoyed' each;");
        out.println("  expected in the end: " + Numbers.value(then.meanExpected()) + ". It became "
                + Numbers.value(report.forecast().later().meanExpected()) + ".");
        out.println();
        out.println("Off-policy, on the last logged week (value per decision, 95% interval):");
        TextTable offline =
                TextTable.withWords(2, "policy", "by reward", "as logged", "estimated", "interval", "verdict");
        for (PolicyEvaluation.Result each : report.offline()) {
            var last = each.expected().lines().getLast().result();
            offline.row(
                    each.policy(),
                    each.reward(),
                    Numbers.value(each.expected().onPolicy().value()),
                    Numbers.value(last.value()),
                    Numbers.interval(last.low(), last.high()),
                    last.verdict().sentence());
        }
        offline.print(out);
        out.println();
        out.println("In the test, per account (" + report.experiment().cells().get(1) + " against "
                + report.experiment().cells().getFirst() + "):");
        TextTable tested = TextTable.withWords(1, "", "clicks", "glad", "difference", "95% interval", "relative", "p");
        report.experiment()
                .metrics()
                .forEach(line -> row(tested, line.name(), line.against().getFirst(), true));
        report.truth().forEach(line -> row(tested, line.metric() + " (hidden)", line.comparison(), false));
        tested.print(out);
        out.println("  " + report.experiment().sampleRatio().sentence());
        out.println("  (hidden) is what only the simulator knows: no log has it, and nothing was trained on it.");
        out.println();
        report.experiment().sentences().stream()
                .filter(sentence -> sentence.startsWith("retained"))
                .forEach(out::println);
        report.truth()
                .forEach(line -> out.println(
                        line.metric() + ": " + line.comparison().verdict().sentence() + "."));
        out.println();
        out.println("Report:  " + page);
        String workspace = " -w " + report.workspace();
        out.println("Next:    ./longview outcome" + workspace);
        report.example()
                .ifPresent(decision ->
                        out.println("         ./longview reward explain enjoyed --as-of 2026-01-29 --decision "
                                + decision + workspace));
        out.println("         ./longview evaluate glad --as-of 2026-01-29 --decided-from 2026-01-22" + workspace);
        out.println("         ./longview experiment analyse clicks-or-glad" + workspace);
    }

    private static void row(TextTable table, String name, Comparison comparison, boolean relative) {
        Estimate difference = comparison.difference();
        table.row(
                name,
                Numbers.value(comparison.control().value()),
                Numbers.value(comparison.treatment().value()),
                Numbers.value(difference.value()),
                Numbers.interval(difference.low(), difference.high()),
                // A scale whose zero means nothing has no percentages.
                relative ? Numbers.share(comparison.relative().value()) : "",
                Numbers.value(comparison.pValue()));
    }

    private static void prepare(Path folder) {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new Refusal(folder + " is a file; choose a folder: longview demo --workspace DIR");
            }
            if (Files.exists(folder) && !isEmpty(folder)) {
                if (!Files.exists(folder.resolve(MARK))) {
                    throw new Refusal(
                            folder + " is not empty, and not a demo's. Choose another: longview demo --workspace DIR");
                }
                delete(folder);
            }
            Files.createDirectories(folder);
            Files.createFile(folder.resolve(MARK));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made ready", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
