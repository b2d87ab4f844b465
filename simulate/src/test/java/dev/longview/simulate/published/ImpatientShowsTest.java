package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W1 and W2, which are listed in docs/worlds.md. */
final class ImpatientShowsTest {
    private static final PublishedShows PUBLISHED = PublishedShows.read();
    private static final ShowPrior PRIOR = ShowPrior.of(ImpatientShows.draw(42, 200));

    @Test
    void draw_manyShows_momentsAreThePublished() {
        ImpatientShows shows = ImpatientShows.draw(1, 3000);

        // The figures are of 200 shows (the mean and the deviation, by which their errors are 0.811/√200 and
        // 0.811/√400) and of 600.
        Sample stickiness = Sample.of(3000, shows::meanStickiness);
        stickiness.assertAgrees("mean stickiness", 4.525, 0.811 / Math.sqrt(200));
        assertThat(stickiness.deviation()).isBetween(0.811 - 3 * 0.041, 0.811 + 3 * 0.041);
        Sample variance = Sample.of(3000, shows::varianceOfStickiness);
        variance.assertAgrees("within-show variance", 39.0, variance.deviation() / Math.sqrt(600));
        // "Day 30" of the figures is day 31: day 30 ends four whole weeks, and is higher.
        new TreeMap<>(Map.of(2, .227, 8, .094, 31, .052, 60, .034)).forEach((day, figure) -> {
            Sample active = Sample.of(3000, show -> shows.probability(show, day - 2));
            active.assertAgrees("P(active) on day " + day, figure, active.deviation() / Math.sqrt(600) + 0.0003);
        });
    }

    @Test
    void meanStickiness_publishedShows_isTheMeanOfTheir10000TracesUpToTheirError() {
        ImpatientShows shows = PUBLISHED.asDrawn();
        double chiSquare = 0;
        for (int show = 0; show < shows.size(); show++) {
            double error = Math.sqrt(shows.varianceOfStickiness(show) / 10_000);
            chiSquare += Math.pow((shows.meanStickiness(show) - PUBLISHED.meanOfTraces()[show]) / error, 2);
        }

        // 50 degrees of freedom: mean 50, deviation 10.
        assertThat(chiSquare).isBetween(20.0, 85.0);
    }

    @Test
    void trace_manyOfAShow_haveItsTrueMoments() {
        ImpatientShows shows = ImpatientShows.draw(2, 4);
        for (int s = 0; s < 4; s++) {
            int show = s;
            Sample stickiness = Sample.of(40_000, i -> ImpatientShows.stickiness(shows.trace(show, i)));
            assertThat(stickiness.mean())
                    .isBetween(
                            shows.meanStickiness(show) - 4 * stickiness.error(),
                            shows.meanStickiness(show) + 4 * stickiness.error());
            // The squared deviation of stickiness has a deviation of about four times its mean.
            double variance = shows.varianceOfStickiness(show);
            assertThat(stickiness.deviation() * stickiness.deviation())
                    .isBetween(variance * (1 - 16 / 200.0), variance * (1 + 16 / 200.0));
            Sample day40 = Sample.of(40_000, i -> shows.trace(show, i) >>> 38 & 1);
            assertThat(day40.mean())
                    .isBetween(
                            shows.probability(show, 38) - 4 * day40.error(),
                            shows.probability(show, 38) + 4 * day40.error());
        }
    }

    @Test
    void range_ofShows_hasTheirTracesAndTruth() {
        ImpatientShows all = ImpatientShows.draw(3, 6);
        ImpatientShows last = all.range(4, 6);

        assertThat(last.size()).isEqualTo(2);
        assertThat(last.item(1)).isEqualTo(all.item(5));
        assertThat(last.meanStickiness(1)).isEqualTo(all.meanStickiness(5));
        assertThat(IntStream.range(0, 100).mapToLong(i -> last.trace(1, i)))
                .containsExactly(IntStream.range(0, 100)
                        .mapToLong(i -> all.trace(5, i))
                        .boxed()
                        .toArray(Long[]::new));
    }

    @Test
    void filteredBelief_allTracesComplete_isTheGaussianPosteriorOfTheSum() {
        // With every trace complete the noise is Σ/n throughout. Where prior and noise are proportional, the sum alone
        // is sufficient,
        // and the filter must agree with the scalar belief.
        ShowPrior drawn = ShowPrior.of(ImpatientShows.draw(4, 50));
        double[] among = drawn.withinShow().clone();
        for (int i = 0; i < among.length; i++) {
            among[i] /= 40;
        }
        ShowPrior proportional = new ShowPrior(drawn.mean(), among, drawn.withinShow());
        ShowBelief filter = new FilteredBelief(proportional, 1);
        ShowBelief scalar = ScalarBelief.waiting(proportional, 1);
        ImpatientShows show = ImpatientShows.draw(5, 1);
        for (int i = 0; i < 30; i++) {
            filter.observe(0, 0, show.trace(0, i));
            scalar.observe(0, 0, show.trace(0, i));
        }
        filter.advance(60);
        scalar.advance(60);

        assertThat(filter.mean(0)).isCloseTo(scalar.mean(0), within(1e-9));
        assertThat(filter.deviation(0)).isCloseTo(scalar.deviation(0), within(1e-9));
    }

