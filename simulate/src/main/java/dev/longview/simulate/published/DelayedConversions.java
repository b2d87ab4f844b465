package dev.longview.simulate.published;

import dev.longview.simulate.Draws;

/**
 * Conversions that come late, with logistic probability and exponential delay [1] (W6): x of five standard normals,
 * P(converts) = σ(−1.2 + 0.8x₁ − 0.6x₂ + 0.4x₃ + 0.3x₅), and, for who converts, a delay that is exponential with rate
 * exp(−1.6 + 0.3x₁ + 0.5x₂ − 0.4x₃ + 0.2x₄) a day. At the snapshot a case is U(0, 30) days old; what is then known is whether it
 * has converted yet. The final label has no horizon.
 *
 * <p>[1] The model of Chapelle, Modeling delayed feedback in display advertising, KDD 2014.
 */
public final class DelayedConversions {
    public static final int FEATURES = 5;

    /** Days: no case is older at the snapshot. */
    public static final double OLDEST = 30;

    private static final double[] CONVERTS = {-1.2, 0.8, -0.6, 0.4, 0, 0.3};
    private static final double[] RATE = {-1.6, 0.3, 0.5, -0.4, 0.2, 0};
    private static final int X = 1;
    private static final int CONVERSION = 2;
    private static final int DELAY = 3;
    private static final int AGE = 4;

    private DelayedConversions() {}

    /**
     * Cases as columns.
     *
     * @param x {@link #FEATURES} for each case, one case after the other
     * @param converts hidden: whether it ever converts
     * @param delay hidden: days from the case to the conversion, infinite where there is none
     * @param age days from the case to the snapshot
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are read, never compared.
    public record Cases(double[] x, boolean[] converts, double[] delay, double[] age) {
        public int size() {
            return age.length;
        }

        /** What the snapshot knows: whether the conversion is there. */
        public boolean convertedByNow(int i) {
            return delay[i] <= age[i];
        }
    }

    /** The first cases of a seed. */
    public static Cases cases(long seed, int n) {
        Cases cases = new Cases(new double[n * FEATURES], new boolean[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++) {
            long key = Draws.key(seed, i, 0);
            x(key, cases.x, i * FEATURES);
            cases.delay[i] = delay(key, cases.x, i * FEATURES);
            cases.converts[i] = cases.delay[i] < Double.POSITIVE_INFINITY;
            cases.age[i] = OLDEST * Draws.uniform(key, AGE, 0);
        }
        return cases;
    }

    /** The true P(converts) of the case whose features begin at an index. */
    public static double probability(double[] x, int at) {
        return Draws.logistic(linear(CONVERTS, x, at));
    }

    /** The true rate of the delay, per day. */
    public static double rate(double[] x, int at) {
        return Math.exp(linear(RATE, x, at));
    }

    static void x(long key, double[] x, int at) {
        for (int j = 0; j < FEATURES; j++) {
            x[at + j] = Draws.normal(key, X, j);
        }
    }

    /** Days, infinite where there is no conversion. */
    static double delay(long key, double[] x, int at) {
        return Draws.uniform(key, CONVERSION, 0) < probability(x, at)
                ? Draws.exponential(key, DELAY, 0) / rate(x, at)
                : Double.POSITIVE_INFINITY;
    }

    private static double linear(double[] weights, double[] x, int at) {
        double sum = weights[0];
        for (int j = 0; j < FEATURES; j++) {
            sum += weights[j + 1] * x[at + j];
        }
        return sum;
    }
}
