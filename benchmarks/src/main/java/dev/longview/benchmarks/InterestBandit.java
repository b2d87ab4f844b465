package dev.longview.benchmarks;

import dev.longview.simulate.published.InterestEvolution;
import dev.longview.simulate.published.InterestEvolutionService;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Interest evolution (W4): minutes of a visit under a policy that has learned from visits alone, as a share of those under one that knows
 * each document's true quality. What members like to click is seen; which topics leave them more time, only by how long visits go on.
 */
final class InterestBandit implements Benchmark {
    static final List<String> METHODS =
            List.of("learned", "true_quality", "affinity_times_quality", "affinity", "random", "learning");
    private static final long START = 1_704_067_200_000_000L;
    private static final int MEMBERS = 300;
    private static final int DAYS = 40;
    private static final int JUDGED = 10;

    @Override
    public String name() {
        return "bandit-w4";
    }

    @Override
    public String summary() {
        return "learning which topics are good from the rest of visits, as a share of true quality   [SEEDS, 10]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int seeds = arguments.isEmpty() ? 10 : Integer.parseInt(arguments.getFirst());
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        PairedSeeds found = compare(seeds, MEMBERS, DAYS, JUDGED);
        Map<String, Object> map = new LinkedHashMap<>(found.toMap("true_quality"));
        map.put("share_of_true_quality", found.ratio("learned", "true_quality").toMap());
        result.put("seeds", seeds)
                .put("members_a_day", MEMBERS)
                .put("days", DAYS)
                .put("judged_days", JUDGED)
                .put("minutes", map)
                .write(results);
    }

    /** By seed: the mean minutes of a visit on the days that are judged; of the same members under the others. */
    static PairedSeeds compare(int seeds, int members, int days, int judged) {
        InterestEvolution world = InterestEvolution.withDefaults();
        return PairedSeeds.run("bandit-w4", METHODS, seeds, seed -> {
            InterestEvolutionService service =
                    InterestEvolutionService.of(world, 4_000 + seed, START).withMembersPerDay(members);
            VisitLearner.Run run = new VisitLearner(service.features(), 0, world.slateSize(), 10, 0.02, seed)
                    .run(service, days, judged);
            int first = days * members;
            int last = (days + judged) * members;
            return new double[] {
                run.learned(),
                mean(world, 4_000 + seed, first, last, InterestEvolution.quality()),
                mean(world, 4_000 + seed, first, last, InterestEvolution.affinityTimesQuality()),
                mean(world, 4_000 + seed, first, last, InterestEvolution.affinity()),
                mean(world, 4_000 + seed, first, last, InterestEvolution.random()),
                IntStream.range(0, days)
                        .mapToDouble(day -> run.learning()[day])
                        .average()
                        .orElseThrow()
            };
        });
    }

    private static double mean(InterestEvolution world, long seed, int from, int to, InterestEvolution.Score score) {
        return IntStream.range(from, to)
                .mapToDouble(member -> world.session(seed, member, score))
                .average()
                .orElseThrow();
    }
}
