package dev.longview.label;

/** Solves Sβ = s for a covariance S that may be singular: a covariate that does not vary, or that others determine, has no effect. */
final class LeastSquares {
    /** Of a standardised covariate's variance: far above rounding, far below what would move an effect. */
    private static final double RIDGE = 1e-6;

    private final int d;
    private final double[] scale;
    private final double[] factor;

    /** @param squares d × d, row by row; what is right of the diagonal is not read */
    LeastSquares(double[] squares, int d) {
        this.d = d;
        scale = new double[d];
        for (int j = 0; j < d; j++) {
            double square = squares[j * d + j];
            scale[j] = square > 0 ? 1 / Math.sqrt(square) : 0;
        }
        factor = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double value = squares[i * d + j] * scale[i] * scale[j];
                value = i == j ? (value > 0 ? 1 : 1e6) + RIDGE : value;
                for (int k = 0; k < j; k++) {
                    value -= factor[i * d + k] * factor[j * d + k];
                }
                factor[i * d + j] = i == j ? Math.sqrt(Math.max(RIDGE, value)) : value / factor[j * d + j];
            }
        }
    }

    double[] solve(double[] products) {
        double[] solution = new double[d];
        for (int i = 0; i < d; i++) {
            double value = products[i] * scale[i];
            for (int k = 0; k < i; k++) {
                value -= factor[i * d + k] * solution[k];
            }
            solution[i] = value / factor[i * d + i];
        }
        for (int i = d - 1; i >= 0; i--) {
            double value = solution[i];
            for (int k = i + 1; k < d; k++) {
                value -= factor[k * d + i] * solution[k];
            }
            solution[i] = value / factor[i * d + i];
        }
        for (int j = 0; j < d; j++) {
            solution[j] *= scale[j];
        }
        return solution;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
