package dev.longview.policy;

import java.util.Arrays;

/**
 * Exact marginal probabilities of Plackett–Luce: that an item stands at a position, whatever stands above.
 *
 * <p>Sampling without replacement by weight is a race: item i arrives after an Exp(wᵢ) time, and the slate is the order of arrival. So
 *
 * <pre>P(i at position k) = ∫ wᵢ exp(−wᵢ t) · P(exactly k others have arrived by t) dt,</pre>
 *
 * where the number that has arrived is Poisson-binomial with p = 1 − exp(−w t). For one item it is a recursion over the others; for all
 * items at once the counts before and after each item are convolved. Both only add positive terms, so small probabilities keep their
 * relative accuracy (taking an item out of the total by deconvolution would not, for p above ½).
 *
 * <p>With t = exp(s) the integrand is analytic in a strip of half-width π/2 and dies off at both ends, where the trapezoidal rule
 * converges geometrically [1] and spends as many nodes on each decade of weights. The peak's width in s is about 1/√(k + 1), which
 * sets the step: |Γ(k + 1 + 2πi/h)| / Γ(k + 1), the rule's error on the race's limit for many items, is below 1e-12. About 100 to 300
 * nodes.
 *
 * <p>[1] Trefethen and Weideman, The exponentially convergent trapezoidal rule, SIAM Review 2014.
 */
final class PlackettLuceMarginals {
    /** exp(−15)² = 1e-13: what is left of it, the integrand growing at least as t² for positions after the first. */
    private static final double FIRST = -15;
    /** The race is over for an item when w t exceeds this: exp(−40) = 4e-18. */
    private static final double OVER = 40;

    private PlackettLuceMarginals() {}

    /** @param weights positive, summing to 1 */
    static double of(double[] weights, int item, int position) {
        if (position == 0) {
            return weights[item];
        }
        double step = step(position);
        double last = Math.log(OVER / weights[item]);
        double[] count = new double[position + 1];
        double sum = 0;
        for (int node = 0; FIRST + node * step <= last; node++) {
            double t = Math.exp(FIRST + node * step);
            Arrays.fill(count, 0);
            count[0] = 1;
            for (int j = 0; j < weights.length; j++) {
                if (j != item) {
                    double rate = weights[j] * t;
                    double absent = Math.exp(-rate);
                    arrive(count, 0, count.length, arrived(rate, absent), absent);
                }
            }
            sum += t * Math.exp(-weights[item] * t) * count[position];
        }
        return weights[item] * sum * step;
    }

    /**
     * All items at the first {@code out.length} positions, in one pass over the nodes.
     *
     * @param out position × item
     */
    static void all(double[] weights, double[][] out) {
        int n = weights.length;
        System.arraycopy(weights, 0, out[0], 0, n);
        int width = out.length;
        if (width == 1) {
            return;
        }
        double least = weights[0];
        for (double w : weights) {
            least = Math.min(least, w);
        }
        double step = step(width - 1);
        double last = Math.log(OVER / least);
        double[] before = new double[n * width];
        double[] after = new double[width];
        double[] absent = new double[n];
        double[] arrived = new double[n];
        for (int position = 1; position < width; position++) {
            Arrays.fill(out[position], 0, n, 0);
        }
        for (int node = 0; FIRST + node * step <= last; node++) {
            double t = Math.exp(FIRST + node * step);
            Arrays.fill(before, 0, width, 0);
            before[0] = 1;
            for (int i = 0; i < n; i++) {
                double rate = weights[i] * t;
                absent[i] = Math.exp(-rate);
                arrived[i] = arrived(rate, absent[i]);
                if (i + 1 < n) {
                    System.arraycopy(before, i * width, before, (i + 1) * width, width);
                    arrive(before, (i + 1) * width, width, arrived[i], absent[i]);
                }
            }
            Arrays.fill(after, 0);
            after[0] = 1;
            for (int i = n - 1; i >= 0; i--) {
                double density = t * absent[i];
                for (int position = 1; position < width; position++) {
                    double exactly = 0;
                    for (int c = 0; c <= position; c++) {
                        exactly += before[i * width + c] * after[position - c];
                    }
                    out[position][i] += density * exactly;
                }
                arrive(after, 0, width, arrived[i], absent[i]);
            }
        }
        for (int position = 1; position < width; position++) {
            for (int i = 0; i < n; i++) {
                out[position][i] *= weights[i] * step;
            }
        }
    }

    private static double step(int position) {
        return Math.min(0.2, 0.65 / Math.sqrt(position + 1.0));
    }

    /** 1 − exp(−rate) to twelve digits; Math.expm1 is no intrinsic and takes several times as long as Math.exp. */
    private static double arrived(double rate, double absent) {
        return rate < 1e-4 ? rate * (1 - rate / 2 * (1 - rate / 3 * (1 - rate / 4))) : 1 - absent;
    }

    /** Adds one item, which has arrived with a probability, to the counts; those beyond the last are dropped. */
    private static void arrive(double[] count, int from, int width, double arrived, double absent) {
        for (int c = width - 1; c > 0; c--) {
            count[from + c] = absent * count[from + c] + arrived * count[from + c - 1];
        }
        count[from] *= absent;
    }
}
