package dev.longview.evaluate;

/** What is kept of importance weights: mergeable in any order, so that partitions may be summed apart. */
public record WeightSums(long count, double sum, double sumOfSquares, double largest) {
    /** The sums of no weight. */
    public static final WeightSums NONE = new WeightSums(0, 0, 0, 0);

    public WeightSums plus(double weight) {
        return new WeightSums(count + 1, sum + weight, sumOfSquares + weight * weight, Math.max(largest, weight));
    }

    public WeightSums merge(WeightSums other) {
        return new WeightSums(
                count + other.count,
                sum + other.sum,
                sumOfSquares + other.sumOfSquares,
                Math.max(largest, other.largest));
    }

    /** NaN when empty. */
    public double mean() {
        return sum / count;
    }

    /** Kish's effective size, (Σw)²/Σw²; 0 when all weights are 0. */
    public double effectiveSize() {
        return sumOfSquares > 0 ? sum * sum / sumOfSquares : 0;
    }

    /** Share of the largest weight in the total, in [0, 1]; 1 when all weights are 0. */
    public double largestShare() {
        return sum > 0 ? largest / sum : 1;
    }
}
