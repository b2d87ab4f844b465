package dev.longview.simulate.streaming;

/**
 * How many sittings it takes to get through some minutes, when sittings are independent and uniform between two lengths.
 *
 * <p>The sum of n uniform numbers has the Irwin–Hall distribution, whose density is the cardinal B-spline: f₁ = 1 on [0, 1),
 * f_n(x) = (x·f_{n−1}(x) + (n − x)·f_{n−1}(x − 1)) / (n − 1), and whose distribution function is F_n(x) = Σ_j f_{n+1}(x − j) [1]. All terms
 * are positive, so that nothing cancels, as it does in the textbook's alternating sum.
 *
 * <p>[1] de Boor, A practical guide to splines, chapter IX.
 */
record Sittings(double shortest, double longest) {
    /** P(the sum of n sittings is less than some minutes). */
    double lessThan(double minutes, int n) {
        if (n == 0) {
            return minutes > 0 ? 1 : 0;
        }
        return irwinHall((minutes - n * shortest) / (longest - shortest), n);
    }

    /** Probabilities that it takes 1, 2, … sittings to reach some minutes; they add up to 1. Element n is of n sittings. */
    double[] needed(double minutes) {
        int most = (int) Math.ceil(minutes / shortest) + 1;
        double[] needed = new double[most + 1];
        double before = 1;
        for (int n = 1; n <= most; n++) {
            double now = lessThan(minutes, n);
            needed[n] = before - now;
            before = now;
        }
        return needed;
    }

    static double irwinHall(double x, int n) {
        if (x <= 0) {
            return 0;
        }
        if (x >= n) {
            return 1;
        }
        double sum = 0;
        for (int j = 0; j <= (int) x; j++) {
            sum += spline(x - j, n + 1);
        }
        return Math.min(1, sum);
    }

    private static double spline(double x, int n) {
        int shifts = n;
        double[] f = new double[shifts];
        for (int s = 0; s < shifts; s++) {
            f[s] = x - s >= 0 && x - s < 1 ? 1 : 0;
        }
        for (int m = 2; m <= n; m++) {
            for (int s = 0; s + m <= n; s++) {
                double y = x - s;
                f[s] = (y * f[s] + (m - y) * f[s + 1]) / (m - 1);
            }
        }
        return f[0];
    }
}
