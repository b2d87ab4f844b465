package dev.longview.simulate.streaming;

import java.util.Arrays;

/**
 * Drawing a slate without replacement with probability in proportion to weights (Plackett–Luce), and the exact probability of each item
 * at each position.
 *
 * <p>In the race of exponential clocks with rates w, the order of arrival is Plackett–Luce, so that P(i is k-th) =
 * ∫ w_i e^{−w_i t} P(exactly k of the others arrived before t) dt. The number of others is Poisson–binomial; leaving one out is done with
 * products from both ends, as dividing it out would cancel. In s = log t the integrand is analytic and decays at both ends, so the
 * trapezoidal rule with step 1/4 is exact to rounding.
 */
final class PlackettLuce {
    private static final double STEP = 0.25;
    private static final double FROM = -32;

    private final double[] weight;
    private final double[] cumulative;
    private final double[][] marginal;

    /** @param positions how many are drawn; fewer than the weights */
    PlackettLuce(double[] weights, int positions) {
        double total = 0;
        for (double w : weights) {
            total += w;
        }
        weight = new double[weights.length];
        cumulative = new double[weights.length];
        double sum = 0;
        double least = 1;
        for (int i = 0; i < weights.length; i++) {
            weight[i] = weights[i] / total;
            least = Math.min(least, weight[i]);
            sum += weight[i];
            cumulative[i] = sum;
        }
        marginal = marginals(weight, positions, Math.log(60 / least));
    }

    /** Share of the total weight. */
    double share(int i) {
        return weight[i];
    }

    /** The probability of item i at a position, whatever stands above. */
    double marginal(int position, int i) {
        return marginal[position][i];
    }

    /** The item at the given share u in (0, 1) of the total weight. */
    int at(double u) {
        double x = u * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > x) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static double[][] marginals(double[] w, int positions, double to) {
        int n = w.length;
        double[][] result = new double[positions][n];
        double[] below = new double[(n + 1) * positions];
        double[] above = new double[positions];
        for (double s = FROM; s <= to; s += STEP) {
            double t = Math.exp(s);
            below[0] = 1;
            for (int i = 0; i < n; i++) {
                double arrived = -Math.expm1(-w[i] * t);
                for (int k = 0; k < positions; k++) {
                    double fewer = k > 0 ? below[i * positions + k - 1] * arrived : 0;
                    below[(i + 1) * positions + k] = below[i * positions + k] * (1 - arrived) + fewer;
                }
            }
            Arrays.fill(above, 0);
            above[0] = 1;
            for (int i = n - 1; i >= 0; i--) {
                double density = STEP * t * w[i] * Math.exp(-w[i] * t);
                for (int k = 0; k < positions; k++) {
                    double exactly = 0;
                    for (int j = 0; j <= k; j++) {
                        exactly += below[i * positions + j] * above[k - j];
                    }
                    result[k][i] += density * exactly;
                }
                double arrived = -Math.expm1(-w[i] * t);
                for (int k = positions - 1; k >= 0; k--) {
                    above[k] = above[k] * (1 - arrived) + (k > 0 ? above[k - 1] * arrived : 0);
                }
            }
        }
        return result;
    }
}
