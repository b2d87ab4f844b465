package dev.longview.simulate.published;

import static dev.longview.simulate.published.ImpatientShows.DAYS;

/**
 * A Gaussian belief about one number per show, from readings of it that arrive after a fixed delay: mean and variance are the
 * conjugate update, with prior and noise of a {@link ShowPrior}.
 */
public final class ScalarBelief implements ShowBelief {
    private final double priorMean;
    private final double priorVariance;
    private final double noise;
    private final int delay;
    private final boolean dayTwo;
    private final double[] sums;
    private final int[] counts;
    /** By day modulo their length: the readings that have not arrived. */
    private final double[][] comingSums;

    private final int[][] comingCounts;
    private int today;

    private ScalarBelief(int shows, double mean, double variance, double noise, int delay, boolean dayTwo) {
        this.priorMean = mean;
        this.priorVariance = variance;
        this.noise = noise;
        this.delay = delay;
        this.dayTwo = dayTwo;
        this.sums = new double[shows];
        this.counts = new int[shows];
        this.comingSums = new double[delay + 1][shows];
        this.comingCounts = new int[delay + 1][shows];
    }

    /** As if stickiness were known the day after: the bound that no learner with delay reaches. */
    public static ScalarBelief withoutDelay(ShowPrior prior, int shows) {
        return whole(prior, shows, 1);
    }

    /** Waits until all of a trace is known, sixty days after the recommendation. */
    public static ScalarBelief waiting(ShowPrior prior, int shows) {
        return whole(prior, shows, DAYS + 1);
    }

    /** Takes activity on day two for stickiness. */
    public static ScalarBelief dayTwo(ShowPrior prior, int shows) {
        return new ScalarBelief(shows, prior.mean()[0], prior.amongShows()[0], prior.withinShow()[0], 1, true);
    }

    private static ScalarBelief whole(ShowPrior prior, int shows, int delay) {
        return new ScalarBelief(
                shows,
                ShowPrior.sum(prior.mean()),
                ShowPrior.sum(prior.amongShows()),
                ShowPrior.sum(prior.withinShow()),
                delay,
                false);
    }

    /** @throws IllegalArgumentException when the day is not that to which it has advanced */
    @Override
    public void observe(int day, int show, long trace) {
        if (day != today) {
            throw new IllegalArgumentException(
                    "a trace of day " + day + " on day " + today + ": advance to its day first");
        }
        int slot = (day + delay) % (delay + 1);
        comingSums[slot][show] += dayTwo ? trace & 1 : Long.bitCount(trace);
        comingCounts[slot][show]++;
    }

    @Override
    public void advance(int day) {
        while (today < day) {
            today++;
            int slot = today % (delay + 1);
            for (int show = 0; show < sums.length; show++) {
                sums[show] += comingSums[slot][show];
                counts[show] += comingCounts[slot][show];
                comingSums[slot][show] = 0;
                comingCounts[slot][show] = 0;
            }
        }
    }

    @Override
    public double mean(int show) {
        return variance(show) * (priorMean / priorVariance + sums[show] / noise);
    }

    @Override
    public double deviation(int show) {
        return Math.sqrt(variance(show));
    }

    private double variance(int show) {
        return 1 / (1 / priorVariance + counts[show] / noise);
    }
}
