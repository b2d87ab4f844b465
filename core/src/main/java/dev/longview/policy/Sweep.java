package dev.longview.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A pass over rows in a given order, by several threads, whose number does not show in what is learned.
 *
 * <p>Rows go in batches. First each row of a batch is predicted by the parameters as they are, rows shared out among the threads; then
 * each row's gradient is descended, one row after the other, parameters shared out among the threads by their feature. So every
 * parameter is changed by the same numbers in the same order, however many threads there are. Within a batch predictions are stale by
 * less than a batch, so batches begin with one row and grow no faster than steps shrink. What bounds the gain of a second core is that
 * each reads what the other has written.
 *
 * <p>The limit: an active feature costs its parameters, read twice and written once (24 bytes a dimension), and two square roots and
 * divisions.
 */
final class Sweep {
    /** Long against the half microsecond in which threads meet, short against the thousands of rows after which a step is small. */
    static final int BATCH = 256;
    /** A batch is at most the rows seen over this. */
    private static final int STALENESS = 64;
    /**
     * Rows alike that step by stale residuals must not overshoot together: a batch corrects about this share of the residual of a row like
     * them all. Where it is more than all of it, rows with many features in common swing about.
     */
    private static final double CORRECTED = 0.1;
    /** Rows for which threads are started, some twenty milliseconds of work. */
    static final int STRETCH = 1 << 14;

    private final Descent descent;
    private final TrainingRows rows;
    private final Pace pace;
    private final byte[] owners;
    private final byte[] alone;
    private final double[] residuals = new double[BATCH];
    private final double[] sides;
    private final double total;
    private long seen;

    /** @param passes over all rows that there will be */
    Sweep(Descent descent, TrainingRows rows, int threads, Pace pace, int passes) {
        total = (double) passes * rows.size();
        this.descent = descent;
        this.rows = rows;
        this.pace = pace;
        owners = descent.owners(threads);
        alone = descent.owners(1);
        sides = new double[BATCH * 2 * descent.dimensions()];
    }

    /** Goes over the rows once; returns Σ weight · residual² of the predictions that rows had before they were learned from. */
    double over(int[] order) {
        double[] loss = {0};
        for (int from = 0; from < order.length; from += STRETCH) {
            int begin = from;
            int end = Math.min(order.length, from + STRETCH);
            if (end - begin < STRETCH) {
                loss[0] += over(order, begin, end, pace.threads());
            } else {
                pace.timed(() -> loss[0] += over(order, begin, end, pace.threads()));
            }
            seen += end - begin;
        }
        return loss[0];
    }

    private double over(int[] order, int begin, int end, int threads) {
        Rendezvous meeting = new Rendezvous(threads);
        List<FutureTask<Double>> others = new ArrayList<>();
        for (int part = 1; part < threads; part++) {
            int own = part;
            FutureTask<Double> task = new FutureTask<>(() -> work(order, begin, end, own, threads, meeting));
            others.add(task);
            Thread thread = new Thread(task, "sweep-" + part);
            thread.setDaemon(true);
            thread.start();
        }
        double loss = work(order, begin, end, 0, threads, meeting);
        for (FutureTask<Double> task : others) {
            join(task);
        }
        return loss;
    }

    private double work(int[] order, int begin, int end, int part, int threads, Rendezvous meeting) {
        byte[] shared = threads == 1 ? alone : owners;
        try {
            double loss = 0;
            int width = 2 * descent.dimensions();
            for (int from = begin, size; from < end; from += size) {
                size = Math.min(batch(seen + from - begin), end - from);
                int until = (part + 1) * size / threads;
                for (int b = part * size / threads; b < until; b++) {
                    int row = order[from + b];
                    residuals[b] = descent.predict(row, sides, b * width) - descent.target(row);
                }
                double share = Descent.cooled((seen + from - begin) / total);
                meeting.await();
                for (int b = 0; b < size; b++) {
                    int row = order[from + b];
                    double gradient = rows.weight[row] * residuals[b];
                    loss += gradient * residuals[b];
                    descent.learn(row, gradient, sides, b * width, share, shared, part);
                }
                meeting.await();
            }
            return loss;
        } catch (RuntimeException | Error e) {
            meeting.breakOff();
            throw e;
        }
    }

    private int batch(long done) {
        return (int) Math.clamp(Math.min((double) done / STALENESS, CORRECTED / descent.reach()), 1, BATCH);
    }

    private static void join(FutureTask<Double> task) {
        boolean interrupted = false;
        while (true) {
            try {
                task.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("training failed: " + e.getCause(), e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
