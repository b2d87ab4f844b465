package dev.longview.cli;

import dev.longview.config.Templates;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.experiment.Allocation;
import dev.longview.experiment.CellComparison;
import dev.longview.experiment.Comparison;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.ExperimentReport;
import dev.longview.experiment.Observed;
import dev.longview.experiment.PairSums;
import dev.longview.loop.DelayFitting;
import dev.longview.loop.ExperimentAnalysis;
import dev.longview.loop.Labelling;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyEvaluation;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.Progress;
import dev.longview.loop.ReadingFitting;
import dev.longview.loop.RewardExplanation;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The loop, once around, on a simulated service: four weeks are logged under a policy that favours what is popular; one policy is
 * trained on plays and one on enjoyment, part of which has to be predicted; both are judged off-policy, then against each other in a
 * randomised test.
 */
final class Demo {
    /** 1 January 2026, a Thursday. */
    private static final long START = 1_767_225_600_000_000L;

    private static final long DAY = 86_400_000_000L;
    private static final int LOGGED_DAYS = 28;
    /** Long enough that every account meets a bill, which come every 30 days. */
    private static final int TESTED_DAYS = 35;

    private static final int RETENTION_DAY = 34;
    private static final int EVALUATED = 4_000;
    private static final String EXPERIMENT = "clicks-or-glad";
    private static final List<String> POLICIES = List.of("clicks", "glad");
    private static final List<String> REWARDS = List.of("ctr", "enjoyed");

    private final Workspace workspace;
    private final long seed;
    private final int members;
    private final Progress progress;

    Demo(Workspace workspace, long seed, int members, Progress progress) {
        this.workspace = workspace;
        this.seed = seed;
        this.members = members;
        this.progress = progress;
    }

    DemoReport run() {
        write(Templates.text(Templates.STREAMING).orElseThrow());
        try (DuckDbEngine engine = DuckDbEngine.open(workspace.log(), DuckDbOptions.withDefaults())) {
            return run(new Loop(workspace, workspace.configuration(), engine, progress));
        }
    }

    private DemoReport run(Loop loop) {
        WorldParameters parameters = WorldParameters.defaults();
        World first = World.create(parameters, seed, members, START);
        World logged = simulate(
                loop,
                first,
                LOGGED_DAYS,
                Assigner.everybody(PopularityRecommender.withDefaults()),
                "logged",
                Truth.ignored());
        long end = START + LOGGED_DAYS * DAY;
        long lastWeek = end - 7 * DAY;
        Window training = Window.asOf(end).decided(Long.MIN_VALUE, lastWeek);
        Window heldOut = Window.asOf(end).decided(lastWeek, end);

        new DelayFitting(loop).fit(Window.asOf(end), List.of());
        new ReadingFitting(loop).fit(Window.asOf(end));
        Map<String, TrainedPolicy> policies = new HashMap<>();
        for (String name : POLICIES) {
            policies.put(
                    name, new PolicyTraining(loop).train(name, training, seed).policy());
        }
        Labelling.Result then = new Labelling(loop).label("enjoyed", heldOut);
        List<PolicyEvaluation.Result> offline = new ArrayList<>();
        for (String name : POLICIES) {
            offline.addAll(PolicyEvaluation.of(loop)
                    .withSeed(seed)
                    .withMostDecisions(EVALUATED)
                    .evaluate(policy(policies, name), REWARDS, heldOut));
        }

        ExperimentDefinition experiment =
                loop.configuration().experiment(EXPERIMENT).orElseThrow();
        List<AccountTruth> truth = new ArrayList<>();
        simulate(loop, logged, TESTED_DAYS, assigner(experiment, policies), "tested", truth::add);
        long tested = end + TESTED_DAYS * DAY;
        Labelling.Result later =
                new Labelling(loop).label("enjoyed", Window.asOf(tested).decided(lastWeek, end));
        ExperimentReport report = new ExperimentAnalysis(loop, experiment, RETENTION_DAY)
                .analyse(Window.asOf(tested).decided(end, Long.MAX_VALUE));
        return new DemoReport(
                workspace.root().toString(),
                seed,
                parameters.hash(),
                members,
                LOGGED_DAYS,
                TESTED_DAYS,
                new DemoReport.Forecast(then.labels(), later.labels()),
                RewardExplanation.example(loop, "enjoyed", heldOut),
                offline,
                report,
                truth(experiment, truth));
    }

    private static TrainedPolicy policy(Map<String, TrainedPolicy> policies, String name) {
        TrainedPolicy policy = policies.get(name);
        if (policy == null) {
            throw new IllegalStateException("the demo trained no policy " + name + ": " + policies.keySet());
        }
        return policy;
    }

    private World simulate(Loop loop, World world, int days, Assigner assigner, String segment, Truth truth) {
        try (EngineSink sink = new EngineSink(loop.engine(), segment, SimulatedLog.FEATURES)) {
            World end = Simulation.withDefaults()
                    .run(
                            world,
                            days,
                            assigner,
                            sink::rows,
                            truth,
                            (day, of, impressions) -> progress.at("simulating days, " + segment, day, of));
            sink.publish();
            return end;
        }
    }

    private static Assigner assigner(ExperimentDefinition experiment, Map<String, TrainedPolicy> policies) {
        Allocation allocation = Allocation.of(experiment);
        Map<String, Assigner.Assignment> byCell = new HashMap<>();
        for (ExperimentDefinition.Cell cell : experiment.cells()) {
            byCell.put(
                    cell.name(),
                    new Assigner.Assignment(
                            List.of(experiment.name() + "/" + cell.name()),
                            new SimulatedPolicy(policy(policies, cell.policy()), SimulatedLog.FEATURES)));
        }
        Assigner.Assignment nobody = new Assigner.Assignment(List.of(), PopularityRecommender.withDefaults());
        return account -> allocation
                .cell(account)
                .map(cell -> byCell.getOrDefault(cell.name(), nobody))
                .orElse(nobody);
    }

    private static List<DemoReport.Truth> truth(ExperimentDefinition experiment, List<AccountTruth> accounts) {
        accounts.sort(Comparator.comparing(AccountTruth::account));
        return List.of(
                new DemoReport.Truth(
                        "satisfaction from plays", compare(experiment, accounts, AccountTruth::playSatisfaction)),
                new DemoReport.Truth("satisfaction, mean", compare(experiment, accounts, AccountTruth::satisfaction)));
    }

    private static Comparison compare(
            ExperimentDefinition experiment, List<AccountTruth> accounts, ToDoubleFunction<AccountTruth> of) {
        List<Observed> cells = new ArrayList<>();
        for (ExperimentDefinition.Cell cell : experiment.cells()) {
            PairSums.Accumulator sums = new PairSums.Accumulator();
            accounts.stream()
                    .filter(account -> account.cells().contains(experiment.name() + "/" + cell.name()))
                    .forEach(account -> sums.add(of.applyAsDouble(account)));
            cells.add(new Observed.Values(sums.sums()));
        }
        return CellComparison.withDefaults().compare(cells.get(0), cells.get(1));
    }

    private void write(String config) {
        try {
            Files.createDirectories(workspace.root());
            Files.writeString(workspace.config(), config);
        } catch (IOException e) {
            throw new UncheckedIOException(workspace.config() + " cannot be written", e);
        }
    }
}
