package dev.longview.simulate.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RollOutTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final Recommender UNIFORM = PopularityRecommender.uniform();

    @Test
    void compare_sameCourseTwice_isExactlyZero() {
        World world = world(WorldParameters.defaults(), 600);

        Effect effect = RollOut.over(40).compare(Course.of(world, UNIFORM), Course.of(world, UNIFORM));

        for (PairedMean mean : all(effect)) {
            assertThat(mean.accounts()).isGreaterThanOrEqualTo(600);
            assertThat(mean.difference()).isZero();
            assertThat(mean.standardError()).isZero();
        }
    }

    @Test
    void compare_twoPolicies_isTheDifferenceOfTheirTotals() {
        World world = world(WorldParameters.defaults(), 900);
        Recommender popular = PopularityRecommender.of(2, 0.05);

        Effect effect = RollOut.over(40).compare(Course.of(world, popular), Course.of(world, UNIFORM));
        List<Truth.AccountTruth> with = truth(world, popular, 40);
        List<Truth.AccountTruth> without = truth(world, UNIFORM, 40);

        double n = effect.plays().accounts();
        assertThat(effect.playSatisfaction().difference())
                .isCloseTo(
                        (with.stream()
                                                .mapToDouble(Truth.AccountTruth::playSatisfaction)
                                                .sum()
                                        - without.stream()
                                                .mapToDouble(Truth.AccountTruth::playSatisfaction)
                                                .sum())
                                / n,
                        offset(1e-9));
        assertThat(effect.retainedMonths().difference() * 30 * n)
                .isCloseTo(
                        with.stream()
                                        .mapToDouble(Truth.AccountTruth::activeDays)
                                        .sum()
                                - without.stream()
                                        .mapToDouble(Truth.AccountTruth::activeDays)
                                        .sum(),
                        offset(1e-6));
    }

    @Test
    void compare_pairedLuck_isFarLessNoisyThanTwoSeparateSamples() {
        World world = world(WorldParameters.defaults(), 900);
        Recommender popular = PopularityRecommender.of(1, 0.3);

        Effect effect = RollOut.over(40).compare(Course.of(world, popular), Course.of(world, UNIFORM));
        double[] one = truth(world, popular, 40).stream()
                .mapToDouble(Truth.AccountTruth::activeDays)
                .toArray();
        double unpaired = Math.sqrt(2 * variance(one) / one.length) / 30;

        assertThat(effect.retainedMonths().standardError()).isLessThan(0.7 * unpaired);
    }

    @Test
    void compare_oneDayInstead_reachesOnlyThoseWhoCame() {
        World world = world(WorldParameters.defaults(), 900);
        long midnight = START + world.day() * 86_400_000_000L;
        Recommender nothingElse = new Instead(UNIFORM, midnight, midnight + 86_400_000_000L, visit -> -1);
        Recommender first = new Instead(UNIFORM, midnight, midnight + 86_400_000_000L, visit -> 0);

        Effect same = RollOut.over(20).compare(Course.of(world, nothingElse), Course.of(world, UNIFORM));
        Effect other = RollOut.over(20).compare(Course.of(world, first), Course.of(world, UNIFORM));

        assertThat(same.playSatisfaction().standardError()).isZero();
        assertThat(other.playSatisfaction().standardError()).isPositive();
    }

    @Test
    void compare_coursesOfDifferentDays_isRefused() {
        World world = world(WorldParameters.defaults(), 50);
        World later = Simulation.withDefaults()
                .run(world, 1, Assigner.everybody(UNIFORM), LogSink.nobody(), Truth.ignored(), Progress.silent());

        assertThatThrownBy(() -> RollOut.over(5).compare(Course.of(later, UNIFORM), Course.of(world, UNIFORM)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("days 1 and 0");
        assertThatThrownBy(() -> RollOut.over(0)).hasMessageContaining("at least one day");
    }

    @Test
    void pairedMean_knownDifferences_hasTheirMeanAndError() {
        PairedMean.Sums sums = new PairedMean.Sums();
        for (double d : new double[] {1, 2, 3, 6}) {
            sums.add(d);
        }

        PairedMean mean = sums.mean();

        // Mean 3; sample variance 14/3, over four.
        assertThat(mean.difference()).isEqualTo(3);
        assertThat(mean.standardError()).isCloseTo(Math.sqrt(14.0 / 3 / 4), offset(1e-12));
        assertThat(mean.clear()).isTrue();
    }

    private static World world(WorldParameters parameters, int members) {
        return World.create(parameters, 17, members, START);
    }

    private static List<Truth.AccountTruth> truth(World world, Recommender recommender, int days) {
        List<Truth.AccountTruth> truth = new ArrayList<>();
        Simulation.withDefaults()
                .run(world, days, Assigner.everybody(recommender), LogSink.nobody(), truth::add, Progress.silent());
        return truth;
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double v : values) {
            mean += v / values.length;
        }
        double sum = 0;
        for (double v : values) {
            sum += (v - mean) * (v - mean);
        }
        return sum / (values.length - 1);
    }

    private static List<PairedMean> all(Effect effect) {
        return List.of(
                effect.playSatisfaction(),
                effect.satisfiedDays(),
                effect.retainedMonths(),
                effect.plays(),
                effect.completions());
    }
}
