package dev.longview.simulate.published;

import static dev.longview.simulate.published.ImpatientShows.DAYS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Bayesian filter of [1] of {@link ImpatientShows}: a Gaussian belief about a show's 59 daily activities, conditioned on the mean
 * of each day over the traces that have reached it. Stickiness is their sum.
 *
 * <p>With n_t traces seen on day t, the noise of the means of days s and t has the covariance Σ_st / max(n_s, n_t): a trace that has
 * reached the later day has reached the earlier one.
 */
public final class FilteredBelief implements ShowBelief {
    private record Recommended(int show, long trace) {}

    private final ShowPrior prior;
    private final double priorMean;
    private final double priorVariance;
    /** The covariance of each day with the sum of all. */
    private final double[] withSum = new double[DAYS];

    private final int[] counts;
    private final int[] active;
    private final double[] mean;
    private final double[] variance;
    /** Shows that have been recommended, and are to be conditioned anew before they are asked for: a moving catalogue asks for few. */
    private final boolean[] stale;

    private final List<List<Recommended>> days = new ArrayList<>();
    private final double[] factor = new double[DAYS * DAYS];
    private final double[] forward = new double[DAYS];
    private final double[] residual = new double[DAYS];
    private int today;

    public FilteredBelief(ShowPrior prior, int shows) {
        this.prior = prior;
        this.priorMean = ShowPrior.sum(prior.mean());
        this.priorVariance = ShowPrior.sum(prior.amongShows());
        for (int i = 0; i < DAYS * DAYS; i++) {
            withSum[i / DAYS] += prior.amongShows()[i];
        }
        counts = new int[shows * DAYS];
        active = new int[shows * DAYS];
        mean = new double[shows];
        variance = new double[shows];
        stale = new boolean[shows];
        Arrays.fill(mean, priorMean);
        Arrays.fill(variance, priorVariance);
    }

    @Override
    public void observe(int day, int show, long trace) {
        while (days.size() <= day) {
            days.add(new ArrayList<>());
        }
        days.get(day).add(new Recommended(show, trace));
    }

    @Override
    public void advance(int day) {
        if (day == today) {
            return;
        }
        while (today < day) {
            today++;
            for (int t = 0; t < DAYS && t < today; t++) {
                int made = today - 1 - t;
                if (made < days.size()) {
                    for (Recommended r : days.get(made)) {
                        counts[r.show * DAYS + t]++;
                        active[r.show * DAYS + t] += (int) (r.trace >>> t & 1);
                    }
                }
            }
        }
        for (int show = 0; show < mean.length; show++) {
            stale[show] = counts[show * DAYS] > 0;
        }
    }

    /** Solves by Cholesky's factor F of prior + noise: with a = F⁻¹c and b = F⁻¹(seen − prior), the mean moves by a·b, the variance by −a·a. */
    private void condition(int show) {
        int at = show * DAYS;
        double moved = 0;
        double explained = 0;
        for (int i = 0; i < DAYS && counts[at + i] > 0; i++) {
            double a = withSum[i];
            double b = (double) active[at + i] / counts[at + i] - prior.mean()[i];
            double square = 0;
            for (int j = 0; j <= i; j++) {
                int ij = i * DAYS + j;
                // The earlier day has been reached by more traces.
                double value = prior.amongShows()[ij] + prior.withinShow()[ij] / counts[at + j];
                for (int k = 0; k < j; k++) {
                    value -= factor[ij - j + k] * factor[j * DAYS + k];
                }
                if (j < i) {
                    value /= factor[j * DAYS + j];
                    factor[ij] = value;
                    a -= value * forward[j];
                    b -= value * residual[j];
                } else {
                    square = Math.sqrt(value);
                    factor[ij] = square;
                }
            }
            forward[i] = a / square;
            residual[i] = b / square;
            moved += forward[i] * residual[i];
            explained += forward[i] * forward[i];
        }
        mean[show] = priorMean + moved;
        variance[show] = priorVariance - explained;
    }

    private void refresh(int show) {
        if (stale[show]) {
            condition(show);
            stale[show] = false;
        }
    }

    @Override
    public double mean(int show) {
        refresh(show);
        return mean[show];
    }

    @Override
    public double deviation(int show) {
        refresh(show);
        return Math.sqrt(Math.max(0, variance[show]));
    }
}
