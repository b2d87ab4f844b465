package dev.longview.evaluate;

import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Whether a log supports a policy, judged by its importance weights alone; and the interval of an estimate from its influences.
 *
 * <p>Weights have mean 1 where the logging policy could have done all that the target policy would do, and its propensities are right;
 * or the share of positions that the target fills, where it leaves some empty. A mean far from that is therefore a fault of the data, not bad luck, and no estimator mends it. A small effective size is bad luck, or a
 * policy too far away: the interval itself cannot be believed then, because the weights that would widen it have not been drawn.
 */
public record Support(double minimumEffectiveSize) {
    private static final double LARGEST_SHARE = 0.05;
    private static final double MEAN_TOLERANCE = 0.05;
    private static final double MEAN_ERRORS = 4;
    /** Below this a normal interval of a mean of rare rewards is not to be believed. */
    private static final double FEWEST_REWARDED = 10;
    /** Rounding of propensities that sum to 1. */
    private static final double SMALL = 1e-6;

    public Support {
        if (!(minimumEffectiveSize >= 1)) {
            throw new IllegalArgumentException("minimum effective size must be at least 1: " + minimumEffectiveSize);
        }
    }

    /** Below an effective size of 100 an estimate is unusable, below ten times that it is weak. */
    public static Support withDefaults() {
        return new Support(100);
    }

    Verdict judge(LoggedRewards logged, WeightSums weights) {
        if (logged.clusters() < 2) {
            return new Verdict.Unusable("rewards of " + logged.clusters() + " accounts; an interval needs at least 2");
        }
        if (!(weights.sum() > 0)) {
            return new Verdict.Unusable("no logged action that the policy would take");
        }
        double mean = weights.mean();
        double due = logged.meanFilled();
        if (!(mean >= 0.5 * due && mean <= 2 * due)) {
            return new Verdict.Unusable(String.format(
                    Locale.ROOT,
                    "mean weight %.2f is far from %s: support is missing or the propensities are wrong",
                    mean,
                    due(due)));
        }
        double effective = weights.effectiveSize();
        if (!(effective >= minimumEffectiveSize)) {
            return new Verdict.Unusable(String.format(
                    Locale.ROOT, "effective sample size %.1f is below %.0f", effective, minimumEffectiveSize));
        }
        double[] influence = new double[logged.size()];
        for (int i = 0; i < influence.length; i++) {
            influence[i] = logged.weight(i) - logged.filled(i) - (mean - due);
        }
        double error = standardError(logged, influence);
        double off = Math.abs(mean - due);
        if (off > MEAN_ERRORS * error && off > SMALL) {
            String reason = String.format(
                    Locale.ROOT,
                    "mean weight %.3f is %.1f standard errors from %s: support is missing or the propensities are"
                            + " wrong",
                    mean,
                    off / error,
                    due(due));
            return off > MEAN_TOLERANCE * due ? new Verdict.Unusable(reason) : new Verdict.Weak(reason);
        }
        double rewarded = rewarded(logged);
        if (rewarded > 0 && rewarded < FEWEST_REWARDED) {
            return new Verdict.Weak(String.format(
                    Locale.ROOT,
                    "rests on about %.0f rewarded units of an effective %.0f; the interval may be too narrow",
                    rewarded,
                    effective));
        }
        if (effective < 10 * minimumEffectiveSize) {
            return new Verdict.Weak(String.format(Locale.ROOT, "effective sample size %.0f", effective));
        }
        if (weights.largestShare() > LARGEST_SHARE) {
            return new Verdict.Weak(
                    String.format(Locale.ROOT, "one unit carries %.0f%% of the weight", 100 * weights.largestShare()));
        }
        return new Verdict.Usable();
    }

    private static String due(double mean) {
        return mean > 1 - SMALL
                ? "1"
                : String.format(Locale.ROOT, "%.3f, as the policy leaves the other positions empty", mean);
    }

    /** Kish's size of the weighted rewards: where clicks are rare, few of them carry the estimate, however many units there are. */
    private static double rewarded(LoggedRewards logged) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < logged.size(); i++) {
            double earned = logged.weight(i) * Math.abs(logged.reward(i));
            sum += earned;
            squares += earned * earned;
        }
        return squares > 0 ? sum * sum / squares : 0;
    }

    /** A result from a value per unit and each unit's influence on it (of mean zero). */
    Result result(LoggedRewards logged, double perUnit, double[] influence) {
        WeightSums weights = weights(logged);
        return result(logged, perUnit, influence, weights, judge(logged, weights));
    }

    static Result result(LoggedRewards logged, double perUnit, double[] influence, WeightSums weights, Verdict judged) {
        double value = perUnit * logged.positions();
        double margin = margin(logged, influence) * logged.positions();
        Verdict verdict = Double.isFinite(value) && Double.isFinite(margin)
                ? judged
                : judged instanceof Verdict.Unusable ? judged : new Verdict.Unusable("the estimate is not finite");
        return new Result(
                value,
                value - margin,
                value + margin,
                weights.effectiveSize(),
                weights.largest(),
                weights.mean(),
                verdict);
    }

    static WeightSums weights(LoggedRewards logged) {
        WeightSums sums = WeightSums.NONE;
        for (int i = 0; i < logged.size(); i++) {
            sums = sums.plus(logged.weight(i));
        }
        return sums;
    }

    /** Half the width of the 95% interval, by Student's t with as many degrees of freedom as accounts but one. */
    static double margin(LoggedRewards logged, double[] influence) {
        return logged.clusters() < 2
                ? Double.NaN
                : standardError(logged, influence)
                        * TDistribution.of(logged.clusters() - 1.0).inverseSurvivalProbability(0.025);
    }

    /** Of the mean influence, clustered: √(G/(G − 1) Σ_g (Σ_{i in g} ψ_i)²)/n. */
    private static double standardError(LoggedRewards logged, double[] influence) {
        double[] byCluster = new double[logged.clusters()];
        for (int i = 0; i < influence.length; i++) {
            byCluster[logged.cluster(i)] += influence[i];
        }
        double sum = 0;
        for (double total : byCluster) {
            sum += total * total;
        }
        double clusters = byCluster.length;
        return Math.sqrt(clusters / (clusters - 1) * sum) / influence.length;
    }
}
