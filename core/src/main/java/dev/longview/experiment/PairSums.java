package dev.longview.experiment;

/**
 * What is kept of a pair of values per account: count, means, centred second moments and cross product.
 *
 * <p>Raw sums of squares lose every digit of the variance when the mean is large beside it; centred moments, updated by Welford's step
 * and merged by Chan's, do not [1]. Merging gives the same numbers in any order, up to rounding; merge in a fixed order where bytes
 * matter.
 *
 * <p>[1] Chan, Golub and LeVeque, Algorithms for computing the sample variance, The American Statistician 37, 1983.
 *
 * @param count accounts
 * @param mean of the first value
 * @param otherMean of the second value
 * @param squares Σ(x − x̄)²
 * @param otherSquares Σ(y − ȳ)²
 * @param products Σ(x − x̄)(y − ȳ)
 */
public record PairSums(
        long count, double mean, double otherMean, double squares, double otherSquares, double products) {
    /** The sums of no account. */
    public static final PairSums NONE = new PairSums(0, 0, 0, 0, 0, 0);

    /** Of both parts together. */
    public PairSums merge(PairSums other) {
        if (count == 0) {
            return other;
        }
        if (other.count == 0) {
            return this;
        }
        long n = count + other.count;
        double dx = other.mean - mean;
        double dy = other.otherMean - otherMean;
        double share = (double) other.count / n;
        double weight = count * share;
        return new PairSums(
                n,
                mean + dx * share,
                otherMean + dy * share,
                squares + other.squares + dx * dx * weight,
                otherSquares + other.otherSquares + dy * dy * weight,
                products + other.products + dx * dy * weight);
    }

    /** Of the first values, with n − 1; NaN below two accounts. */
    public double variance() {
        return over(squares);
    }

    /** Of the second values, with n − 1; NaN below two accounts. */
    public double otherVariance() {
        return over(otherSquares);
    }

    /** Of both, with n − 1; NaN below two accounts. */
    public double covariance() {
        return over(products);
    }

    private double over(double sum) {
        return count < 2 ? Double.NaN : sum / (count - 1);
    }

    /** Adds account by account, allocating nothing. Not for several threads: give each its own, and merge. */
    public static final class Accumulator {
        private long count;
        private double mean;
        private double otherMean;
        private double squares;
        private double otherSquares;
        private double products;

        /** An account with one value. */
        public void add(double value) {
            add(value, 0);
        }

        /** An account with two: numerator and denominator, or value and covariate. */
        public void add(double value, double other) {
            count++;
            double dx = value - mean;
            double dy = other - otherMean;
            mean += dx / count;
            otherMean += dy / count;
            squares += dx * (value - mean);
            otherSquares += dy * (other - otherMean);
            products += dx * (other - otherMean);
        }

        /** Of what was added so far. */
        public PairSums sums() {
            return new PairSums(count, mean, otherMean, squares, otherSquares, products);
        }
    }
}
