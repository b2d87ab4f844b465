package dev.longview.benchmarks;

import dev.longview.simulate.published.DelayedConversions;
import dev.longview.simulate.published.DelayedConversions.Cases;
import java.util.Arrays;

/**
 * Discrete-time hazards of a conversion, by one logistic regression on a row for each case and bin of age that the snapshot has wholly
 * seen: an intercept for each bin, and the features with 1, t and t², where t is the logarithm of the age. What a delay is distributed
 * like is not assumed; beyond the horizon nothing is expected.
 */
final class ConversionHazards {
    /** Days: the snapshot has to have seen some cases for as long. */
    static final int HORIZON = 28;

    /** Bounds of the bins, days. */
    static final double[] EDGES = {0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 21, 24, HORIZON};

    private static final int BINS = EDGES.length - 1;
    private static final int POWERS = 3;
    private static final int COLUMNS = BINS + POWERS * DelayedConversions.FEATURES;

    private final double[] weights;

    private ConversionHazards(double[] weights) {
        this.weights = weights;
    }

    static ConversionHazards fit(Cases cases) {
        double[] x = new double[cases.size() * BINS * COLUMNS];
        double[] target = new double[cases.size() * BINS];
        int rows = 0;
        for (int i = 0; i < cases.size(); i++) {
            for (int bin = 0; bin < BINS && EDGES[bin + 1] <= cases.age()[i] && cases.delay()[i] > EDGES[bin]; bin++) {
                row(cases, i, bin, x, rows * COLUMNS);
                target[rows++] = cases.delay()[i] <= EDGES[bin + 1] ? 1 : 0;
            }
        }
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        return new ConversionHazards(
                Logistic.fit(COLUMNS, Arrays.copyOf(x, rows * COLUMNS), Arrays.copyOf(target, rows), ones));
    }

    private static void row(Cases cases, int i, int bin, double[] into, int at) {
        Arrays.fill(into, at, at + COLUMNS, 0);
        into[at + bin] = 1;
        double t = Math.log1p((EDGES[bin] + EDGES[bin + 1]) / 2) - 1.5;
        double power = 1;
        for (int k = 0; k < POWERS; k++, power *= t) {
            for (int j = 0; j < DelayedConversions.FEATURES; j++) {
                into[at + BINS + k * DelayedConversions.FEATURES + j] =
                        power * cases.x()[i * DelayedConversions.FEATURES + j];
            }
        }
    }

    /** P(converts later | it has not by this age), by the last edge. */
    double later(Cases cases, int i, double age) {
        double[] row = new double[COLUMNS];
        double stays = 1;
        for (int bin = 0; bin < BINS; bin++) {
            double ahead = (EDGES[bin + 1] - Math.max(EDGES[bin], age)) / (EDGES[bin + 1] - EDGES[bin]);
            if (ahead > 0) {
                row(cases, i, bin, row, 0);
                stays *= Math.pow(1 - Logistic.sigmoid(Logistic.eta(weights, row, 0)), ahead);
            }
        }
        return 1 - stays;
    }
}
