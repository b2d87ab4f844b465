package dev.longview.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Round places on an axis: multiples of 1, 2 or 5 times a power of ten, computed in decimals, so that the third of them is 0.3 and not
 * 0.30000000000000004.
 *
 * @param places within the range, ascending
 */
record Ticks(List<BigDecimal> places) {
    private static final int[] STEPS = {1, 2, 5, 10};

    /** About as many as wanted, between a finite low and a higher high. */
    static Ticks between(double low, double high, int wanted) {
        if (!(low < high && Double.isFinite(high - low))) {
            throw new IllegalArgumentException("no axis from %s to %s".formatted(low, high));
        }
        double raw = (high - low) / Math.max(1, wanted);
        int exponent = (int) Math.floor(Math.log10(raw));
        BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(exponent);
        for (int s : STEPS) {
            BigDecimal candidate = BigDecimal.valueOf(s).scaleByPowerOfTen(exponent);
            step = candidate;
            if (candidate.doubleValue() >= raw) {
                break;
            }
        }
        BigDecimal end = new BigDecimal(high);
        BigDecimal first = new BigDecimal(low).divide(step, 0, RoundingMode.CEILING);
        List<BigDecimal> places = new ArrayList<>();
        for (BigDecimal at = first.multiply(step); at.compareTo(end) <= 0; at = at.add(step)) {
            places.add(at);
        }
        return new Ticks(List.copyOf(places));
    }
}
