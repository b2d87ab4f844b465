package dev.longview.report;

/** How numbers of a quantity are shown. */
public enum Measure {
    /** As they are. */
    PLAIN(1, ""),
    /** Shares, as percentages: 0.1 is 10%. */
    PERCENT(100, "%");

    private final double factor;
    private final String unit;

    Measure(double factor, String unit) {
        this.factor = factor;
        this.unit = unit;
    }

    /** What is shown for a value, without its unit. */
    double shown(double value) {
        return value * factor;
    }

    double factor() {
        return factor;
    }

    String unit() {
        return unit;
    }
}
