package dev.longview.experiment;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two levels that are nearly normal, with their sampling covariance: what Welch's test and Fieller's interval take.
 *
 * <p>The relative lift ρ − 1 is tested by b − ρa, whose variance is exact in ρ: {ρ : (b − ρa)² ≤ t²(v_b − 2ρv_ab + ρ²v_a)} [1]. The
 * delta method on b/a instead takes a for known, and breaks where a is a few standard errors from 0. The price is an interval that may
 * be unbounded: then the data set no bound.
 *
 * <p>[1] Fieller, Some problems in interval estimation, JRSS B 16, 1954.
 *
 * @param degrees of freedom, by Welch and Satterthwaite for the difference
 */
record MeanPair(
        double control,
        double treatment,
        double controlVariance,
        double treatmentVariance,
        double covariance,
        double degrees) {

    static MeanPair values(PairSums control, PairSums treatment) {
        double a = control.variance() / control.count();
        double b = treatment.variance() / treatment.count();
        return new MeanPair(control.mean(), treatment.mean(), a, b, 0, welch(a, control.count(), b, treatment.count()));
    }

    /** By the delta method: a ratio of means moves as (x − ry)/ȳ does. */
    static MeanPair ratios(PairSums control, PairSums treatment) {
        double a = ratioVariance(control);
        double b = ratioVariance(treatment);
        return new MeanPair(
                control.mean() / control.otherMean(),
                treatment.mean() / treatment.otherMean(),
                a,
                b,
                0,
                welch(a, control.count(), b, treatment.count()));
    }

    /**
     * With the θ that makes the difference's variance least. It comes from within the cells: over both together it would take in the
     * effect itself.
     */
    static MeanPair adjusted(PairSums control, PairSums treatment) {
        double variance = control.otherVariance() / control.count() + treatment.otherVariance() / treatment.count();
        double covariance = control.covariance() / control.count() + treatment.covariance() / treatment.count();
        return adjusted(control, treatment, variance > 0 ? covariance / variance : 0);
    }

    /**
     * Adjusted to the covariate's mean over both cells, x̄: a = ȳ_a − θ(x̄_a − x̄), b likewise, with one θ, so that b − a =
     * ȳ_b − ȳ_a − θ(x̄_b − x̄_a). As x̄ comes from both cells, a and b are correlated.
     */
    static MeanPair adjusted(PairSums control, PairSums treatment, double theta) {
        double n = (double) control.count() + treatment.count();
        // a = ȳ_a − θw_b(x̄_a − x̄_b) and b = ȳ_b − θw_a(x̄_b − x̄_a), where w is the share of the accounts.
        double onA = theta * treatment.count() / n;
        double onB = theta * control.count() / n;
        double between = treatment.otherMean() - control.otherMean();
        double va = combination(control, onA) + onA * onA * treatment.otherVariance() / treatment.count();
        double vb = combination(treatment, onB) + onB * onB * control.otherVariance() / control.count();
        double vab = onB * (control.covariance() - onA * control.otherVariance()) / control.count()
                + onA * (treatment.covariance() - onB * treatment.otherVariance()) / treatment.count();
        return new MeanPair(
                control.mean() + onA * between,
                treatment.mean() - onB * between,
                va,
                vb,
                vab,
                welch(combination(control, theta), control.count(), combination(treatment, theta), treatment.count()));
    }

    /** Var(ȳ − θx̄) within a cell. */
    private static double combination(PairSums sums, double theta) {
        double variance = sums.variance() - 2 * theta * sums.covariance() + theta * theta * sums.otherVariance();
        return Math.max(0, variance) / sums.count();
    }

    static double ratioVariance(PairSums sums) {
        double ratio = sums.mean() / sums.otherMean();
        double variance = sums.variance() - 2 * ratio * sums.covariance() + ratio * ratio * sums.otherVariance();
        return Math.max(0, variance) / (sums.otherMean() * sums.otherMean()) / sums.count();
    }

    private static double welch(double a, long na, double b, long nb) {
        return (a + b) * (a + b) / (a * a / (na - 1) + b * b / (nb - 1));
    }

    private double error() {
        return Math.sqrt(controlVariance + treatmentVariance - 2 * covariance);
    }

    /** Whether there is anything to test: finite levels that vary. */
    boolean told() {
        return Double.isFinite(control) && Double.isFinite(treatment) && error() > 0 && degrees > 0;
    }

    private double deviate(double level) {
        return TDistribution.of(degrees).inverseSurvivalProbability((1 - level) / 2);
    }

    Estimate difference(double level) {
        return around(treatment - control, deviate(level) * error());
    }

    /** By the survival function: 1 − cdf is 0 from about 8 standard errors on. */
    double pValue() {
        return 2 * TDistribution.of(degrees).survivalProbability(Math.abs(treatment - control) / error());
    }

    Estimate relative(double level) {
        double t2 = Math.pow(deviate(level), 2);
        double value = treatment / control - 1;
        double leading = control * control - t2 * controlVariance;
        if (!(leading > 0)) {
            return new Estimate(control == 0 ? Double.NaN : value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double middle = control * treatment - t2 * covariance;
        double constant = treatment * treatment - t2 * treatmentVariance;
        double root = Math.sqrt(Math.max(0, middle * middle - leading * constant));
        return new Estimate(value, (middle - root) / leading - 1, (middle + root) / leading - 1);
    }

    static Estimate around(double value, double margin) {
        return new Estimate(value, value - margin, value + margin);
    }
}
