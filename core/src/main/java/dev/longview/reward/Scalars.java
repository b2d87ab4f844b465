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
