package dev.longview.serve.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The one thread that writes. While a commit is under way requests gather; the next commit takes them all: the more there are, the less
 * each costs. An fsync is shared by who waits for it. Who comes alone is never kept waiting; where requests come together, a commit
 * begins {@value #PACE_MICROS} µs after the one before, so that the processors' time goes to answers and not to many small commits.
 */
final class Writer {
    private static final long PACE_MICROS = 2000;
    /** How often a request is looked at while it may wait. */
    private static final int WATCHES = 50;
    /** Requests of one commit from which on they come together. */
    private static final int TOGETHER = 3;

    private final Path folder;
    private final SeenKeys seen;
    private final JournalOptions options;
    private final Consumer<JournalFile> closed;
    private final BlockingQueue<Request> queue;
    private final Thread thread = Thread.ofPlatform().name("journal").unstarted(this::run);
    private final Thread watch = Thread.ofVirtual().name("journal-watch").unstarted(this::watch);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong unsealed = new AtomicLong();
    private volatile JournalFile file;
    private volatile boolean healthy = true;
    /** What is being written, for who looks whether the disk hangs. */
    private volatile Writing writing = new Writing(List.of(), 0);
    /** When the last commit began, and of how many requests it was. */
    private long began;

    private int together;
    /** Whether a commit failed in the file that is written: whether more would stand behind it nobody knows. */
    private boolean suspect;

    private final LongAdder commits = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);
    private final LongAdder failures = new LongAdder();

    private sealed interface Request {
        CompletableFuture<?> answer();

        /** When it came, as {@link System#nanoTime} tells it. */
        long since();
    }

    private record Rows(List<Entry> entries, CompletableFuture<List<Outcome>> answer, long since) implements Request {}

    private record Turn(CompletableFuture<Boolean> answer, long since) implements Request {}

    private record Writing(List<Request> requests, long since) {}

    Writer(Path folder, SeenKeys seen, JournalFile first, JournalOptions options, Consumer<JournalFile> closed) {
        this.folder = folder;
        this.seen = seen;
        this.file = first;
        this.options = options;
        this.closed = closed;
        this.queue = new ArrayBlockingQueue<>(options.queue());
    }

    void start() {
        thread.start();
        watch.start();
    }

    /** A file that an earlier process left. */
    void adopt(JournalFile old) {
        unsealed.addAndGet(old.bytes());
        closed.accept(old);
    }

    List<Outcome> add(List<Entry> entries) {
        if (unsealed.get() > options.mostBytes()) {
            throw new Refused(
                    Refused.Why.DISK,
                    "the journal has grown to its limit of " + options.mostBytes()
                            + " bytes, and is not being sealed: is the disk full?");
        }
        return wait(put(new Rows(List.copyOf(entries), new CompletableFuture<>(), System.nanoTime()))
                .answer());
    }

    void turn() {
        wait(put(new Turn(new CompletableFuture<>(), System.nanoTime())).answer());
    }

    private <R extends Request> R put(R request) {
        if (stopped.get()) {
            throw new Refused(Refused.Why.CLOSED, "the journal is closed");
        }
        if (!queue.offer(request)) {
            throw new Refused(
                    Refused.Why.FULL_QUEUE, options.queue() + " requests wait for the disk already; try again later");
        }
        if (stopped.get() && queue.remove(request)) {
            throw new Refused(Refused.Why.CLOSED, "the journal is closed");
        }
        return request;
    }

    /** For as long as it takes: {@link #watch} ends what takes too long. A wait with a limit costs a timer each time. */
    private static <T> T wait(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw new Refused(refused.why(), String.valueOf(refused.getMessage()), refused);
            }
            throw new IllegalStateException("the journal's thread failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refused.Why.CLOSED, "interrupted while waiting for the disk", e);
        }
    }

    /** Tells who waits for a disk that hangs, for as long as there is somebody who writes: while the journal is being closed too. */
    private void watch() {
        long longest = options.longestWait().toNanos();
        try {
            while (thread.isAlive()) {
                Thread.sleep(Duration.ofNanos(longest / WATCHES));
                long now = System.nanoTime();
                for (Request request : queue) {
                    if (now - request.since() > longest && queue.remove(request)) {
                        request.answer()
                                .completeExceptionally(new Refused(
                                        Refused.Why.DISK,
                                        "the disk has not answered for " + seconds(now - request.since()) + " s"));
                    }
                }
                Writing under = writing;
                if (!under.requests().isEmpty() && now - under.since() > longest) {
                    Refused hangs = new Refused(
                            Refused.Why.DISK,
                            "the disk hangs in the middle of a write: whether it is there is not known; send it again"
                                    + " with the same ids");
                    under.requests().forEach(each -> each.answer().completeExceptionally(hangs));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a commit is under way. */
    boolean isWriting() {
        return !writing.requests().isEmpty();
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    private void run() {
        List<Rows> group = new ArrayList<>();
        while (true) {
            try {
                Request next = queue.poll(50, TimeUnit.MILLISECONDS);
                if (next == null) {
                    if (stopped.get()) {
                        return;
                    }
                    continue;
                }
                pace();
                int gathered = 0;
                while (next instanceof Rows more) {
                    group.add(more);
                    gathered += more.entries().size();
                    next = gathered < options.groupRows() ? queue.poll() : null;
                }
                began = System.nanoTime();
                together = group.size();
                if (!group.isEmpty()) {
                    writing = new Writing(List.copyOf(group), began);
                    commit(group);
                }
                if (next instanceof Turn turn) {
                    writing = new Writing(List.of(turn), System.nanoTime());
                    turn(turn);
                }
            } catch (InterruptedException e) {
                // Only close() ends this thread, when the queue is empty.
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                // Whether they are in the file nobody knows: a new one is begun, and health says so.
                suspect = true;
                healthy = false;
                group.forEach(each -> each.answer().completeExceptionally(e));
            } finally {
                group.clear();
                writing = new Writing(List.of(), 0);
            }
        }
    }

    /** Where requests came together, lets as many come together again. */
    private void pace() {
        long left = began + PACE_MICROS * 1000 - System.nanoTime();
        if (together >= TOGETHER && left > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private void commit(List<Rows> group) {
        List<Entry> fresh = new ArrayList<>();
        List<List<Outcome>> outcomes = new ArrayList<>();
        long start = System.nanoTime();
        try {
            if (suspect) {
                replace();
            }
            synchronized (seen) {
                for (Rows each : group) {
                    outcomes.add(outcomes(each.entries(), fresh));
                }
            }
            if (!fresh.isEmpty()) {
                file.add(fresh);
            }
            healthy = true;
        } catch (SQLException | IOException | RuntimeException e) {
            failed(group, fresh, e);
            return;
        }
        long took = System.nanoTime() - start;
        commits.increment();
        rows.add(fresh.size());
        commitNanos.add(took);
        slowestNanos.accumulate(took);
        unsealed.addAndGet(
                fresh.stream().mapToLong(entry -> entry.line().length).sum());
        for (int i = 0; i < group.size(); i++) {
            group.get(i).answer().complete(outcomes.get(i));
        }
    }

    private List<Outcome> outcomes(List<Entry> entries, List<Entry> fresh) {
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            boolean repeated = seen.find(entry.key()).isPresent();
            if (!repeated) {
                seen.put(entry.key(), file.number(), file.size() + fresh.size());
                fresh.add(entry);
            }
            outcomes.add(repeated ? Outcome.REPEATED : Outcome.STORED);
        }
        return outcomes;
    }

    private void failed(List<Rows> group, List<Entry> fresh, Exception e) {
        suspect = true;
        healthy = false;
        failures.increment();
        synchronized (seen) {
            fresh.forEach(entry -> seen.remove(entry.key()));
        }
        Refused refused =
                new Refused(Refused.Why.DISK, "the disk does not take what is to be written: " + e.getMessage(), e);
        group.forEach(each -> each.answer().completeExceptionally(refused));
    }

    /**
     * Goes on in a new file. Of the old one only what was acknowledged counts: rows whose commit failed may come to light when it is
     * opened anew, but they are not sealed from here.
     */
    private void replace() throws SQLException, IOException {
        JournalFile next = JournalFile.create(folder, file.number() + 1);
        JournalFile old = file;
        file = next;
        suspect = false;
        closed.accept(old);
    }

    private void turn(Turn turn) {
        try {
            if (suspect || file.size() > 0) {
                replace();
            }
            turn.answer().complete(true);
        } catch (SQLException | IOException e) {
            turn.answer()
                    .completeExceptionally(
                            new Refused(Refused.Why.DISK, "the journal cannot begin a new file: " + e.getMessage(), e));
        }
    }

    Optional<Place> place(Key key) {
        synchronized (seen) {
            return seen.find(key);
        }
    }

    Optional<byte[]> line(Place place) throws SQLException {
        JournalFile now = file;
        return now.number() == place.file() ? now.line(place.row()) : Optional.empty();
    }

    void remember(List<Key> keys) {
        synchronized (seen) {
            keys.stream().filter(key -> seen.find(key).isEmpty()).forEach(key -> seen.put(key, 0, 0));
        }
    }

    void dropped(long bytes) {
        unsealed.addAndGet(-bytes);
    }

    JournalState state(int closedFiles) {
        int keys;
        synchronized (seen) {
            keys = seen.size();
        }
        return new JournalState(
                queue.size(),
                unsealed.get(),
                closedFiles,
                commits.sum(),
                rows.sum(),
                commitNanos.sum(),
                slowestNanos.get(),
                failures.sum(),
                keys,
                healthy);
    }

    void close() {
        stopped.set(true);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Request left = queue.poll(); left != null; left = queue.poll()) {
            left.answer().completeExceptionally(new Refused(Refused.Why.CLOSED, "the journal is closed"));
        }
        try {
            file.close();
        } catch (SQLException e) {
            throw new Refused(Refused.Why.DISK, "the journal cannot be closed: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
