package dev.longview.policy;

/** Sums of arrays by four side by side, as additions wait for each other; the order, and so the bytes, stay fixed. */
final class Sum {
    private Sum() {}

    /** Of the first n. */
    static double of(double[] summands, int n) {
        int whole = n / 4 * 4;
        double rest = 0;
        for (int i = whole; i < n; i++) {
            rest += summands[i];
        }
        return of(summands, 0, whole) + rest;
    }

    /** @param count a multiple of four */
    static double of(double[] summands, int from, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = from; i < from + count; i += 4) {
            a += summands[i];
            b += summands[i + 1];
            c += summands[i + 2];
            d += summands[i + 3];
        }
        return a + b + (c + d);
    }
}
