package dev.longview.simulate.streaming;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a world day by day under the recommenders that its accounts are assigned to, and writes the log of it.
 *
 * <pre>{@code
 * World first = World.create(WorldParameters.defaults(), seed, 20_000, startMicros);
 * World later = Simulation.withDefaults()
 *         .run(first, 56, Assigner.everybody(PopularityRecommender.withDefaults()), log, Truth.ignored(), Progress.silent());
 * World end = Simulation.withDefaults().run(later, 28, abTest, testLog, truth, Progress.silent());   // same members, new days
 * }</pre>
 *
 * <p>Rows may carry times after the run's end: a thumb given days later, an event received late. A reader as of T sees what was
 * received by T.
 */
public final class Simulation {
    private static final int BLOCK = 1024;

    private final int threads;
    private final int slateSize;
    private final boolean impressionEvents;

    private Simulation(int threads, int slateSize, boolean impressionEvents) {
        this.threads = threads;
        this.slateSize = slateSize;
        this.impressionEvents = impressionEvents;
    }

    /** Two threads, slates of five, no impression events. */
    public static Simulation withDefaults() {
        return new Simulation(2, 5, false);
    }

    /** Changes how long a run takes, never what comes out. */
    public Simulation withThreads(int count) {
        return new Simulation(positive("threads", count), slateSize, impressionEvents);
    }

    public Simulation withSlateSize(int positions) {
        return new Simulation(threads, positive("slate size", positions), impressionEvents);
    }

    /** Whether a feedback row of the kind impression is written for each recommendation that was really seen. */
    public Simulation withImpressions(boolean written) {
        return new Simulation(threads, slateSize, written);
    }

    /**
     * The world after some more days. The world given stays as it is, so that other runs can branch off it.
     *
     * @throws IllegalStateException when a recommender fails; its exception is the cause
     */
    public World run(World from, int days, Assigner assigner, LogSink log, Truth truth, Progress progress) {
        World world = from.copy();
        Tally tally = new Tally();
        List<Assigner.Assignment> assignments = new ArrayList<>();
        if (world.day == 0) {
            world.describe(log);
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            long impressions = 0;
            for (int d = 0; d < days; d++) {
                LogRows news = new LogRows();
                Offer offer = world.open(news);
                news.drainTo(log);
                for (int i = assignments.size(); i < world.members.size; i++) {
                    assignments.add(assigner.assign(world.members.account[i]));
                }
                tally.room(world.members.size);
                impressions += day(world, offer, tally, assignments, workers, log);
                progress.day(d + 1, days, impressions);
            }
        } finally {
            workers.shutdownNow();
        }
        for (int i = 0; i < assignments.size(); i++) {
            if (tally.activeDays[i] > 0) {
                truth.account(tally.account(i, world.members.account[i], assignments.get(i)));
            }
        }
        return world;
    }

    /** All blocks of a day, a few at a time, written in the order of the blocks whichever finishes first. */
    private long day(
            World world,
            Offer offer,
            Tally tally,
            List<Assigner.Assignment> assignments,
            ExecutorService workers,
            LogSink log) {
        int[] plays = new int[world.titles.size()];
        long impressions = 0;
        Deque<Future<BlockDay>> ahead = new ArrayDeque<>();
        int size = world.members.size;
        for (int from = 0; from < size || !ahead.isEmpty(); from += BLOCK) {
            if (from < size) {
                int first = from;
                int end = Math.min(size, from + BLOCK);
                ahead.add(workers.submit(() -> {
                    BlockDay block = new BlockDay(world, offer, tally, slateSize, impressionEvents);
                    block.run(first, end, assignments);
                    return block;
                }));
            }
            if (from >= size || ahead.size() > 2 * threads) {
                BlockDay block = finished(ahead.remove());
                block.rows.drainTo(log);
                impressions += block.impressions;
                for (int t = 0; t < plays.length; t++) {
                    plays[t] += block.plays[t];
                }
            }
        }
        world.close(plays);
        return impressions;
    }

    private static BlockDay finished(Future<BlockDay> block) {
        try {
            return block.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while simulating", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated day failed: " + e.getCause(), e.getCause());
        }
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
