package dev.longview.cli;

import dev.longview.loop.Progress;
import dev.longview.loop.Refusal;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.counterfactual.Effect;
import dev.longview.simulate.counterfactual.PairedShare;
import dev.longview.simulate.counterfactual.RollOut;
import dev.longview.simulate.drive.Driver;
import dev.longview.simulate.streaming.OracleService;
import dev.longview.simulate.streaming.Planner;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.StreamingService;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Policies against each other over days of a simulated service, each learning from its own log alone, through the command line; beside
 * them, as bounds, what takes no learning, and an oracle: the same learner, whose log tells true satisfaction. All live through the same
 * world with the same luck.
 */
final class Study {
    /** 1 January 2026, a Thursday. */
    private static final long START = 1_767_225_600_000_000L;

    private static final long DAY = 86_400_000_000L;
    private static final double DAYS_OF_A_MONTH = 30;

    /** What takes no learning: two that any service has, and one that knows all that is hidden. */
    static final List<String> BOUNDS = List.of("uniform", "popularity", "planner");

    /**
     * What is studied.
     *
     * @param epsilon of policies that explore ε-greedily; where there is none, they do as the template says
     */
    record Plan(
            List<String> policies,
            Optional<Double> epsilon,
            int members,
            int days,
            int warmUp,
            int refreshDays,
            long seed,
            int seeds) {
        Plan {
            policies = List.copyOf(policies);
        }
    }

    /**
     * What became of the accounts under one policy: means per account over the days after the warm-up.
     *
     * @param satisfaction S, the mean over days of subscription
     * @param retainedMonths days of subscription, in months of 30 days
     * @param againstFirst the difference to the first policy, account by account; none for the first
     * @param share of the way from uniform to the oracle in satisfaction from plays; none without an oracle that is clearly better
     * @param shareAgainstFirst the difference to the first policy, as such a share; none for the first
     */
    record Arm(
            String policy,
            long accounts,
            double playSatisfaction,
            double satisfaction,
            double retainedMonths,
            double plays,
            Optional<Effect> againstFirst,
            Optional<PairedShare> share,
            Optional<PairedShare> shareAgainstFirst) {}

    /**
     * All arms, in their order.
     *
     * @param world hash of its parameters
     */
    record Report(String world, Plan plan, List<Arm> arms) {
        Report {
            arms = List.copyOf(arms);
        }
    }

    private final Plan plan;
    private final String configuration;
    private final WorldParameters parameters;
    private final Path folder;
    private final Progress progress;

    /**
     * @param configuration text of the workspaces' longview.yaml
     * @param folder of the workspaces, one for each policy and seed
     */
    Study(Plan plan, String configuration, WorldParameters parameters, Path folder, Progress progress) {
        this.plan = plan;
        this.configuration = configuration;
        this.parameters = parameters;
        this.folder = folder;
        this.progress = progress;
    }

    Report run() {
        List<String> arms = new ArrayList<>(plan.policies());
        BOUNDS.stream().filter(bound -> !arms.contains(bound)).forEach(arms::add);
        List<Map<String, AccountTruth>> became = new ArrayList<>();
        arms.forEach(arm -> became.add(new HashMap<>()));
        long days = (long) plan.warmUp() + plan.days();
        long all = days * arms.size() * plan.seeds();
        long done = 0;
        for (int s = 0; s < plan.seeds(); s++) {
            long seed = plan.seed() + s;
            World world = World.create(parameters, seed, plan.members(), START);
            StreamingService service = StreamingService.of(world).withTruthFrom(START + plan.warmUp() * DAY);
            for (int a = 0; a < arms.size(); a++) {
                long before = done;
                dev.longview.simulate.Progress told =
                        (day, of, impressions) -> progress.at("simulating days of all policies", before + day, all);
                Map<String, AccountTruth> accounts = became.get(a);
                arm(service, arms.get(a), seed, told)
                        .truth()
                        .forEach((account, truth) -> accounts.put(seed + "/" + account, truth));
                done += days;
            }
        }
        return new Report(parameters.hash(), plan, arms(arms, became));
    }

