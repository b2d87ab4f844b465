package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each interval, over simulated experiments whose truth is known: it must hold it about 95 times in a hundred. */
class CoverageTest {
    private static final int FEW = 2_000;
    private static final int MANY = 40_000;

    @Test
    void intervals_manySimulatedExperiments_coverTheTruth() {
        all(FEW);
    }

    @Tag("thorough")
    @Test
    void intervals_veryManySimulatedExperiments_coverTheTruth() {
        all(MANY);
    }

    private static void all(int experiments) {
        // Skewed values, unequal cells: the control's mean is 1, the other's 1.1.
        check(
                "values",
                experiments,
                0.005,
                0.1,
                0.1,
                random -> compare(
                        new Observed.Values(exponential(random, 150, 1)),
                        new Observed.Values(exponential(random, 300, 1.1))));
        check(
                "adjusted",
                experiments,
                0.005,
                0.2,
                0.1,
                random -> compare(
                        new Observed.Adjusted(correlated(random, 100, 2)),
                        new Observed.Adjusted(correlated(random, 200, 2.2))));
        check(
                "ratio",
                experiments,
                0.005,
                0.05,
                0.25,
                random -> compare(
                        new Observed.Ratio(clicks(random, 200, 0.2)), new Observed.Ratio(clicks(random, 200, 0.25))));
        // METHODS' trap: at base rates of 2% and 0.1%, with the counts of a test's first days.
        check(
                "2%",
                experiments,
                0.005,
                0.002,
                0.1,
                random -> compare(
                        new Observed.Proportion(binomial(random, 500, 0.02), 500),
                        new Observed.Proportion(binomial(random, 1_000, 0.022), 1_000)));
        check(
                "0.1%",
                experiments,
                0.01,
                0,
                0,
                random -> compare(
                        new Observed.Proportion(binomial(random, 4_000, 0.001), 4_000),
                        new Observed.Proportion(binomial(random, 4_000, 0.001), 4_000)));
        check(
                "0.1%, 1 to 4",
                experiments,
                0.01,
                0.001,
                1,
                random -> compare(
                        new Observed.Proportion(binomial(random, 10_000, 0.001), 10_000),
                        new Observed.Proportion(binomial(random, 2_500, 0.002), 2_500)));
        // Half of the accounts have not been watched to day 30: joined over 60 days, lapse with a steady hazard.
        double a = Math.pow(1 - 0.010, 30);
        double b = Math.pow(1 - 0.007, 30);
        check(
                "retained",
                experiments,
                0.005,
                b - a,
                b / a - 1,
                random -> compare(
                        new Observed.Retained(joined(random, 300, 0.010), 29),
                        new Observed.Retained(joined(random, 300, 0.007), 29)));
    }

    /**
     * @param slack how far the method's own approximation may be off below 0.95 at these sizes; too wide an interval is not forgiven
     *     beyond twice that but for the discreteness of few events
     */
    private static void check(
            String name,
            int experiments,
            double slack,
            double difference,
            double relative,
            Function<SplittableRandom, Comparison> experiment) {
        var random = new SplittableRandom(20_26);
        int[] held = new int[2];
        int wrong = 0;
        for (int i = 0; i < experiments; i++) {
            Comparison comparison = experiment.apply(random);
            held[0] += comparison.difference().contains(difference) ? 1 : 0;
            held[1] += comparison.relative().contains(relative) ? 1 : 0;
            wrong += comparison.pValue() < 0.05 ? 1 : 0;
        }
        double noise = 3.5 * Math.sqrt(0.95 * 0.05 / experiments);
        assertThat(held[0] / (double) experiments)
                .as("%s, difference", name)
                .isBetween(0.95 - noise - slack, 0.95 + noise + 2 * slack);
        assertThat(held[1] / (double) experiments)
                .as("%s, relative", name)
                .isBetween(0.95 - noise - slack, 0.95 + noise + 2 * slack);
        if (difference == 0) {
            assertThat(wrong / (double) experiments)
                    .as("%s, type I error", name)
                    .isLessThan(0.05 + noise);
        }
    }

    @Test
    void levels_manySimulatedCells_coverTheTruth() {
        var random = new SplittableRandom(6);
        CellComparison comparison = CellComparison.withDefaults();
        int[] held = new int[5];
        for (int i = 0; i < FEW; i++) {
            held[0] += comparison
                            .level(new Observed.Values(exponential(random, 200, 1)))
                            .contains(1)
                    ? 1
                    : 0;
            held[1] += comparison
                            .level(new Observed.Ratio(clicks(random, 200, 0.2)))
                            .contains(0.2)
                    ? 1
                    : 0;
            held[2] += comparison
                            .level(new Observed.Proportion(binomial(random, 300, 0.03), 300))
                            .contains(0.03)
                    ? 1
                    : 0;
            held[3] += comparison
                            .level(new Observed.Retained(joined(random, 300, 0.01), 29))
                            .contains(Math.pow(0.99, 30))
                    ? 1
                    : 0;
            held[4] += comparison
                            .level(new Observed.Adjusted(correlated(random, 100, 2)))
                            .contains(2)
                    ? 1
                    : 0;
        }
        double noise = 3.5 * Math.sqrt(0.95 * 0.05 / FEW);
        for (int h : held) {
            assertThat(h / (double) FEW).isBetween(0.95 - noise - 0.012, 0.95 + noise + 0.012);
        }
    }

    private static Comparison compare(Observed control, Observed treatment) {
        return CellComparison.withDefaults().compare(control, treatment);
    }

    private static PairSums exponential(SplittableRandom random, int n, double mean) {
        var sums = new PairSums.Accumulator();
        for (int i = 0; i < n; i++) {
            sums.add(mean * random.nextExponential());
        }
        return sums.sums();
    }

    private static PairSums correlated(SplittableRandom random, int n, double mean) {
        var sums = new PairSums.Accumulator();
        for (int i = 0; i < n; i++) {
            double before = 5 + random.nextGaussian();
            sums.add(mean + 0.8 * (before - 5) + 0.6 * random.nextGaussian(), before);
        }
        return sums.sums();
    }

    /** Impressions differ by account, and so does the rate, whose mean over impressions is the one given. */
    private static PairSums clicks(SplittableRandom random, int n, double rate) {
        var sums = new PairSums.Accumulator();
        for (int i = 0; i < n; i++) {
            int impressions = 5 + random.nextInt(30);
            double own = rate * (0.5 + random.nextDouble());
            sums.add(binomial(random, impressions, own), impressions);
        }
        return sums.sums();
    }

    private static Survival joined(SplittableRandom random, int n, double hazard) {
        int[] day = new int[n];
        boolean[] lapsed = new boolean[n];
        for (int i = 0; i < n; i++) {
            int watched = random.nextInt(60);
            // Lapses on day t with probability hazard(1 − hazard)^t.
            int lapse = (int) Math.floor(Math.log(1 - random.nextDouble()) / Math.log(1 - hazard));
            lapsed[i] = lapse <= watched;
            day[i] = Math.min(lapse, watched);
        }
        return Survival.of(day, lapsed);
    }

    private static int binomial(SplittableRandom random, int n, double p) {
        // By the gaps between successes: quick where p is small.
        double log = Math.log(1 - p);
        int successes = 0;
        double at = Math.floor(Math.log(1 - random.nextDouble()) / log);
        while (at < n) {
            successes++;
            at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / log);
        }
        return successes;
    }
}
