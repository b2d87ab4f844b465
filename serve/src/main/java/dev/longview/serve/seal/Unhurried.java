package dev.longview.serve.seal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Work that can wait. It is done by a thread of the lowest priority, so that where the processors are busy those who wait for an answer
 * come first: on Linux the virtual machine heeds that with {@code -XX:ThreadPriorityPolicy=1}, which the launcher sets for a service.
 *
 * <p>For work that holds no lock for which answers wait: it may be held up for long.
 */
final class Unhurried {
    private static final long MOMENT = 50_000;

    private Unhurried() {}

    /** Returns when it is done; throws what it throws. */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it but how long others wait.
    static void run(String name, Runnable work) {
        FutureTask<Boolean> task = new FutureTask<>(work, true);
        Thread thread = Thread.ofPlatform()
                .name(name)
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(task);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    // It cannot be left half done.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            rethrow(e);
        } catch (CancellationException e) {
            throw new IllegalStateException("nobody cancels it", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Ends its turn for a moment. However low its priority, who runs is let run on for some milliseconds when others become ready, which is
     * what they want to be answered in.
     */
    static void letOthers() {
        LockSupport.parkNanos(MOMENT);
    }

    private static void rethrow(ExecutionException e) {
        switch (e.getCause()) {
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> throw new IllegalStateException(e);
        }
    }
}
