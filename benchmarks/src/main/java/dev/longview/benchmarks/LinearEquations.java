package dev.longview.benchmarks;

/** Normal equations, by Gauss and Jordan; a column that others determine has no weight. */
final class LinearEquations {
    private LinearEquations() {}

    /** @param a n rows of n coefficients and the right side; is overwritten */
    static double[] solve(double[][] a) {
        int n = a.length;
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            scale[i] = a[i][i];
        }
        for (int i = 0; i < n; i++) {
            double pivot = a[i][i] > 1e-9 * scale[i] ? 1 / a[i][i] : 0;
            for (int j = 0; j <= n; j++) {
                a[i][j] *= pivot;
            }
            for (int k = 0; k < n; k++) {
                double factor = a[k][i];
                for (int j = 0; j <= n && k != i; j++) {
                    a[k][j] -= factor * a[i][j];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = a[i][n];
        }
        return solution;
    }
}
