package dev.longview.delay;

/**
 * How trees are boosted.
 *
 * @param trees how many, at least 1
 * @param depth of each, 1 to 16
 * @param learningRate what is kept of each, in (0, 1]
 * @param l2 on leaf values, at least 0
 * @param minChildWeight the least sum of second derivatives in a leaf, at least 0, of rows that are independent of each other
 * @param subsample the share of rows that each tree sees, in (0, 1]
 * @param seed of the subsamples
 * @param threads at least 1; the model does not depend on it
 */
public record TreeSettings(
        int trees,
        int depth,
        double learningRate,
        double l2,
        double minChildWeight,
        double subsample,
        long seed,
        int threads) {
    /** @throws IllegalArgumentException when a number is out of its range */
    public TreeSettings {
        require("trees", trees, trees >= 1, "at least 1");
        require("depth", depth, depth >= 1 && depth <= 16, "1 to 16");
        require("learning rate", learningRate, learningRate > 0 && learningRate <= 1, "in (0, 1]");
        require("l2", l2, l2 >= 0 && l2 < Double.POSITIVE_INFINITY, "at least 0 and finite");
        require("least child weight", minChildWeight, minChildWeight >= 0, "at least 0");
        require("subsample", subsample, subsample > 0 && subsample <= 1, "in (0, 1]");
        require("threads", threads, threads >= 1, "at least 1");
    }

    /** A hundred trees of depth 6, for rows by the hundred thousand. */
    public static TreeSettings defaults(long seed) {
        return new TreeSettings(
                100, 6, 0.1, 1, 10, 1, seed, Runtime.getRuntime().availableProcessors());
    }

    /** The same for rows of which so many, at least 1, share what they came to: they are as good as one. */
    TreeSettings ofRowsThatShare(double rows) {
        return new TreeSettings(
                trees, depth, learningRate, l2, Math.max(1, rows) * minChildWeight, subsample, seed, threads);
    }

    private static void require(String what, double value, boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("boosted trees: " + what + " must be " + allowed + ": " + value);
        }
    }
}
