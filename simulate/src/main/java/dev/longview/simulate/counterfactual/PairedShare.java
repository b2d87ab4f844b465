package dev.longview.simulate.counterfactual;

import java.util.Locale;
import java.util.Optional;

/**
 * The ratio of two means of paired differences over the same accounts: what one course gained, as a share of what another did.
 *
 * <p>The interval is Fieller's [1]: the shares ρ for which the mean of gain − ρ · whole is within 1.96 of its standard errors of zero. It
 * needs no normal ratio, as the delta method does, and is bounded where the whole is clearly above zero.
 *
 * <p>[1] Fieller, Some problems in interval estimation, JRSS B 16, 1954.
 *
 * @param accounts how many pairs
 * @param share the ratio of the means; 1 for all of the whole
 * @param low the lower end of its 95% interval
 * @param high the upper end
 */
public record PairedShare(long accounts, double share, double low, double high) {
    private static final double NORMAL_975 = 1.959963984540054;

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", share, low, high);
    }

    /** Sums over accounts of a gain, of the whole that it is a part of, and of their products. */
    static final class Sums {
        private long count;
        private double gain;
        private double whole;
        private double gain2;
        private double whole2;
        private double product;

        void add(double gainOfAccount, double wholeOfAccount) {
            count++;
            gain += gainOfAccount;
            whole += wholeOfAccount;
            gain2 += gainOfAccount * gainOfAccount;
            whole2 += wholeOfAccount * wholeOfAccount;
            product += gainOfAccount * wholeOfAccount;
        }

        /** Nothing where the mean of the whole is not clearly above zero: then any share could be true. */
        Optional<PairedShare> share() {
            if (count < 2) {
                return Optional.empty();
            }
            double n = count;
            double a = gain / n;
            double b = whole / n;
            // Variances and covariance of the two means.
            double aa = Math.max(0, gain2 / n - a * a) / (n - 1);
            double bb = Math.max(0, whole2 / n - b * b) / (n - 1);
            double ab = (product / n - a * b) / (n - 1);
            // The ends are the roots of (a − ρb)² = z²(aa − 2ρ·ab + ρ²·bb), a quadratic that opens upwards.
            double z2 = NORMAL_975 * NORMAL_975;
            double square = b * b - z2 * bb;
            if (!(b > 0 && square > 0)) {
                return Optional.empty();
            }
            double middle = (a * b - z2 * ab) / square;
            double margin = Math.sqrt(Math.max(0, middle * middle - (a * a - z2 * aa) / square));
            return Optional.of(new PairedShare(count, a / b, middle - margin, middle + margin));
        }
    }
}
