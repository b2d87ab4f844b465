package dev.longview.benchmarks;

import java.util.Arrays;

/** Logistic regression by Newton's steps on rows of numbers, the first of which is 1: the learner class that delay models are compared in. */
final class Logistic {
    /** On the diagonal, so that columns that nothing is seen of stay at 0. */
    private static final double RIDGE = 1e-6;

    private static final int STEPS = 50;
    /** No weight changes by more in a step: from far away Newton's would go further still. */
    private static final double LONGEST = 1;

    private static final double STILL = 1e-10;

    private Logistic() {}

    /**
     * Weights of most likelihood.
     *
     * @param x row-major
     * @param target in [0, 1]
     * @param weight at least 0
     */
    static double[] fit(int columns, double[] x, double[] target, double[] weight) {
        double[] weights = new double[columns];
        for (int step = 0; step < STEPS; step++) {
            if (step(columns, x, target, weight, weights) < STILL) {
                break;
            }
        }
        return weights;
    }

    /** One Newton step in place; returns the largest change of a weight. */
    static double step(int columns, double[] x, double[] target, double[] weight, double[] weights) {
        return step(columns, x, weights, (row, eta, out) -> {
            double p = sigmoid(eta);
            out[0] = weight[row] * (target[row] - p);
            out[1] = weight[row] * p * (1 - p);
        });
    }

    /** Fills the derivative of the log-likelihood by the linear predictor, and minus the second one. */
    interface Derivatives {
        void of(int row, double eta, double[] out);
    }

    static double step(int columns, double[] x, double[] weights, Derivatives of) {
        double[][] information = new double[columns][columns];
        double[] gradient = new double[columns];
        double[] out = new double[2];
        for (int row = 0; row < x.length / columns; row++) {
            of.of(row, eta(weights, x, row), out);
            for (int a = 0; a < columns; a++) {
                double xa = x[row * columns + a];
                gradient[a] += out[0] * xa;
                for (int b = 0; b <= a && xa != 0; b++) {
                    information[a][b] += out[1] * xa * x[row * columns + b];
                }
            }
        }
        for (int a = 0; a < columns; a++) {
            information[a][a] += RIDGE;
        }
        double[] change = solve(information, gradient);
        double longest = Arrays.stream(change).map(Math::abs).max().orElse(0);
        double part = Math.min(1, LONGEST / longest);
        Arrays.setAll(weights, a -> weights[a] + part * change[a]);
        return longest;
    }

    static double eta(double[] weights, double[] x, int row) {
        double eta = 0;
        for (int j = 0; j < weights.length; j++) {
            eta += weights[j] * x[row * weights.length + j];
        }
        return eta;
    }

    static double sigmoid(double eta) {
        return 1 / (1 + Math.exp(-eta));
    }

    /** By Cholesky's factor of the lower triangle, which is used up. */
    private static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= a[i][k] * x[k];
            }
            x[i] /= a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= a[k][i] * x[k];
            }
            x[i] /= a[i][i];
        }
        return x;
    }
}
