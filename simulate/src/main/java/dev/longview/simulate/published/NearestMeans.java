package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;

/** Lloyd's k-means of points drawn by a seed, the best of ten starts. */
final class NearestMeans {
    private static final int STARTS = 10;
    private static final int MOST_ROUNDS = 300;
    private static final int PURPOSE = 90;

    private NearestMeans() {}

    /**
     * The cluster of each point.
     *
     * @param points {@code width} numbers for each
     */
    static int[] clusters(long key, double[] points, int width, int count) {
        int size = points.length / width;
        int[] best = new int[size];
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            double[] means = new double[count * width];
            for (int c = 0; c < count; c++) {
                int from = (int) (size * Draws.uniform(key, PURPOSE, (long) start * count + c));
                System.arraycopy(points, from * width, means, c * width, width);
            }
            int[] cluster = new int[size];
            double before = Double.POSITIVE_INFINITY;
            double squares = assign(points, width, means, cluster);
            for (int round = 0; round < MOST_ROUNDS && squares < before; round++) {
                move(points, width, means, cluster);
                before = squares;
                squares = assign(points, width, means, cluster);
            }
            if (squares < least) {
                least = squares;
                best = cluster;
            }
        }
        return best;
    }

    private static double assign(double[] points, int width, double[] means, int[] cluster) {
        double squares = 0;
        for (int i = 0; i < cluster.length; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int c = 0; c < means.length / width; c++) {
                double distance = 0;
                for (int j = 0; j < width; j++) {
                    double difference = points[i * width + j] - means[c * width + j];
                    distance += difference * difference;
                }
                if (distance < nearest) {
                    nearest = distance;
                    cluster[i] = c;
                }
            }
            squares += nearest;
        }
        return squares;
    }

    private static void move(double[] points, int width, double[] means, int[] cluster) {
        int[] sizes = new int[means.length / width];
        for (int c : cluster) {
            sizes[c]++;
        }
        for (int c = 0; c < sizes.length; c++) {
            // A mean to which no point is nearest stays where it is.
            if (sizes[c] > 0) {
                Arrays.fill(means, c * width, (c + 1) * width, 0);
            }
        }
        for (int i = 0; i < cluster.length; i++) {
            for (int j = 0; j < width; j++) {
                means[cluster[i] * width + j] += points[i * width + j] / sizes[cluster[i]];
            }
        }
    }
}