    @Test
    void scalarBelief_delays_areThosePublished() {
        ShowPrior prior = ShowPrior.of(ImpatientShows.draw(4, 50));
        ShowBelief waiting = ScalarBelief.waiting(prior, 1);
        ShowBelief atOnce = ScalarBelief.withoutDelay(prior, 1);
        ShowBelief dayTwo = ScalarBelief.dayTwo(prior, 1);
        double before = waiting.deviation(0);
        for (ShowBelief belief : List.of(waiting, atOnce, dayTwo)) {
            belief.advance(3);
            belief.observe(3, 0, 0b101);
            belief.advance(4);
        }

        assertThat(atOnce.deviation(0)).isLessThan(before);
        assertThat(dayTwo.mean(0)).isGreaterThan(prior.mean()[0]);
        waiting.advance(62);
        assertThat(waiting.deviation(0)).isEqualTo(before);
        waiting.advance(63);
        assertThat(waiting.deviation(0)).isEqualTo(atOnce.deviation(0));
        assertThat(waiting.mean(0)).isEqualTo(atOnce.mean(0));
    }

    @Test
    void averageRegret_random_isPublished() {
        Sample.of(
                        3,
                        trial -> DailyThompson.averageRegret(
                                PUBLISHED.asMeasured(), 50, 180, 50, ShowBelief.ignorant(), trial))
                .assertAgrees("W1 random, n = 50", 2.110, 0.811 / Math.sqrt(10 * 9000));
    }

    @Test
    void averageRegret_learners_comeInTheirOrder() {
        double noDelay = regret(6, 50, Learner.NO_DELAY).mean();
        double wait = regret(6, 50, Learner.WAIT).mean();
        double dayTwo = regret(6, 50, Learner.DAY_TWO).mean();

        assertThat(noDelay).isLessThan(wait - 0.3);
        assertThat(wait).isLessThan(dayTwo - 0.3);
    }

    @Test
    @Tag("thorough")
    void averageRegret_fiftyDecisionsADay_isPublished() {
        published(50, Learner.RANDOM, 2.110, 2.107, 0.001);
        published(50, Learner.NO_DELAY, .700, .592, .031);
        published(50, Learner.FILTER, .800, .709, .053);
        published(50, Learner.WAIT, 1.367, 1.343, .017);
        published(50, Learner.DAY_TWO, 1.924, 2.015, .031);
    }

    @Test
    @Tag("thorough")
    void averageRegret_tenDecisionsADay_isPublished() {
        published(10, Learner.RANDOM, 2.091, 2.107, 0.001);
        published(10, Learner.NO_DELAY, 1.321, 1.342, .037);
        published(10, Learner.FILTER, 1.394, 1.420, .055);
        published(10, Learner.WAIT, 1.822, 1.798, .015);
        Sample dayTwo = regret(40, 10, Learner.DAY_TWO);
        dayTwo.assertAgrees("W1 DAY_TWO, n = 10", 2.074, dayTwo.deviation() / Math.sqrt(10));
    }

    @Test
    @Tag("thorough")
    void averageRegret_movingCatalogue_isPublished() {
        Sample random = moving(40, Learner.RANDOM, 2.059);
        moving(40, Learner.NO_DELAY, 1.360);
        moving(8, Learner.FILTER, 1.591);
        moving(40, Learner.DAY_TWO, 2.021);
        Sample wait = moving(40, Learner.WAIT, 2.056);

        // A show is gone when its first trace is complete: who waits never learns anything.
        assertThat(wait).isEqualTo(random);
    }

    private enum Learner {
        RANDOM,
        NO_DELAY,
        FILTER,
        WAIT,
        DAY_TWO;

        ShowBelief belief(ShowPrior prior, int shows) {
            return switch (this) {
                case RANDOM -> ShowBelief.ignorant();
                case NO_DELAY -> ScalarBelief.withoutDelay(prior, shows);
                case FILTER -> new FilteredBelief(prior, shows);
                case WAIT -> ScalarBelief.waiting(prior, shows);
                case DAY_TWO -> ScalarBelief.dayTwo(prior, shows);
            };
        }
    }

    /**
     * Against the figure, a mean of ten trials, and, more sharply, against what the same policy earns on the 10,000 published traces of
     * each show, which a program of its own has replayed.
     */
    private static void published(
            int decisionsPerDay, Learner learner, double figure, double replayed, double errorOfReplayed) {
        Sample regret = regret(40, decisionsPerDay, learner);
        String what = "W1 " + learner + ", n = " + decisionsPerDay;
        regret.assertAgrees(what, figure, regret.deviation() / Math.sqrt(10));
        regret.assertAgrees(what + ", replayed", replayed, errorOfReplayed);
    }

    private static Sample regret(int trials, int decisionsPerDay, Learner learner) {
        return Sample.of(
                trials,
                trial -> DailyThompson.averageRegret(
                        PUBLISHED.asMeasured(), 50, 180, decisionsPerDay, learner.belief(PRIOR, 50), trial));
    }

    /** The figures are of five trials over one catalogue; ours are over many, which differ by more than such trials would. */
    private static Sample moving(int trials, Learner learner, double figure) {
        Sample regret = Sample.of(
                trials,
                trial -> DailyThompson.averageRegret(
                        ImpatientShows.draw(900 + trial, 400), 60, 340, 50, learner.belief(PRIOR, 400), trial));
        regret.assertAgrees("W2 " + learner, figure, regret.deviation() / Math.sqrt(5));
        return regret;
    }
}
