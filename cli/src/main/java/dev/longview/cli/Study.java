package dev.longview.cli;

import dev.longview.loop.Progress;
import dev.longview.loop.Refusal;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.counterfactual.Effect;
import dev.longview.simulate.counterfactual.RollOut;
import dev.longview.simulate.drive.Driver;
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
 * them, as bounds, what takes no learning. All live through the same world with the same luck.
 */
final class Study {
    /** 1 January 2026, a Thursday. */
    private static final long START = 1_767_225_600_000_000L;

    private static final long DAY = 86_400_000_000L;
    private static final double DAYS_OF_A_MONTH = 30;
    static final Map<String, Recommender> BOUNDS = Map.of(
            "uniform", PopularityRecommender.uniform(),
            "popularity", PopularityRecommender.withDefaults());

    /** What is studied. */
    record Plan(List<String> policies, int members, int days, int warmUp, int refreshDays, long seed, int seeds) {
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
     */
    record Arm(
            String policy,
            long accounts,
            double playSatisfaction,
            double satisfaction,
            double retainedMonths,
            double plays,
            Optional<Effect> againstFirst) {}

    /** All arms, in their order. */
    record Report(String world, Plan plan, List<Arm> arms) {
        Report {
            arms = List.copyOf(arms);
        }
    }

    private final Plan plan;
    private final Path folder;
    private final Progress progress;

    /** @param folder of the workspaces, one for each policy and seed */
    Study(Plan plan, Path folder, Progress progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    Report run() {
        List<String> arms = new ArrayList<>(plan.policies());
        List.of("uniform", "popularity").stream()
                .filter(bound -> !arms.contains(bound))
                .forEach(arms::add);
        List<Map<String, AccountTruth>> became = new ArrayList<>();
        arms.forEach(arm -> became.add(new HashMap<>()));
        long days = (long) plan.warmUp() + plan.days();
        long all = days * arms.size() * plan.seeds();
        long done = 0;
        for (int s = 0; s < plan.seeds(); s++) {
            long seed = plan.seed() + s;
            World world = World.create(WorldParameters.defaults(), seed, plan.members(), START);
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
        return new Report(WorldParameters.defaults().hash(), plan, arms(arms, became));
    }

    private StreamingService arm(StreamingService service, String arm, long seed, dev.longview.simulate.Progress told) {
        Assigner logging = Assigner.everybody(PopularityRecommender.withDefaults());
        Recommender bound = BOUNDS.get(arm);
        if (bound != null) {
            StreamingService warm = service.run(plan.warmUp(), logging, LogSink.nobody(), told);
            return warm.run(
                    plan.days(),
                    Assigner.everybody(bound),
                    LogSink.nobody(),
                    (day, of, impressions) -> told.day(plan.warmUp() + day, of, impressions));
        }
        Path own = folder.resolve(arm + "-" + seed);
        if (Files.exists(own)) {
            throw new Refusal(own + " is there already. Keep this study in another folder");
        }
        CommandLineProduct product = CommandLineProduct.init(own, arm, seed);
        return (StreamingService) Driver.of(product, exchange(own))
                .withWarmUp(plan.warmUp(), logging)
                .withRefreshEvery(plan.refreshDays())
                .withProgress(told)
                .drive(service, plan.days());
    }

    /** Where files stand while they are handed over. */
    private static Path exchange(Path workspace) {
        try {
            return Files.createDirectory(workspace.resolve("exchange"));
        } catch (IOException e) {
            throw new UncheckedIOException(workspace + " cannot be written", e);
        }
    }

    private List<Arm> arms(List<String> names, List<Map<String, AccountTruth>> became) {
        RollOut compared = RollOut.over(plan.days());
        RollOut.Became first = new RollOut.Became(became.getFirst(), List.of());
        List<Arm> arms = new ArrayList<>();
        for (int a = 0; a < names.size(); a++) {
            Map<String, AccountTruth> accounts = became.get(a);
            double days = sum(accounts, AccountTruth::activeDays);
            double n = accounts.size();
            arms.add(new Arm(
                    names.get(a),
                    accounts.size(),
                    sum(accounts, AccountTruth::playSatisfaction) / n,
                    sum(accounts, account -> account.satisfaction() * account.activeDays()) / days,
                    days / DAYS_OF_A_MONTH / n,
                    sum(accounts, account -> account.plays() + account.organicPlays()) / n,
                    a == 0
                            ? Optional.empty()
                            : Optional.of(compared.difference(new RollOut.Became(accounts, List.of()), first))));
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
