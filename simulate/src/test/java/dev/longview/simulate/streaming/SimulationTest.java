package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class SimulationTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final Assigner LOGGING = Assigner.everybody(PopularityRecommender.withDefaults());

    @Test
    void run_sameSeed_sameBytesWithOneThreadOrTwo() {
        long once = fingerprint(5, 1);

        assertThat(fingerprint(5, 1)).isEqualTo(once);
        assertThat(fingerprint(5, 2)).isEqualTo(once);
        assertThat(fingerprint(6, 1)).isNotEqualTo(once);
    }

    @Test
    void run_inTwoParts_isTheSameWorldAsInOne() {
        World first = World.create(WorldParameters.defaults(), 3, 1500, START);
        Simulation simulation = Simulation.withDefaults();
        LogSink nowhere = (table, batch) -> {};
        World whole = simulation.run(first, 20, LOGGING, nowhere, Truth.ignored(), Progress.silent());
        World half = simulation.run(first, 10, LOGGING, nowhere, Truth.ignored(), Progress.silent());
        World parts = simulation.run(half, 10, LOGGING, nowhere, Truth.ignored(), Progress.silent());

        assertThat(first.day()).isZero();
        assertThat(half.day()).isEqualTo(10);
        assertThat(parts.accounts.billedFrom).isEqualTo(whole.accounts.billedFrom);
        assertThat(parts.members.satisfaction).isEqualTo(whole.members.satisfaction);
        assertThat(parts.popularity).isEqualTo(whole.popularity);
    }

    @Test
    void run_clickbaitAgainstQuality_playsMoreAndSatisfiesLess() {
        World warm = Simulation.withDefaults()
                .run(
                        World.create(WorldParameters.defaults(), 21, 8000, START),
                        5,
                        LOGGING,
                        (table, batch) -> {},
                        Truth.ignored(),
                        Progress.silent());
        List<AccountTruth> bait = oracle(warm, title -> title.appeal() - 0.5 * title.quality());
        List<AccountTruth> good = oracle(warm, Title::quality);

        assertThat(sum(bait, AccountTruth::plays)).isGreaterThan(1.2 * sum(good, AccountTruth::plays));
        assertThat(sum(bait, AccountTruth::playSatisfaction)).isLessThan(sum(good, AccountTruth::playSatisfaction));
        assertThat(sum(bait, AccountTruth::satisfaction) / bait.size() + 0.1)
                .isLessThan(sum(good, AccountTruth::satisfaction) / good.size());
        assertThat(sum(bait, a -> a.lapsed() ? 1 : 0)).isGreaterThan(sum(good, a -> a.lapsed() ? 1 : 0));
    }

    @Test
    void run_plainWorld_aPlayIsSatisfactionAndNothingComesLate() {
        List<AccountTruth> truth = new ArrayList<>();
        World world = World.create(WorldParameters.plain(), 4, 2000, START);
        Simulation.withDefaults()
                .run(
                        world,
                        10,
                        LOGGING,
                        (table, batch) -> {
                            if (table == Table.FEEDBACK) {
                                assertThat(batch.longs("received")).isEqualTo(batch.longs("time"));
                            }
                        },
                        truth::add,
                        Progress.silent());

        assertThat(world.titles).allMatch(title -> title.appeal() == title.quality());
        for (AccountTruth account : truth) {
            assertThat(account.playSatisfaction()).isEqualTo(account.plays());
            assertThat(account.organicPlays()).isZero();
        }
        assertThat(sum(truth, AccountTruth::plays)).isGreaterThan(1000);
    }

    @Test
    void run_columns_areTheSchemaAndTheDeclaredFeaturesAlone() {
        Set<String> allowed = Set.of(
                "context.device",
                "context.hour",
                "member.tenure_days",
                "member.favourite",
                "item.genre",
                "item.kind",
                "item.runtime");
        Set<String> features = new TreeSet<>();
        Set<Table> tables = new HashSet<>();
        run(9, 2, (table, batch) -> {
            tables.add(table);
            Set<String> names = new HashSet<>(batch.columns().keySet());
            table.columns()
                    .forEach(column -> assertThat(names.remove(column.name())).isTrue());
            features.addAll(names);
            table.columns().stream().filter(Table.ColumnDefinition::required).forEach(column -> {
                Column values = batch.column(column.name());
                for (int row = 0; row < batch.size(); row++) {
                    assertThat(values.isMissing(row)).as(column.name()).isFalse();
                }
            });
        });

        assertThat(features).isEqualTo(allowed);
        assertThat(tables).containsExactlyInAnyOrder(Table.values());
    }

    @Test
    void run_feedback_isReceivedAfterItHappenedAndOnlySomePlaysComeTwice() {
        Set<String> events = new HashSet<>();
        Set<String> decisions = new HashSet<>();
        int[] twice = {0};
        run(9, 2, (table, batch) -> {
            if (table == Table.FEEDBACK || table == Table.MEMBERSHIPS) {
                for (int row = 0; row < batch.size(); row++) {
                    if (!events.add(batch.texts("event_id").text(row))) {
                        assertThat(batch.texts("kind").text(row)).isEqualTo("play");
                        twice[0]++;
                    }
                    assertThat(batch.longs("received")[row]).isGreaterThanOrEqualTo(batch.longs("time")[row]);
                }
            } else if (table == Table.DECISIONS) {
                for (int row = 0; row < batch.size(); row++) {
                    assertThat(decisions.add(batch.texts("decision_id").text(row)))
                            .isTrue();
                }
            }
        });
        assertThat(events).hasSizeGreaterThan(3000);
        assertThat(decisions).hasSizeGreaterThan(3000);
        assertThat(twice[0]).isBetween(1, 40);
    }

    @Test
    void run_withImpressions_writesOneForEachSeenAndChangesNothingElse() {
        Map<String, Integer> with = new TreeMap<>();
        Map<String, Integer> without = new TreeMap<>();
        World world = World.create(WorldParameters.defaults(), 2, 1000, START);
        Simulation.withDefaults()
                .withImpressions(true)
                .run(world, 5, LOGGING, (t, b) -> count(t, b, with), Truth.ignored(), Progress.silent());
        Simulation.withDefaults()
                .run(world, 5, LOGGING, (t, b) -> count(t, b, without), Truth.ignored(), Progress.silent());

        assertThat(with.getOrDefault("impression", 0)).isGreaterThan(10_000);
        with.remove("impression");
        assertThat(with).isEqualTo(without);
    }

    @Test
    void canonicalText_anyParameterChanges_changesTheHash() {
        WorldParameters defaults = WorldParameters.defaults();

        assertThat(defaults.hash()).isEqualTo(WorldParameters.defaults().hash()).hasSize(64);
        assertThat(WorldParameters.plain().hash()).isNotEqualTo(defaults.hash());
        assertThat(defaults.canonicalText()).contains("titles.appealQualityCorrelation=0.2\n");
    }

    private static List<AccountTruth> oracle(World world, ToDoubleFunction<Title> value) {
        List<AccountTruth> truth = new ArrayList<>();
        Map<Candidates, double[]> worths = new ConcurrentHashMap<>();
        Recommender best = (visit, slate) -> {
            Candidates candidates = visit.candidates();
            double[] worth = worths.computeIfAbsent(
                    candidates,
                    offered -> offered.items().stream()
                            .mapToDouble(item -> value.applyAsDouble(title(world, item)))
                            .toArray());
            Integer[] order = new Integer[candidates.size()];
            Arrays.setAll(order, i -> i);
            int favourite = (int) Math.floorMod(visit.seed(), 10L);
            Arrays.sort(order, (a, b) -> Double.compare(worth[b], worth[a]));
            for (int p = 0; p < slate.capacity(); p++) {
                slate.add(order[10 * p + favourite], Double.NaN, Double.NaN, Double.NaN);
            }
        };
        Simulation.withDefaults()
                .run(world, 70, Assigner.everybody(best), (table, batch) -> {}, truth::add, Progress.silent());
        return truth;
    }

    private static Title title(World world, String item) {
        int index = Integer.parseInt(item.substring(1));
        return index < world.titles.size()
                ? world.titles.get(index)
                : Title.draw(world.parameters, world.seed, index, 6);
    }

    private static double sum(List<AccountTruth> truth, ToDoubleFunction<AccountTruth> of) {
        return truth.stream().mapToDouble(of).sum();
    }

    private static void count(Table table, Batch batch, Map<String, Integer> kinds) {
        if (table != Table.FEEDBACK) {
            return;
        }
        for (int row = 0; row < batch.size(); row++) {
            kinds.merge(batch.texts("kind").text(row), 1, Integer::sum);
            if (!batch.texts("label").isMissing(row)) {
                kinds.merge(batch.texts("label").text(row), 1, Integer::sum);
            }
            if (!batch.texts("retracts").isMissing(row)) {
                kinds.merge("retracts", 1, Integer::sum);
            }
        }
    }

    private static long fingerprint(long seed, int threads) {
        Fingerprint log = new Fingerprint();
        run(seed, threads, log);
        return log.value();
    }

    private static void run(long seed, int threads, LogSink sink) {
        Simulation.withDefaults()
                .withThreads(threads)
                .run(
                        World.create(WorldParameters.defaults(), seed, 3000, START),
                        8,
                        LOGGING,
                        sink,
                        Truth.ignored(),
                        Progress.silent());
    }
}
