package dev.longview.simulate.published;

import java.util.Arrays;

/**
 * The best that can be done in {@link ChocolateKale} by who knows its parameters and a member's exposure: dynamic programming backwards
 * over the steps of a session, on a grid of exposures, with candidates replaced by 400 quantiles of clickbait. The expected maximum over
 * m candidates is exact on these: the j-th smallest value of n has weight (j/n)^m − ((j − 1)/n)^m. The small noise of exposure is
 * left out.
 */
public final class ChocolateKalePlanner implements ChocolateKale.Chooser {
    private static final int GRID = 161;
    private static final double END = 4;
    private static final int QUANTILES = 400;

    private final ChocolateKale world;
    /** The value of what remains before each step, and 0 after the last. */
    private final double[][] value = new double[ChocolateKale.STEPS + 1][GRID];

    public ChocolateKalePlanner(ChocolateKale world) {
        this.world = world;
        double[] weight = new double[QUANTILES];
        for (int j = 0; j < QUANTILES; j++) {
            weight[j] = Math.pow((j + 1.0) / QUANTILES, world.candidates())
                    - Math.pow((double) j / QUANTILES, world.candidates());
        }
        double[] values = new double[QUANTILES];
        for (int step = ChocolateKale.STEPS - 1; step >= 0; step--) {
            for (int g = 0; g < GRID; g++) {
                double exposure = END * (2.0 * g / (GRID - 1) - 1);
                for (int j = 0; j < QUANTILES; j++) {
                    values[j] = value((j + 0.5) / QUANTILES, exposure, step);
                }
                Arrays.sort(values);
                for (int j = 0; j < QUANTILES; j++) {
                    value[step][g] += weight[j] * values[j];
                }
            }
        }
    }

    @Override
    public int choose(double[] clickbait, double exposure, int step) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < clickbait.length; i++) {
            double expected = value(clickbait[i], exposure, step);
            if (expected > largest) {
                largest = expected;
                best = i;
            }
        }
        return best;
    }

    /** The total engagement that is to be expected of a session from a given exposure. */
    public double expected(double exposure) {
        return interpolated(exposure, 0);
    }

    private double value(double clickbait, double exposure, int step) {
        return world.expectedEngagement(clickbait, exposure)
                + interpolated(ChocolateKale.expectedExposureAfter(clickbait, exposure), step + 1);
    }

    private double interpolated(double exposure, int step) {
        double at = Math.clamp((exposure / END + 1) / 2, 0.0, 1.0) * (GRID - 1);
        int below = Math.min(GRID - 2, (int) at);
        return value[step][below] + (at - below) * (value[step][below + 1] - value[step][below]);
    }
}
