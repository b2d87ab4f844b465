package dev.longview.benchmarks;

import dev.longview.simulate.published.ImpatientShows;
import java.util.Arrays;

/**
 * A trace's stickiness from what its first days showed, by least squares over the traces of all shows together: active days, activity in
 * the last seven, the last active day, and whether there was one. It knows neither the show nor how the show did before.
 */
final class TracePredictor {
    private static final int FEATURES = 4;

    private final int age;
    private final double[] weights;

    private TracePredictor(int age, double[] weights) {
        this.age = age;
        this.weights = weights;
    }

    /**
     * @param group how many traces of a show make one equation: the squared error is that of their mean
     * @param age days that are seen, the first of which is the day after the recommendation
     */
    static TracePredictor fit(ImpatientShows shows, long traces, int group, int age) {
        int n = FEATURES + 1;
        double[][] normal = new double[n][n + 1];
        double[] x = new double[n];
        double[] mean = new double[n + 1];
        for (int show = 0; show < shows.size(); show++) {
            for (long number = 0; number < traces; number++) {
                long trace = shows.trace(show, number);
                features(trace, age, x);
                for (int i = 0; i < n; i++) {
                    mean[i] += x[i] / group;
                }
                mean[n] += (double) ImpatientShows.stickiness(trace) / group;
                if ((number + 1) % group == 0) {
                    add(mean, normal);
                    Arrays.fill(mean, 0);
                }
            }
        }
        return new TracePredictor(age, LinearEquations.solve(normal));
    }

    private static void add(double[] mean, double[][] normal) {
        for (int i = 0; i < normal.length; i++) {
            for (int j = 0; j < mean.length; j++) {
                normal[i][j] += mean[i] * mean[j];
            }
        }
    }

    double predict(long trace) {
        double[] x = new double[FEATURES + 1];
        features(trace, age, x);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    private static void features(long trace, int age, double[] x) {
        long seen = trace & ((1L << age) - 1);
        x[0] = 1;
        x[1] = Long.bitCount(seen);
        x[2] = Long.bitCount(seen >>> Math.max(0, age - 7));
        x[3] = (Long.SIZE - Long.numberOfLeadingZeros(seen)) / (double) age;
        x[4] = seen == 0 ? 1 : 0;
    }
}
