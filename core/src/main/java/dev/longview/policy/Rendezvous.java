package dev.longview.policy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Where threads that work in step wait for one another: none goes on before all have come. It spins, as a step lasts some ten
 * microseconds, of which parking would take as many; a thread that waits for long gives its core away. What a thread wrote before is
 * seen by all after.
 */
final class Rendezvous {
    private static final int SPINS = 2_000;

    private final int parties;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();

    Rendezvous(int parties) {
        this.parties = parties;
    }

    /** @throws IllegalStateException when another party has failed */
    void await() {
        if (parties == 1) {
            return;
        }
        int now = round.get();
        if (waiting.incrementAndGet() == parties) {
            waiting.set(0);
            round.set(now + 1);
            return;
        }
        for (int spins = 0; round.get() == now; spins++) {
            if (broken.get()) {
                throw new IllegalStateException("another thread has failed");
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(1);
            }
        }
    }

    /** A party that fails releases the others, which fail too. */
    void breakOff() {
        broken.set(true);
    }
}
