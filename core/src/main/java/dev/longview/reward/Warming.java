package dev.longview.reward;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A loop that is made once enough rows have been seen to be worth it. What it gives is what was there before, bit for bit. */
final class Warming {
    private static final long WORTH_A_LOOP = 50_000;

    private final Supplier<Optional<Columnar.Column>> make;
    private final AtomicLong rows = new AtomicLong();
    private volatile Optional<Columnar.Column> loop = Optional.empty();

    Warming(Supplier<Optional<Columnar.Column>> make) {
        this.make = make;
    }

    /** The loop for some more rows, where there is one by now. */
    Optional<Columnar.Column> over(int more) {
        if (loop.isEmpty()) {
            // The one call that crosses the line makes the loop; others go on without.
            long before = rows.getAndAdd(more);
            if (before < WORTH_A_LOOP && before + more >= WORTH_A_LOOP) {
                now();
            }
        }
        return loop;
    }

    void now() {
        loop = make.get();
    }
}
