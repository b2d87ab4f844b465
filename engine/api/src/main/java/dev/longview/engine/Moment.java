package dev.longview.engine;

import java.util.List;

/** The moments that a recommendation's outcomes are as of: rows of the log count by {@code received}. */
public sealed interface Moment {

    /** Nothing received later than this is used, in microseconds. */
    long asOf();

    /** One row for each recommendation, as of one moment for all. */
    record At(long asOf) implements Moment {}

    /**
     * A row for each recommendation and age, as of {@code decision time + age}, where that is not after {@code asOf}.
     *
     * @param ages microseconds since the decision, ascending
     */
    record Ages(List<Long> ages, long asOf) implements Moment {
        public Ages {
            ages = List.copyOf(ages);
        }
    }
}
