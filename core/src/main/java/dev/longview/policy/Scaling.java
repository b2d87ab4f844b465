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

    /**
     * Gathers both in one pass over the rows (Welford's updates). What lies {@link #ABSURD} times as far out as most values lie apart does not
     * count: one such number would make all others alike. It is cut as others are that lie far out.
     */
    static final class Builder {
        private static final double ABSURD = 1_000;
        private static final int SAMPLE = 512;
        private static final double LOW = 0.05;

        private final long[] count;
        private final double[] mean;
        private final double[] squares;
        private final double[] spread;
        private final double[] least;
        private final double[] most;
        /** Of each number every so many values, twice as seldom whenever they are too many. */
        private final double[][] sample;

        private final int[] sampled;
        /** How often, less one: a power of two less one, so that a mask tells. */
        private final long[] skipped;

        /** @param spread one for each number */
        Builder(double[] spread) {
            int numerics = spread.length;
            this.spread = spread;
            count = new long[numerics];
            mean = new double[numerics];
            squares = new double[numerics];
            least = new double[numerics];
            most = new double[numerics];
            sample = new double[numerics][SAMPLE];
            sampled = new int[numerics];
            skipped = new long[numerics];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            Arrays.fill(most, Double.NEGATIVE_INFINITY);
        }

        void add(int numeric, double raw) {
            if ((count[numeric] & skipped[numeric]) == 0) {
                keep(numeric, raw);
            }
            least[numeric] = Math.min(least[numeric], raw);
            most[numeric] = Math.max(most[numeric], raw);
            double delta = raw - mean[numeric];
            mean[numeric] += delta / ++count[numeric];
            squares[numeric] += delta * (raw - mean[numeric]);
        }

        private void keep(int numeric, double raw) {
            double[] kept = sample[numeric];
            if (sampled[numeric] == SAMPLE) {
                for (int i = 0; i < SAMPLE / 2; i++) {
                    kept[i] = kept[2 * i];
                }
                sampled[numeric] = SAMPLE / 2;
                skipped[numeric] = 2 * skipped[numeric] + 1;
            }
            if ((count[numeric] & skipped[numeric]) == 0) {
                kept[sampled[numeric]++] = raw;
            }
        }

        /** Of each number where absurd values begin, below and above; none where most values are the same. */
        double[][] bounds() {
            double[][] bounds = new double[mean.length][];
            for (int i = 0; i < bounds.length; i++) {
                double[] sorted = Arrays.copyOf(sample[i], sampled[i]);
                Arrays.sort(sorted);
                int low = (int) (LOW * sorted.length);
                double from = sorted.length == 0 ? 0 : sorted[low];
                double to = sorted.length == 0 ? 0 : sorted[sorted.length - 1 - low];
                double far = to > from ? ABSURD * (to - from) : Double.POSITIVE_INFINITY;
                bounds[i] = new double[] {from - far, to + far};
            }
            return bounds;
        }

        /** Whether any value lies beyond the bounds. */
        boolean anyBeyond(double[][] bounds) {
            for (int i = 0; i < bounds.length; i++) {
                if (least[i] < bounds[i][0] || most[i] > bounds[i][1]) {
                    return true;
                }
            }
            return false;
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
