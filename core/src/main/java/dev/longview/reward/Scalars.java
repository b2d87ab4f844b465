package dev.longview.reward;

/** The operations of one row, for {@link Fused} to put together. */
final class Scalars {
    private Scalars() {}

    static double value(int k, double[][] value, double[][] elapsed, int row) {
        return value[k][row];
    }

    static double elapsed(int k, double[][] value, double[][] elapsed, int row) {
        return elapsed[k][row];
    }

    static double negative(double x) {
        return -x;
    }

    static double minus(double x, double y) {
        return x - y;
    }

    static double times(double x, double y) {
        return x * y;
    }

    static double over(double x, double y) {
        return x / y;
    }

    /** A count, sum or maximum as stored, within its domain. */
    static double within(double highest, double stored) {
        return Math.min(Math.max(stored, 0), highest) + 0.0;
    }

    /** The microseconds of a time as stored, the whole horizon for never. */
    static double elapsed(double horizon, double stored) {
        return Double.isNaN(stored) ? horizon : Math.min(Math.max(stored, 0), horizon);
    }

    static boolean isNumber(double x) {
        return !Double.isNaN(x);
    }

    static boolean isTrue(double x) {
        return x > 0;
    }

    static boolean equal(double x, double y) {
        return x == y;
    }

    static boolean unequal(double x, double y) {
        return x != y;
    }

    static boolean equal(boolean x, boolean y) {
        return x == y;
    }

    static boolean unequal(boolean x, boolean y) {
        return x != y;
    }

    static boolean less(double x, double y) {
        return x < y;
    }

    static boolean atMost(double x, double y) {
        return x <= y;
    }

    static boolean more(double x, double y) {
        return x > y;
    }

    static boolean atLeast(double x, double y) {
        return x >= y;
    }
}
