package dev.longview.simulate.streaming;

/**
 * How long the log waits for what happened, in minutes: P(an event is not received yet). Mostly log-normal, a share uniform between one
 * hour and thirty, as {@link Watching} draws it; or not at all, for one who sees what happens as it happens.
 */
final class Receipt {
    private static final double LATE_FROM = 60;
    private static final double LATE_TO = 60 * 30;

    /** Sittings of later days begin between 16 and 22 o'clock, uniformly. */
    static final int EARLIEST = 16 * 60;

    static final int LATEST = 22 * 60;
    /** After so many minutes from midnight, what a sitting without length told has been received, but for a share below 1e-9. */
    private static final int LONGEST = LATEST + (int) LATE_TO + 1;

    private final double lateShare;
    private final double median;
    private final boolean delays;
    /** By minute since midnight less the sitting's length. */
    private final double[] one = new double[LONGEST + 1];

    private final double[] two = new double[LONGEST + 1];

    private Receipt(double lateShare, double median, boolean delays) {
        this.lateShare = lateShare;
        this.median = median;
        this.delays = delays;
        double[] missing = new double[LONGEST + 1];
        for (int minute = 0; minute <= LONGEST; minute++) {
            missing[minute] = missing(minute + 0.5);
        }
        for (int x = 0; x <= LONGEST; x++) {
            for (int start = EARLIEST; start < LATEST; start++) {
                double g = x < start ? 1 : missing[x - start];
                one[x] += g / (LATEST - EARLIEST);
                two[x] += g * g / (LATEST - EARLIEST);
            }
        }
    }

    static Receipt of(WorldParameters parameters) {
        WorldParameters.Replies replies = parameters.replies();
        return new Receipt(
                replies.lateShare(),
                replies.delayMinutes(),
                parameters.effects().delays());
    }

    static Receipt atOnce() {
        return new Receipt(0, 0, false);
    }

    /** P(not received so many minutes after it happened). */
    double missing(double minutes) {
        if (minutes < 0) {
            return 1;
        }
        if (!delays) {
            return 0;
        }
        double late = 1 - Math.clamp((minutes - LATE_FROM) / (LATE_TO - LATE_FROM), 0.0, 1.0);
        double soon = median > 0 && minutes > 0 ? 1 - normal(Math.log(minutes / median)) : median > 0 ? 1 : 0;
        return lateShare * late + (1 - lateShare) * soon;
    }

    /** P(a sitting of a day has not been told of), at a minute after that day's midnight. */
    double untold(double minute, double length) {
        return at(one, minute - length);
    }

    /** The same of a sitting that ends a title, which is told of twice. */
    double untoldTwice(double minute, double length) {
        return at(two, minute - length);
    }

    private static double at(double[] table, double x) {
        return x < 0 ? 1 : x >= table.length ? 0 : table[(int) x];
    }

    /** The standard normal distribution function, to 7.5e-8: Abramowitz and Stegun, Handbook of mathematical functions, 26.2.17. */
    static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(-x * x / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x > 0 ? 1 - tail : tail;
    }
}
