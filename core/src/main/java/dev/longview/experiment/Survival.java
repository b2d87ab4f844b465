package dev.longview.experiment;

import java.util.Arrays;

/**
 * Kaplan and Meier's estimate of how many accounts are still members after so many days.
 *
 * <p>An account that joined last week cannot yet have lapsed on day 30. Counting it as retained flatters, leaving it out throws away
 * what it did show; here it counts for as long as it was watched: S(d) = Π_{t ≤ d} (1 − lapsed_t / at risk_t), where those censored on
 * day t were at risk on it [1]. The variance is Greenwood's, S² Σ lapsed_t / (at risk_t (at risk_t − lapsed_t)).
 *
 * <p>Days are whole, so the counts by day are all that has to be kept: they merge by addition and do not grow with the accounts.
 *
 * <p>[1] Kaplan and Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958.
 */
public final class Survival {
    private final long[] lapsed;
    private final long[] censored;

    private Survival(long[] lapsed, long[] censored) {
        this.lapsed = lapsed;
        this.censored = censored;
    }

    /**
     * From columns with an account per row.
     *
     * @param day of the lapse, or the last day on which the account was watched; at least 0
     * @param hasLapsed whether it lapsed on that day; otherwise it was still a member when last watched
     */
    public static Survival of(int[] day, boolean[] hasLapsed) {
        if (day.length != hasLapsed.length) {
            throw new IllegalArgumentException("%d days for %d accounts".formatted(day.length, hasLapsed.length));
        }
        int last = 0;
        for (int d : day) {
            if (d < 0) {
                throw new IllegalArgumentException("a day to lapse or censoring must be at least 0: " + d);
            }
            last = Math.max(last, d);
        }
        long[] lapsed = new long[last + 1];
        long[] censored = new long[last + 1];
        for (int i = 0; i < day.length; i++) {
            (hasLapsed[i] ? lapsed : censored)[day[i]]++;
        }
        return new Survival(lapsed, censored);
    }

    /** From counts by day, beginning with day 0. */
    public static Survival ofCounts(long[] lapsed, long[] censored) {
        if (lapsed.length != censored.length
                || Arrays.stream(lapsed).anyMatch(n -> n < 0)
                || Arrays.stream(censored).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("counts of lapses and of censoring must be as many, and none negative");
        }
        return new Survival(lapsed.clone(), censored.clone());
    }

    public Survival merge(Survival other) {
        int days = Math.max(lapsed.length, other.lapsed.length);
        long[] bothLapsed = Arrays.copyOf(lapsed, days);
        long[] bothCensored = Arrays.copyOf(censored, days);
        for (int t = 0; t < other.lapsed.length; t++) {
            bothLapsed[t] += other.lapsed[t];
            bothCensored[t] += other.censored[t];
        }
        return new Survival(bothLapsed, bothCensored);
    }

    public long accounts() {
        return Arrays.stream(lapsed).sum() + Arrays.stream(censored).sum();
    }

    /** The last day on which an account was watched. */
    public int lastDay() {
        return lapsed.length - 1;
    }

    /**
     * The curve at a day.
     *
     * @param survival S(day); NaN where nobody was watched that long
     * @param spread Greenwood's sum: Var(S) = S² · spread
     * @param atRisk accounts still watched and members when the day began; where S is 0, when the last ones lapsed
     */
    record Point(double survival, double spread, long atRisk) {}

    Point at(int day) {
        long atRisk = accounts();
        double survival = 1;
        double spread = 0;
        long lastToLapse = 0;
        for (int t = 0; t <= day && t < lapsed.length; t++) {
            if (lapsed[t] > 0) {
                survival *= 1 - (double) lapsed[t] / atRisk;
                spread += lapsed[t] / (atRisk * (double) (atRisk - lapsed[t]));
                lastToLapse = atRisk;
            }
            if (t < day) {
                atRisk -= lapsed[t] + censored[t];
            }
        }
        // Where everyone has lapsed the curve stays at 0; where the last were censored, it ends.
        if (survival > 0 && (day >= lapsed.length || atRisk == 0)) {
            return new Point(Double.NaN, Double.NaN, 0);
        }
        return new Point(survival, spread, survival > 0 ? atRisk : lastToLapse);
    }

    /** S(day) with its interval of the given level (0.95, say), on the scale of log(−log S), which keeps it within [0, 1]. */
    public Estimate retained(int day, double level) {
        Point point = at(day);
        return Double.isNaN(point.survival())
                ? Estimate.NONE
                : Limits.retained(point).at(Limits.normal(level));
    }
}
