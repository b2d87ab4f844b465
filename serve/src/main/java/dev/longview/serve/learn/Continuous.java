package dev.longview.serve.learn;

import dev.longview.engine.Engine;
import dev.longview.engine.TableSummary;
import dev.longview.loop.DelayFitting;
import dev.longview.loop.Forgetting;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyGate;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.ReadingFitting;
import dev.longview.loop.Refusal;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Window;
import dev.longview.serve.Station;
import dev.longview.serve.decide.ServedPolicy;
import dev.longview.serve.seal.Sealing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The loop beside the service: seal, fit what forecasts need, label and train, check, swap. A round that fails leaves what is in service
 * as it was, says why, and is followed by the next.
 *
 * <pre>{@code
 * try (Continuous learning = Continuous.start(station, engine, LearnOptions.withDefaults().learning(true), told)) {
 *     …
 * }
 * }</pre>
 */
public final class Continuous implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofMinutes(10);
    /** It is a matter of memory: what has expired counts for nobody, whether it is held or not. */
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final Station station;
    private final Loop loop;
    private final LearnOptions options;
    private final PolicyGate gate;
    private final ServedVersions versions;
    private final Consumer<Round> told;
    private final Thread thread;
    /** Held for a whole round. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    /** Held for a swap alone: who rolls back does not wait for a round. */
    private final ReentrantLock swapping = new ReentrantLock();
    /** Policies that somebody rolled back: they stay there until somebody promotes. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private boolean stopped;
    private volatile Optional<Round> last = Optional.empty();
    private long nextFit = Long.MIN_VALUE;
    private long nextExpiry = Long.MIN_VALUE;
    /** What the log held when policies learned last. */
    private List<TableSummary> learnedFrom = List.of();

    private Continuous(Station station, Engine engine, LearnOptions options, Consumer<Round> told) {
        this.station = station;
        this.loop = new Loop(station.workspace(), station.configuration(), engine, (what, done, total) -> {});
        this.options = options;
        this.gate = PolicyGate.of(loop, options.gate());
        this.versions = new ServedVersions(station.workspace());
        this.told = told;
        this.thread = Thread.ofPlatform().name("learning").daemon().unstarted(this::run);
    }

    /**
     * Begins; the first round is after the first interval.
     *
     * @param engine of its own, which it closes
     * @param told of each round
     */
    public static Continuous start(Station station, Engine engine, LearnOptions options, Consumer<Round> told) {
        Continuous learning = new Continuous(station, engine, options, told);
        station.policies()
                .forEach(name -> station.workspace()
                        .policies()
                        .current(name)
                        .ifPresent(artifact -> learning.versions.add(name, artifact.version(), false)));
        station.policies().stream().filter(learning.versions::isHeld).forEach(learning.held::add);
        learning.thread.start();
        return learning;
    }

    private void run() {
        long due = System.nanoTime() + options.every().toNanos();
        while (true) {
            lock.lock();
            try {
                long left = due - System.nanoTime();
                while (!stopped && left > 0) {
                    left = changed.awaitNanos(left);
                }
                if (stopped) {
                    return;
                }
                due = System.nanoTime() + options.every().toNanos();
                round();
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    /** A round at once; waits for one that is under way. */
    public Round now() {
        lock.lock();
        try {
            return round();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets members, after a round that is under way: what it learns from them is marked. @see Station#forget */
    public Forgetting.Result forget(Set<String> members) {
        lock.lock();
        try {
            return station.forget(members);
        } finally {
            lock.unlock();
        }
    }

    /** The last round. */
    public Optional<Round> last() {
        return last;
    }

    private Round round() {
        long start = System.nanoTime();
        List<String> problems = new ArrayList<>();
        List<Round.Learned> learned = new ArrayList<>();
        long asOf = station.present().settled();
        long rows = 0;
        try {
            Sealing.Sealed sealed = station.seal();
            rows = sealed.rows();
            if (sealed.aside() > 0) {
                problems.add(sealed.aside() + " rows were not taken by the log; they are in journal/not-taken.jsonl");
            }
            if (asOf >= nextExpiry) {
                station.present().expire();
                nextExpiry = asOf + micros(EXPIRY);
            }
            if (options.learns()) {
                Window window = Window.asOf(asOf).decided(asOf - micros(options.window()), Long.MAX_VALUE);
                List<TableSummary> log = loop.engine().describe();
                boolean same = log.equals(learnedFrom);
                if (!same) {
                    fit(window, asOf, problems);
                }
                station.policies()
                        .forEach(name -> learned.add(
                                same && !held.contains(name) ? unchanged(name) : learn(name, of(name, window))));
                learnedFrom = log;
            }
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // The thread goes on: it seals what is acknowledged.
            problems.add(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        Round round = new Round(asOf, rows, learned, (System.nanoTime() - start) / 1_000_000, problems);
        last = Optional.of(round);
        told.accept(round);
        return round;
    }

    /** What a policy learns from, and is judged by. */
    private Window of(String name, Window window) {
        return switch (station.learnsFrom(name)) {
            case OWN -> window.servedBy(name);
            case ALL -> window;
        };
    }

    /** Nothing was received since the last round: the same rows would teach the same. */
    private Round.Learned unchanged(String name) {
        return new Round.Learned(name, served(name).orElse(""), false, "nothing was received since the last round");
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000;
    }

    private void fit(Window window, long asOf, List<String> problems) {
        boolean wanted = !options.fitEvery().isZero()
                && !station.configuration().delays().isEmpty();
        if (!wanted || asOf < nextFit) {
            return;
        }
        // What cannot be fitted yet, at a cold start nothing can, is tried again soon, and not a day later.
        nextFit = asOf + micros(AGAIN.compareTo(options.fitEvery()) < 0 ? AGAIN : options.fitEvery());
        try {
            new DelayFitting(loop).fit(window, List.of());
            // Readings are of the forecasts that made the labels: those of earlier ones are refused.
            new ReadingFitting(loop).fit(window);
            nextFit = asOf + micros(options.fitEvery());
        } catch (Refusal e) {
            problems.add("forecasts: " + e.getMessage());
        }
    }

    private Round.Learned learn(String name, Window window) {
        if (held.contains(name)) {
            return new Round.Learned(name, "", false, "rolled back; promote a version, and it learns again");
        }
        try {
            TrainedPolicy candidate = new PolicyTraining(loop)
                    .prepare(name, window, options.seed())
                    .policy();
            String version = candidate.artifact().version();
            if (served(name).equals(Optional.of(version))) {
                return new Round.Learned(name, version, false, "it serves already: nothing new was learned");
            }
            Optional<TrainedPolicy> current =
                    station.present().service().policy(name).map(ServedPolicy::trained);
            List<PolicyGate.Check> checks = gate.check(candidate, current, window, station.recentVisits());
            List<PolicyGate.Check> failed =
                    checks.stream().filter(check -> !check.passed()).toList();
            if (failed.isEmpty()) {
                return swap(candidate, said(checks));
            }
            refuse(name, version);
            return new Round.Learned(name, version, false, "kept out: " + said(failed));
        } catch (Refusal e) {
            return new Round.Learned(name, "", false, String.valueOf(e.getMessage()));
        }
    }

    private static String said(List<PolicyGate.Check> checks) {
        return checks.stream().map(check -> check.name() + ": " + check.found()).collect(Collectors.joining("; "));
    }

    private void refuse(String name, String version) {
        swapping.lock();
        try {
            versions.refuse(name, version);
        } finally {
            swapping.unlock();
        }
    }

    private Round.Learned swap(TrainedPolicy candidate, String note) {
        String name = candidate.artifact().name();
        String version = candidate.artifact().version();
        swapping.lock();
        try {
            if (held.contains(name)) {
                versions.refuse(name, version);
                return new Round.Learned(name, version, false, "rolled back meanwhile");
            }
            station.serve(candidate);
            station.workspace().policies().promote(name, version);
            versions.add(name, version, true);
            return new Round.Learned(name, version, true, note);
        } finally {
            swapping.unlock();
        }
    }

    private Optional<String> served(String name) {
        return station.present()
                .service()
                .policy(name)
                .map(policy -> policy.trained().artifact().version());
    }

    /** The versions of a policy that one can go back to, the one in service last. */
    public List<String> versions(String name) {
        return versions.of(name);
    }

    /** Whether a policy was rolled back, and does not learn. */
    public boolean held(String name) {
        return held.contains(name);
    }

    /**
     * Puts a version in service, and lets the policy learn on.
     *
     * @throws Refusal when there is no such version, or the policy serves nobody
     */
    public void promote(String name, String version) {
        swapping.lock();
        try {
            requireServed(name);
            station.promote(name, version);
            versions.add(name, version, false);
            hold(name, false);
        } finally {
            swapping.unlock();
        }
    }

    /**
     * Puts the version before the one in service back, and holds the policy there.
     *
     * @return the version that serves now
     * @throws Refusal when there is none before it
     */
    public String rollBack(String name) {
        swapping.lock();
        try {
            requireServed(name);
            String back = served(name)
                    .flatMap(version -> versions.before(name, version))
                    .orElseThrow(() ->
                            new Refusal("there is no version of " + name + " before the one in service to go back to"));
            // First, since it may be refused: what could not be gone back to leaves everything as it was.
            station.goBack(name, back);
            versions.wentBack(name, back);
            hold(name, true);
            return back;
        } finally {
            swapping.unlock();
        }
    }

    /** Beyond a restart. */
    private void hold(String name, boolean holds) {
        versions.hold(name, holds);
        if (holds) {
            held.add(name);
        } else {
            held.remove(name);
        }
    }

    private void requireServed(String name) {
        if (!station.policies().contains(name)) {
            throw new Refusal("policy '" + name + "' serves nobody here; in service are "
                    + String.join(", ", station.policies()));
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.engine().close();
    }
}