    private StreamingService arm(StreamingService service, String arm, long seed, dev.longview.simulate.Progress told) {
        Assigner logging = Assigner.everybody(PopularityRecommender.withDefaults());
        if (BOUNDS.contains(arm)) {
            StreamingService warm = service.run(plan.warmUp(), logging, LogSink.nobody(), told);
            return warm.run(
                    plan.days(),
                    Assigner.everybody(bound(arm)),
                    LogSink.nobody(),
                    (day, of, impressions) -> told.day(plan.warmUp() + day, of, impressions));
        }
        Path own = folder.resolve(arm + "-" + seed);
        if (Files.exists(own)) {
            throw new Refusal(own + " is there already. Keep this study in another folder");
        }
        CommandLineProduct product = CommandLineProduct.init(own, configuration, arm, seed);
        if (arm.equals(OracleWorkspace.POLICY)) {
            OracleWorkspace.declare(own);
        }
        plan.epsilon().ifPresent(epsilon -> GreedyWorkspace.declare(own, epsilon));
        Driver driver = Driver.of(product, exchange(own))
                .withWarmUp(plan.warmUp(), logging)
                .withRefreshEvery(plan.refreshDays())
                .withProgress(told);
        if (arm.equals(OracleWorkspace.POLICY)) {
            return ((OracleService) driver.drive(OracleService.of(service), plan.days())).service();
        }
        return (StreamingService) driver.drive(service, plan.days());
    }

    private static Recommender bound(String arm) {
        return switch (arm) {
            case "uniform" -> PopularityRecommender.uniform();
            case "popularity" -> PopularityRecommender.withDefaults();
            // What a discovery pays comes later; the other arms are not told of it either.
            case "planner" -> Planner.of(0);
            default -> throw new IllegalArgumentException("no bound is named '" + arm + "'");
        };
    }

    /** Where files stand while they are handed over. */
    private static Path exchange(Path workspace) {
        try {
            return Files.createDirectory(workspace.resolve("exchange"));
        } catch (IOException e) {
            throw new UncheckedIOException(workspace + " cannot be written", e);
        }
    }

    private List<Arm> arms(List<String> names, List<Map<String, AccountTruth>> truths) {
        RollOut compared = RollOut.over(plan.days());
        List<RollOut.Became> became = truths.stream()
                .map(accounts -> new RollOut.Became(accounts, List.of()))
                .toList();
        RollOut.Became first = became.getFirst();
        RollOut.Became uniform = became.get(names.indexOf("uniform"));
        int oracle = names.indexOf(OracleWorkspace.POLICY);
        List<Arm> arms = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            RollOut.Became own = became.get(a);
            Map<String, AccountTruth> accounts = own.accounts();
            double days = sum(accounts, AccountTruth::activeDays);
            double n = accounts.size();
            arms.add(new Arm(
                    names.get(a),
                    accounts.size(),
                    sum(accounts, AccountTruth::playSatisfaction) / n,
                    sum(accounts, account -> account.satisfaction() * account.activeDays()) / days,
                    days / DAYS_OF_A_MONTH / n,
                    sum(accounts, account -> account.plays() + account.organicPlays()) / n,
                    a == 0 ? Optional.empty() : Optional.of(compared.difference(own, first)),
                    oracle < 0 ? Optional.empty() : compared.share(own, uniform, became.get(oracle), uniform),
                    oracle < 0 || a == 0 ? Optional.empty() : compared.share(own, first, became.get(oracle), uniform)));
        }
        return arms;
    }

    private static double sum(Map<String, AccountTruth> accounts, ToDoubleFunction<AccountTruth> of) {
        return accounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .mapToDouble(entry -> of.applyAsDouble(entry.getValue()))
                .sum();
    }
}
