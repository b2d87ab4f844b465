package dev.longview.experiment;

import java.util.function.DoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A value whose interval is known at every width: the ends as a function of the normal deviate z. That is all that is needed to compare
 * two independent values whose intervals are not symmetric, as those of shares are not.
 *
 * <p>The difference is the method of variance estimates recovery (MOVER): each end uses the recovered variance of the ends of the two
 * values that lie that way [1]; with Wilson's intervals it is Newcombe's hybrid score interval [2]. The ratio follows from the same
 * rule for b − ρa [3], so that difference and ratio never contradict each other, and the p-value is the z at which the interval of the
 * difference touches 0.
 *
 * <p>[1] Zou and Donner, Construction of confidence limits about effect measures, Statistics in Medicine 27, 2008.<br>
 * [2] Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17, 1998, method 10.<br>
 * [3] Donner and Zou, Closed-form confidence intervals for functions of the normal mean and standard deviation, SMMR 21, 2012.
 */
record Limits(double value, DoubleFunction<Estimate> ends) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** Beyond it even the smallest double is too large a p-value. */
    private static final double LARGEST = 64;

    /** z of a two-sided level: 1.96 of 0.95. */
    static double normal(double level) {
        return NORMAL.inverseSurvivalProbability((1 - level) / 2);
    }

    /** Wilson's score interval of a share (JASA 22, 1927): it holds its level at low counts, where p ± z√(p(1−p)/n) does not. */
    static Limits share(long successes, long n) {
        double p = (double) successes / n;
        return new Limits(p, z -> {
            double z2 = z * z / n;
            double middle = (p + z2 / 2) / (1 + z2);
            double half = Math.sqrt(z2 * (p * (1 - p) + z2 / 4)) / (1 + z2);
            return new Estimate(p, successes == 0 ? 0 : middle - half, successes == n ? 1 : middle + half);
        });
    }

    /**
     * On the scale of log(−log S), by Greenwood's variance (Kalbfleisch and Prentice, The statistical analysis of failure time data,
     * 1.4). At S = 0 or 1 that variance says nothing; the exact binomial interval of those at risk stands in.
     */
    static Limits retained(Survival.Point point) {
        double s = point.survival();
        if (s == 0 || s == 1) {
            return new Limits(s, z -> {
                double far = Math.pow(NORMAL.survivalProbability(z), 1.0 / Math.max(1, point.atRisk()));
                return s == 1 ? new Estimate(1, far, 1) : new Estimate(0, 0, 1 - far);
            });
        }
        double error = Math.sqrt(point.spread()) / Math.abs(Math.log(s));
        return new Limits(s, z -> new Estimate(s, Math.pow(s, Math.exp(z * error)), Math.pow(s, Math.exp(-z * error))));
    }

    Estimate at(double z) {
        return ends.apply(z);
    }

    /** This − control. */
    Estimate minus(Limits control, double z) {
        Estimate b = at(z);
        Estimate a = control.at(z);
        double difference = value - control.value;
        return new Estimate(
                difference,
                difference - Math.hypot(value - b.low(), a.high() - control.value),
                difference + Math.hypot(b.high() - value, control.value - a.low()));
    }

    /** This / control − 1, of values that are not negative. */
    Estimate over(Limits control, double z) {
        Estimate b = at(z);
        Estimate a = control.at(z);
        // The roots of (b − ρa)² = (recovered variance of b − ρa), in the form that survives a leading coefficient of
        // 0.
        double product = value * control.value;
        double below = a.high() * (2 * control.value - a.high());
        double above = a.low() * (2 * control.value - a.low());
        double constant = b.low() * (2 * value - b.low());
        double divisor = product + Math.sqrt(positive(product * product - below * constant));
        double low = divisor > 0 ? constant / divisor : 0;
        double root = Math.sqrt(positive(product * product - above * b.high() * (2 * value - b.high())));
        double high = above > 0 ? (product + root) / above : Double.POSITIVE_INFINITY;
        double ratio = control.value > 0 ? value / control.value : Double.NaN;
        return new Estimate(ratio - 1, low - 1, high - 1);
    }

    /** Two-sided, of no difference from the control. */
    double pValue(Limits control) {
        double difference = value - control.value;
        if (difference == 0) {
            return 1;
        }
        double low = 0;
        double high = LARGEST;
        // Each halving gains a bit of z; a double has 53.
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (minus(control, middle).contains(0)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.min(1, 2 * NORMAL.survivalProbability(high));
    }

    private static double positive(double rounded) {
        return Math.max(0, rounded);
    }
}
