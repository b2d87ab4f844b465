package dev.longview.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs the benchmark that is named, or lists them all. */
public final class Main {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new CaseEffects(),
            new CaseLabels(),
            new CompletionForecasts(),
            ShowBandit.published(),
            ShowBandit.moving(),
            new ChocolateBandit(),
            new InterestBandit(),
            new DelayedShows(),
            new ConversionForecasts(),
            new DecisionLearning(),
            new PolicySpeed(),
            new BakeOff(),
            new DelaySpeed(),
            new SimulatedCompletion(),
            new SlateSpeed(),
            new DemoTime(),
            new Enrolments(),
            new LogJoin(),
            new RewardSpeed(),
            new RetentionSensitivity(),
            new RewardsInWorlds(),
            new UnfinishedLabels(),
            new ServingSpeed(),
            new ServingOverload(),
            new ServingSoak(),
            new ServingFreshness(),
            new ServingPeer(),
            new Startup(),
            new UnfinishedPlays(),
            new WorldSpeed());

    private Main() {}

    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) throws Exception {
        if (args.isEmpty()) {
            list(System.out);
            return 0;
        }
        String name = args.getFirst();
        Optional<Benchmark> benchmark =
                BENCHMARKS.stream().filter(b -> b.name().equals(name)).findFirst();
        if (benchmark.isEmpty()) {
            System.err.println("no benchmark is named '" + name + "'");
            list(System.err);
            return 2;
        }
        Path results = Path.of(System.getProperty("longview.root", ".")).resolve("benchmarks/results");
        benchmark.get().run(Files.createDirectories(results), args.subList(1, args.size()));
        return 0;
    }

    private static void list(PrintStream out) {
        out.println("benchmarks/run NAME [ARGUMENT...]");
        for (Benchmark benchmark : BENCHMARKS) {
            out.printf("  %-20s %s%n", benchmark.name(), benchmark.summary());
        }
    }
}
