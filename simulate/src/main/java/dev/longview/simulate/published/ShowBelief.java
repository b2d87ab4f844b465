package dev.longview.simulate.published;

/**
 * What a learner believes of each show's stickiness, in whatever unit compares shows, from the traces that were recommended so far, of
 * which it may use only the days that have passed.
 */
public interface ShowBelief {
    /** A show was recommended on a day: this is what comes of it, in the order of days. */
    void observe(int day, int show, long trace);

    /** From now on it is the morning of this day; days do not go back. */
    void advance(int day);

    double mean(int show);

    double deviation(int show);

    /** The same for all shows: Thompson sampling by it is random. */
    static ShowBelief ignorant() {
        return new ShowBelief() {
            @Override
            public void observe(int day, int show, long trace) {}

            @Override
            public void advance(int day) {}

            @Override
            public double mean(int show) {
                return 0;
            }

            @Override
            public double deviation(int show) {
                return 1;
            }
        };
    }
}
