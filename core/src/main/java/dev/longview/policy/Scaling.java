package dev.longview.policy;

import java.util.Arrays;

/** Mean and standard deviation of each number, as seen in training, the latter times its {@link FeatureSpace#spread}. The arrays are never written to once it is made. */
record Scaling(double[] mean, double[] deviation) {
    /** Standardised values beyond this are cut: one absurd value must not decide a score. */
    static final double MOST = 10;

    /** The standardised value, in −10 … 10. */
    double apply(int numeric, double raw) {
        double z = (raw - mean[numeric]) / deviation[numeric];
        return Math.max(-MOST, Math.min(MOST, z));
    }

    /** Gathers both in one pass over the rows (Welford's updates). */
    static final class Builder {
        private final long[] count;
        private final double[] mean;
        private final double[] squares;
        private final double[] spread;

        /** @param spread one for each number */
        Builder(double[] spread) {
            int numerics = spread.length;
            this.spread = spread;
            count = new long[numerics];
            mean = new double[numerics];
            squares = new double[numerics];
        }

        void add(int numeric, double raw) {
            double delta = raw - mean[numeric];
            mean[numeric] += delta / ++count[numeric];
            squares[numeric] += delta * (raw - mean[numeric]);
        }

        Scaling build() {
            double[] deviation = new double[mean.length];
            for (int i = 0; i < mean.length; i++) {
                double sd = Math.sqrt(squares[i] / Math.max(1, count[i]));
                // A constant tells nothing; dividing by 1 leaves its standardised value 0.
                deviation[i] = sd > 0 && Double.isFinite(sd) ? sd * spread[i] : 1;
            }
            return new Scaling(Arrays.copyOf(mean, mean.length), deviation);
        }
    }
}
