package dev.longview.policy;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many threads a pass over rows takes: all, or one where several were slower. They are when a line of the cache takes long from one
 * core to the other, which differs between machines of one kind. All and one are tried in turn on the first stretches, and the best time of
 * each decides; and again each time that four times as many rows have gone by, as longer batches suit several. What is learned is the same.
 */
final class Pace {
    /** Of each; the first are compiled meanwhile. */
    private static final int TRIALS = 3;

    private final int most;
    private final Optional<LongSupplier> clock;
    private static final int AGAIN = 4;

    private int stretches;
    /** The stretch with which trying begins, or began last. */
    private int trying;

    private long together = Long.MAX_VALUE;
    private long alone = Long.MAX_VALUE;

    /**
     * @param most threads, at least 1
     * @param clock in nanoseconds; without one, all threads are taken always
     */
    Pace(int most, Optional<LongSupplier> clock) {
        this.most = most;
        this.clock = clock;
    }

    /** How many the next stretch takes. */
    int threads() {
        int tried = stretches - trying;
        boolean all = tried < 2 * TRIALS ? tried % 2 == 0 : together <= alone;
        return clock.isEmpty() || all ? most : 1;
    }

    /** Goes over a stretch of as many rows as others, by {@link #threads()}. */
    void timed(Runnable stretch) {
        long start = now();
        stretch.run();
        long took = now() - start;
        if (threads() == 1) {
            alone = Math.min(alone, took);
        } else {
            together = Math.min(together, took);
        }
        stretches++;
        if (stretches == AGAIN * (trying + 2 * TRIALS)) {
            trying = stretches;
            together = Long.MAX_VALUE;
            alone = Long.MAX_VALUE;
        }
    }

    private long now() {
        return clock.map(LongSupplier::getAsLong).orElse(0L);
    }
}
