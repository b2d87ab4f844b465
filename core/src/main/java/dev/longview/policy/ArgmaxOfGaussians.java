package dev.longview.policy;

import java.util.Arrays;

/**
 * The probability that each of some independent Gaussians is the largest,
 *
 * <pre>P(i) = ∫ φ((x − mᵢ)/sᵢ)/sᵢ · Π_{j ≠ i} Φ((x − mⱼ)/sⱼ) dx,</pre>
 *
 * for all of them in one pass over x. The largest of them lies between two bounds but for 10⁻¹¹; those that can hardly reach the lower one
 * are left out. Between the bounds the integrand changes within sᵢ where i's own values lie, and not elsewhere, so that panels half
 * as wide again as the smallest such sᵢ, with ten Gauss–Legendre nodes each, leave an error below 10⁻⁹ whatever the ratio of the deviations is, and are
 * some dozens.
 */
final class ArgmaxOfGaussians {
    private static final double LEFT_OUT = 1e-11;
    private static final int HALVINGS = 10;
    /** Nothing changes farther out. */
    private static final double REACH = NormalTable.REACH;

    private static final double PANEL = 1.5;
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

    /** Abramowitz and Stegun, table 25.4, n = 10: the positive half. */
    private static final double[] NODES = {
        0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717
    };

    private static final double[] WEIGHTS = {
        0.29552422471475287, 0.26926671930999635, 0.21908636251598204, 0.1494513491505806, 0.06667134430868814
    };

    private final double[] mean;
    private final double[] deviation;
    private final double[] below;
    private final double[] sum;

    private ArgmaxOfGaussians(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
        below = new double[mean.length];
        sum = new double[mean.length];
    }

    /**
     * @param taken those that do not take part; at least one does
     * @param out gets n probabilities, 0 for those taken; they sum to 1
     */
    static void probabilities(double[] means, double[] deviations, int n, boolean[] taken, double[] out) {
        // Far from 0 the steps of a small deviation would be lost in rounding: all is measured from the largest mean.
        double from = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            from = taken[i] ? from : Math.max(from, means[i]);
        }
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            if (!taken[i]) {
                low = Math.max(low, means[i] - from - REACH * deviations[i]);
                high = Math.max(high, means[i] - from + REACH * deviations[i]);
            }
        }
        int[] playing = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (!taken[i] && means[i] - from + REACH * deviations[i] > low) {
                playing[count++] = i;
            }
        }
        double[] m = new double[count];
        double[] s = new double[count];
        for (int k = 0; k < count; k++) {
            m[k] = means[playing[k]] - from;
            s[k] = deviations[playing[k]];
        }
        Arrays.fill(out, 0, n, 0);
        ArgmaxOfGaussians all = new ArgmaxOfGaussians(m, s);
        double lower = all.lower(low, high);
        double upper = all.upper(low, high);
        // Now that the lower bound is known, those that hardly reach it: each would win with less than 10⁻¹¹.
        int kept = 0;
        for (int k = 0; k < count; k++) {
            if (NormalTable.above((lower - m[k]) / s[k]) > LEFT_OUT) {
                m[kept] = m[k];
                s[kept] = s[k];
                playing[kept++] = playing[k];
            }
        }
        ArgmaxOfGaussians play = new ArgmaxOfGaussians(Arrays.copyOf(m, kept), Arrays.copyOf(s, kept));
        play.integrate(lower, upper);
        double total = 0;
        for (double p : play.sum) {
            total += p;
        }
        for (int k = 0; k < kept; k++) {
            out[playing[k]] = play.sum[k] / total;
        }
    }

    /** Below it the largest lies with a probability of 10⁻¹¹ at most. */
    private double lower(double low, double high) {
        double from = low;
        double to = high;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = from + (to - from) / 2;
            double all = 1;
            for (int k = 0; k < mean.length && all > LEFT_OUT; k++) {
                all *= NormalTable.below((middle - mean[k]) / deviation[k]);
            }
            if (all > LEFT_OUT) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return from;
    }

    /** Above it the largest lies with a probability of 10⁻¹¹ at most. */
    private double upper(double low, double high) {
        double from = low;
        double to = high;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = from + (to - from) / 2;
            double any = 0;
            for (int k = 0; k < mean.length && any <= LEFT_OUT; k++) {
                any += NormalTable.above((middle - mean[k]) / deviation[k]);
            }
            if (any > LEFT_OUT) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return to;
    }

    private void integrate(double from, double to) {
        double x = from;
        while (x < to) {
            double end = Math.min(to, end(x));
            double half = (end - x) / 2;
            double middle = x + half;
            for (int node = 0; node < NODES.length; node++) {
                add(middle - half * NODES[node], half * WEIGHTS[node]);
                add(middle + half * NODES[node], half * WEIGHTS[node]);
            }
            // Where a deviation is below the rounding of x, the next double is the end.
            x = Math.max(end, Math.nextUp(x));
        }
    }

    /** Where the panel that begins at x ends: within each deviation that matters here, and before the next one that does. */
    private double end(double x) {
        double end = Double.POSITIVE_INFINITY;
        for (int k = 0; k < mean.length; k++) {
            double reach = REACH * deviation[k];
            if (x < mean[k] - reach) {
                end = Math.min(end, mean[k] - reach);
            } else if (x < mean[k] + reach) {
                end = Math.min(end, x + PANEL * deviation[k]);
            }
        }
        return end;
    }

    private void add(double x, double weight) {
        double all = weight * DENSITY;
        for (int k = 0; k < mean.length; k++) {
            below[k] = NormalTable.below((x - mean[k]) / deviation[k]);
            all *= below[k];
        }
        if (all == 0) {
            return;
        }
        for (int k = 0; k < mean.length; k++) {
            double z = (x - mean[k]) / deviation[k];
            sum[k] += all / below[k] * Math.exp(-z * z / 2) / deviation[k];
        }
    }
}
