package dev.longview.benchmarks;

import dev.longview.simulate.published.ImpatientShows;
import java.util.Arrays;

/**
 * A label of a trace from what its first days showed, that tells shows apart: linear in the days, the last active day, whether there was
 * one, and whether it is recent. It knows neither the show nor how the show did before.
 *
 * <p>Stickiness itself, from one trace, is mostly about the listener. So the weights are those that predict a show's mean over all its
 * traces from its mean over fifty, by least squares over earlier shows: early days tell more of a show so than by what {@link
 * TracePredictor} makes of single traces. Then the label is scaled to be the stickiness that is to be expected of one trace of that score.
 */
final class ShowPredictor {
    private static final int MORE = 4;
    /** About as many traces as a show has that are not complete, where fifty decisions a day are about fifty shows. */
    private static final int GROUP = 50;

    private final int age;
    private final double[] weights;

    private ShowPredictor(int age, double[] weights) {
        this.age = age;
        this.weights = weights;
    }

    /**
     * @param traces of each of some shows, as many of each
     * @param age days that are seen, the first of which is the day after the recommendation
     */
    static ShowPredictor fit(long[][] traces, int age) {
        int n = age + MORE;
        double[][] normal = new double[n][n + 1];
        double[] group = new double[n];
        for (long[] show : traces) {
            double mean = Arrays.stream(show)
                    .mapToInt(ImpatientShows::stickiness)
                    .average()
                    .orElseThrow();
            for (int number = 0; number < show.length; number++) {
                add(show[number], age, group);
                if ((number + 1) % GROUP == 0) {
                    add(group, mean, normal);
                    Arrays.fill(group, 0);
                }
            }
            Arrays.fill(group, 0);
        }
        ShowPredictor score = new ShowPredictor(age, LinearEquations.solve(normal));
        double[][] line = new double[2][3];
        for (long[] show : traces) {
            for (long trace : show) {
                add(new double[] {score.predict(trace), 1}, ImpatientShows.stickiness(trace), line);
            }
        }
        double[] scale = LinearEquations.solve(line);
        double[] weights = score.weights.clone();
        for (int i = 0; i < n; i++) {
            weights[i] *= scale[0];
        }
        weights[n - 1] += scale[1];
        return new ShowPredictor(age, weights);
    }

    double predict(long trace) {
        double sum = weights[weights.length - 1];
        long seen = seen(trace, age);
        for (long left = seen; left != 0; left &= left - 1) {
            sum += weights[Long.numberOfTrailingZeros(left)];
        }
        return sum
                + weights[age] * last(seen, age)
                + (seen == 0 ? weights[age + 1] : 0)
                + (recent(seen, age) ? weights[age + 2] : 0);
    }

    private static long seen(long trace, int age) {
        return trace & ((1L << age) - 1);
    }

    private static double last(long seen, int age) {
        return (Long.SIZE - Long.numberOfLeadingZeros(seen)) / (double) age;
    }

    private static boolean recent(long seen, int age) {
        return seen >>> Math.max(0, age - 7) != 0;
    }

    private static void add(long trace, int age, double[] group) {
        long seen = seen(trace, age);
        for (long left = seen; left != 0; left &= left - 1) {
            group[Long.numberOfTrailingZeros(left)] += 1.0 / GROUP;
        }
        group[age] += last(seen, age) / GROUP;
        group[age + 1] += seen == 0 ? 1.0 / GROUP : 0;
        group[age + 2] += recent(seen, age) ? 1.0 / GROUP : 0;
        group[age + 3] += 1.0 / GROUP;
    }

    private static void add(double[] x, double y, double[][] normal) {
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                normal[i][j] += x[i] * x[j];
            }
            normal[i][x.length] += x[i] * y;
        }
    }
}
