package dev.longview.simulate.counterfactual;

import java.util.Locale;

/**
 * The mean over accounts of a difference between two runs that share their random numbers.
 *
 * @param accounts how many pairs
 * @param difference with minus without, a mean per account
 * @param standardError of the difference, from its spread over accounts
 */
public record PairedMean(long accounts, double difference, double standardError) {
    private static final double NORMAL_975 = 1.959963984540054;

    /** The lower end of the 95% interval. */
    public double low() {
        return difference - NORMAL_975 * standardError;
    }

    /** The upper end of the 95% interval. */
    public double high() {
        return difference + NORMAL_975 * standardError;
    }

    /** Whether the interval leaves zero out. */
    public boolean clear() {
        return low() > 0 || high() < 0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.4f [%+.4f, %+.4f]", difference, low(), high());
    }

    /** Sums of one quantity's differences, shifted by nothing: differences are near zero by construction. */
    static final class Sums {
        private long count;
        private double sum;
        private double squares;

        void add(double difference) {
            count++;
            sum += difference;
            squares += difference * difference;
        }

        PairedMean mean() {
            double mean = sum / count;
            double variance = Math.max(0, squares / count - mean * mean);
            return new PairedMean(count, mean, count < 2 ? Double.NaN : Math.sqrt(variance / (count - 1)));
        }
    }
}
