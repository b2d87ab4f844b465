package dev.longview.delay;

import java.util.concurrent.TimeUnit;

/** Gathers the values that were seen, in the order of rows, for the {@link Points} of a model. */
final class PointsSeen {
    private final Levels levels;
    private final Landmarks landmarks;
    private final double horizon;
    private final double[] finals;
    private final long[] ended;
    private final double[][] grown;
    private final long[][] stayed;
    private final double[] times;
    private final long[] timed;

    /** @param nodes the landmarks by which values still grow: those of the table */
    PointsSeen(Chain chain, Landmarks landmarks, Landmarks nodes) {
        levels = chain.levels();
        this.landmarks = landmarks;
        horizon = TimeUnit.MICROSECONDS.convert(chain.outcome().finalAfter());
        int binned = levels.binned() ? levels.size() : 0;
        finals = new double[2 * binned];
        ended = new long[2 * binned];
        grown = new double[nodes.bins() + 1][binned];
        stayed = new long[nodes.bins() + 1][binned];
        times = new double[levels.timed() ? landmarks.bins() + 1 : 0];
        timed = new long[times.length];
    }

    /** A final value of a level, had at a landmark before in a level of its own. */
    void stayed(int landmark, int level, double before, double end) {
        if (levels.binned() && level > 0) {
            grown[landmark][level] += Math.max(0, Math.min(end, levels.end(level)) - before);
            stayed[landmark][level]++;
        }
    }

    void ended(double value) {
        int level = levels.of(value);
        if (levels.binned() && level > 0) {
            double capped = Math.min(value, levels.end(level));
            int half = 2 * level + (capped > middle(level) ? 1 : 0);
            finals[half] += capped;
            ended[half]++;
        }
    }

    /** A time that was received in this bin of ages, or by the first landmark: one bin more. */
    void time(int bin, double micros) {
        times[bin] += Math.clamp(micros, 0, horizon);
        timed[bin]++;
    }

    Points points() {
        double[] support = new double[Points.size(levels, landmarks.bins())];
        if (levels.timed()) {
            for (int bin = 0; bin < times.length; bin++) {
                support[bin] = timed[bin] > 0 ? times[bin] / timed[bin] : Math.min(horizon, unseen(bin));
            }
            support[times.length] = Double.NaN;
            return new Points(support, new double[0], new double[0][]);
        }
        if (!levels.binned()) {
            for (int level = 0; level < support.length; level++) {
                support[level] = levels.value(level);
            }
            return new Points(support, new double[0], new double[0][]);
        }
        double[] upper = new double[levels.size()];
        double[][] growth = new double[grown.length][levels.size()];
        for (int level = 1; level < levels.size(); level++) {
            support[2 * level - 1] = mean(2 * level, (levels.start(level) + middle(level)) / 2);
            support[2 * level] = mean(2 * level + 1, (middle(level) + levels.end(level)) / 2);
            // A half in which nothing ever ended gets nothing: a count has no values between 1 and 2.
            long all = ended[2 * level] + ended[2 * level + 1];
            upper[level] = all > 0 ? (double) ended[2 * level + 1] / all : 0.5;
            for (int k = 0; k < growth.length; k++) {
                growth[k][level] = stayed[k][level] > 0 ? grown[k][level] / stayed[k][level] : 0;
            }
        }
        return new Points(support, upper, growth);
    }

    private double mean(int half, double unseen) {
        return ended[half] > 0 ? finals[half] / ended[half] : unseen;
    }

    private double unseen(int bin) {
        return bin == landmarks.bins()
                ? landmarks.age(0) / 2.0
                : (landmarks.age(bin) + (double) landmarks.age(bin + 1)) / 2;
    }

    private double middle(int level) {
        return (levels.start(level) + levels.end(level)) / 2;
    }
}
