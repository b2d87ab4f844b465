package dev.longview.benchmarks;

import dev.longview.simulate.published.ChocolateKale;
import dev.longview.simulate.published.ChocolateKalePlanner;
import dev.longview.simulate.published.ChocolateKaleService;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chocolate and kale (W3): engagement of a visit under a policy that has learned from visits alone, told neither how sensitive members are
 * nor what they have been exposed to, as a share of what planning with all of it known gets. Where clickbait is right it has to be found,
 * and where it is wrong.
 */
final class ChocolateBandit implements Benchmark {
    static final List<Double> SENSITIVITIES = List.of(0.01, 0.1, 0.3);
    static final List<String> METHODS = List.of("learned", "planning", "chocolate", "kale", "random", "learning");
    private static final long START = 1_704_067_200_000_000L;
    private static final int MEMBERS = 300;
    private static final int DAYS = 40;
    private static final int JUDGED = 10;

    @Override
    public String name() {
        return "bandit-w3";
    }

    @Override
    public String summary() {
        return "learning whether clickbait is right from the rest of visits, as a share of planning   [SEEDS, 10]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int seeds = arguments.isEmpty() ? 10 : Integer.parseInt(arguments.getFirst());
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seeds", seeds)
                .put("members_a_day", MEMBERS)
                .put("days", DAYS)
                .put("judged_days", JUDGED);
        for (double sensitivity : SENSITIVITIES) {
            PairedSeeds found = compare(sensitivity, seeds, MEMBERS, DAYS, JUDGED);
            Map<String, Object> map = new LinkedHashMap<>(found.toMap("planning"));
            map.put("planning_expected", expected(sensitivity));
            map.put("share_of_planning", found.ratio("learned", "planning").toMap());
            result.put("sensitivity_" + sensitivity, map);
        }
        result.write(results);
    }

    /** The expected engagement of planning over members' exposures at first, which are uniform. */
    static double expected(double sensitivity) {
        ChocolateKalePlanner planner =
                new ChocolateKalePlanner(ChocolateKale.withDefaults().withSensitivity(sensitivity));
        return IntStream.rangeClosed(0, 2_000)
                .mapToDouble(i -> planner.expected((i / 2000.0 - 0.5) / 0.3))
                .average()
                .orElseThrow();
    }

    /** By seed: the mean engagement of a visit on the days that are judged; of the same members under the others. */
    static PairedSeeds compare(double sensitivity, int seeds, int members, int days, int judged) {
        ChocolateKale world = ChocolateKale.withDefaults().withSensitivity(sensitivity);
        ChocolateKalePlanner planner = new ChocolateKalePlanner(world);
        return PairedSeeds.run("bandit-w3, sensitivity " + sensitivity, METHODS, seeds, seed -> {
            ChocolateKaleService service =
                    ChocolateKaleService.of(world, 3_000 + seed, START).withMembersPerDay(members);
            VisitLearner.Run run = new VisitLearner(service.features(), ChocolateKale.STEPS, 1, 10, 0.02, seed)
                    .run(service, days, judged);
            int first = days * members;
            int last = (days + judged) * members;
            return new double[] {
                run.learned(),
                mean(world, 3_000 + seed, first, last, planner),
                mean(world, 3_000 + seed, first, last, ChocolateKale.chocolate()),
                mean(world, 3_000 + seed, first, last, ChocolateKale.kale()),
                mean(world, 3_000 + seed, first, last, ChocolateKale.random()),
                IntStream.range(0, days)
                        .mapToDouble(day -> run.learning()[day])
                        .average()
                        .orElseThrow()
            };
        });
    }

    private static double mean(ChocolateKale world, long seed, int from, int to, ChocolateKale.Chooser chooser) {
        return IntStream.range(from, to)
                .mapToDouble(member -> world.session(seed, member, chooser))
                .average()
                .orElseThrow();
    }
}
