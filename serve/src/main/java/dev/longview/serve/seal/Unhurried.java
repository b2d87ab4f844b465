package dev.longview.serve.seal;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Work that can wait. It is done by a thread of the lowest priority, so that where the processors are busy those who wait for an answer
 * come first: on Linux the virtual machine heeds that with {@code -XX:ThreadPriorityPolicy=1}, which the launcher sets for a service.
 *
 * <p>For short pieces of work, which hold no lock for which answers wait for long: a piece may be held up. It wakes no virtual thread, as
 * a thread that must be made to carry one would have its maker's priority.
 */
final class Unhurried {
    private static final Duration LOOK = Duration.ofMillis(1);

    private Unhurried() {}

    /** What work comes to, when it is done; throws what it throws. */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it but how long others wait.
    static int number(String name, IntSupplier work) {
        FutureTask<Integer> task = new FutureTask<>(work::getAsInt);
        Thread thread = Thread.ofPlatform()
                .name(name)
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(task);
        thread.start();
        boolean interrupted = false;
        // It cannot be left half done.
        while (!task.isDone()) {
            try {
                await(thread);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result(task);
    }

    private static void await(Thread thread) throws InterruptedException {
        if (Thread.currentThread().isVirtual()) {
            Thread.sleep(LOOK);
        } else {
            thread.join();
        }
    }

    private static int result(FutureTask<Integer> task) {
        return switch (task.state()) {
            case SUCCESS -> task.resultNow();
            case FAILED -> throw failure(task.exceptionNow());
            case RUNNING, CANCELLED -> throw new IllegalStateException("nobody cancels it, and it is done");
        };
    }

    private static RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case RuntimeException failed -> failed;
            case Error failed -> throw failed;
            default -> new IllegalStateException(new ExecutionException(cause));
        };
    }

    /**
     * A turn of the processor. However low its priority, who runs is let run on for some milliseconds when others become ready, which is
     * what they want to be answered in: so it ends its turn itself every few tenths of one.
     */
    static final class Turn {
        private static final long NANOS = 300_000;
        private static final long MOMENT = 50_000;

        private long began = System.nanoTime();

        void endWhenDue() {
            if (System.nanoTime() - began > NANOS) {
                LockSupport.parkNanos(MOMENT);
                began = System.nanoTime();
            }
        }
    }
}
