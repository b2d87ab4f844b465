package dev.longview.policy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The parameters while they are learned, and the step that learns from one row. Parameters are those of the standardised target; all
 * lie in one array: bias, position terms, linear terms, embeddings.
 */
final class Descent {
    /** Embeddings start uniform in ±this: not 0, where u·v has no gradient, and small against a standardised target. */
    private static final double SPREAD = 0.1;
    /** Squared gradients start from this, so that the first steps are of the learning rate's size at most. */
    static final double FIRST_SQUARE = 1;

    /**
     * So many features next to each other, as a power of two, are one thread's: their parameters share lines of the cache, which else would
     * go to and fro between the cores at each step.
     */
    private static final int NEIGHBOURS = 4;

    private static final int POSITION = 1;
    private static final int LINEAR = POSITION + FactorisedModel.POSITIONS;

    private final TrainingRows rows;
    private final int d;
    private final double rate;
    private final double shared;
    private final double activity;
    private final double mean;
    private final double scale;
    private final double constantLoss;
    private final int embeddings;
    final double[] theta;
    /** Sums of squared gradients; of an embedding the mean over its dimensions, at its first. */
    private final double[] squares;
    /** L2 of each feature, per step. */
    private final double[] shrinkage;

    Descent(TrainingRows rows, int dimensions, double rate, double regularisation, double ridge, long seed) {
        this.rows = rows;
        this.d = dimensions;
        this.rate = rate;
        activity = activity(rows);
        shared = rate / Math.sqrt(activity);
        int m = rows.slots.length;
        embeddings = LINEAR + m;
        theta = new double[Math.toIntExact(embeddings + (long) m * d)];
        squares = new double[theta.length];
        Arrays.fill(squares, FIRST_SQUARE);
        shrinkage = new double[m];
        for (int e = 0; e < rows.starts[2 * rows.size()]; e++) {
            shrinkage[rows.features[e]]++;
        }
        boolean[] seen = new boolean[m];
        for (int f = 0; f < m; f++) {
            // What only candidates have that were never shown adds nothing.
            seen[f] = shrinkage[f] > 0;
            shrinkage[f] = regularisation + (seen[f] ? ridge / shrinkage[f] : 0);
        }
        spread(rows, theta, embeddings, d, seed);
        for (int f = 0; f < m; f++) {
            if (!seen[f]) {
                Arrays.fill(theta, embeddings + f * d, embeddings + (f + 1) * d, 0);
            }
        }
        double sum = 0;
        double total = 0;
        for (int r = 0; r < rows.size(); r++) {
            sum += rows.weight[r] * rows.target[r];
            total += rows.weight[r];
        }
        mean = sum / total;
        // Per row and not per weight: a reading's variance is that of a final label over its precision, so that this is
        // a final label's,
        // and the ridge pulls on few precise rows as on many vague ones.
        double sum2 = 0;
        for (int r = 0; r < rows.size(); r++) {
            sum2 += rows.weight[r] * (rows.target[r] - mean) * (rows.target[r] - mean);
        }
        constantLoss = sum2 / rows.size();
        scale = constantLoss > 0 ? Math.sqrt(constantLoss) : 1;
    }

    /** Random embeddings, by slot and not in a stream, so that a value starts the same whatever other values there are. */
    static void spread(TrainingRows rows, double[] theta, int embeddings, int d, long seed) {
        Draws draws = new Draws(0);
        for (int f = 0; f < rows.slots.length; f++) {
            draws.reseed(Draws.mix(seed) + rows.slots[f]);
            for (int j = 0; j < d; j++) {
                theta[embeddings + f * d + j] = SPREAD * (2 * draws.uniform() - 1);
            }
        }
    }

    /** That of features: over the root of how many step together. */
    double sharedRate() {
        return shared;
    }

    /**
     * By how much one row's step changes what is predicted of a row like it, as a share of the residual, as steps are now: by the bias, the
     * position and the features that the two have in common, whose squared gradients are about the bias's.
     */
    double reach() {
        return (2 * rate + shared * activity) / Math.sqrt(squares[0]);
    }

    /**
     * What is left of the learning rate after a share of all steps: all in the first half, in the second it falls to 0 on a line. What is
     * learned is then no longer that of the rows which came last, but of all of them: where effects are small against the noise of a row,
     * the last steps of a constant rate can turn their sign (Defazio, Cutkosky, Mehta and Mishchenko, Optimal linear decay learning rate
     * schedules and further refinements, 2023).
     */
    static double cooled(double done) {
        return Math.min(1, 2 * (1 - done));
    }

    /** The learning rate of a parameter: for features, over the root of how many step together. */
    double rate(int parameter) {
        return parameter < LINEAR ? rate : shared;
    }

    int dimensions() {
        return d;
    }

    double scale() {
        return scale;
    }

    double constantLoss() {
        return constantLoss;
    }

    /** The standardised target of a row. */
    double target(int row) {
        return (rows.target[row] - mean) / scale;
    }

    /**
     * The prediction of a row's standardised target.
     *
     * @param sides gets the embeddings of context and item, one after the other, from {@code at} on
     */
    double predict(int row, double[] sides, int at) {
        int item = rows.starts[2 * row + 1];
        double prediction = theta[0] + theta[POSITION + rows.position[row]];
        prediction += side(rows.starts[2 * row], item, sides, at);
        prediction += side(item, rows.starts[2 * row + 2], sides, at + d);
        for (int j = at; j < at + d; j++) {
            prediction += sides[j] * sides[j + d];
        }
        return prediction;
    }

    /**
     * Learns from a row, as far as the parameters of one part of the features go: parts learn at once and never touch each other's.
     *
     * @param gradient of the row's loss in its prediction
     * @param sides as {@link #predict} left them
     * @param share of the learning rate that is left, in 0 … 1
     * @param owners of the features, by {@link #owners}
     * @param part whose features are to learn; the first takes bias and positions too
     */
    void learn(int row, double gradient, double[] sides, int at, double share, byte[] owners, int part) {
        if (part == 0) {
            // Bias and position are one feature each and nobody's neighbour: they take the whole rate.
            descend(0, gradient, share * rate);
            if (rows.position[row] > 0) {
                // Position 0 is the reference, which the bias is of.
                descend(POSITION + rows.position[row], gradient, share * rate);
            }
        }
        int item = rows.starts[2 * row + 1];
        descend(rows.starts[2 * row], item, gradient, sides, at + d, share * shared, owners, part);
        descend(item, rows.starts[2 * row + 2], gradient, sides, at, share * shared, owners, part);
    }

    /**
     * Shares features out among threads, neighbours together and each thread about as many steps: the busiest neighbours first, to who has
     * least. By number over 2^{@link #NEIGHBOURS}, whose they are.
     */
    byte[] owners(int parts) {
        int groups = (rows.slots.length >>> NEIGHBOURS) + 1;
        long[] steps = new long[groups];
        for (int e = 0; e < rows.starts[2 * rows.size()]; e++) {
            steps[rows.features[e] >>> NEIGHBOURS]++;
        }
        byte[] owners = new byte[groups];
        long[] load = new long[parts];
        IntStream.range(0, groups)
                .boxed()
                .sorted(Comparator.comparingLong(group -> -steps[group]))
                .forEach(group -> {
                    int least = 0;
                    for (int part = 1; part < parts; part++) {
                        least = load[part] < load[least] ? part : least;
                    }
                    owners[group] = (byte) least;
                    load[least] += steps[group];
                });
        return owners;
    }

    /** @throws IllegalStateException when a parameter is not finite */
    FactorisedModel model() {
        for (double parameter : theta) {
            if (!Double.isFinite(parameter)) {
                throw new IllegalStateException("training diverged; lower the learning rate, now " + rate);
            }
        }
        int m = rows.slots.length;
        double[] positions = new double[FactorisedModel.POSITIONS];
        for (int p = 0; p < positions.length; p++) {
            positions[p] = scale * theta[POSITION + p];
        }
        double[] linear = new double[m];
        for (int f = 0; f < m; f++) {
            linear[f] = scale * theta[LINEAR + f];
        }
        double root = Math.sqrt(scale);
        double[] vectors = Arrays.copyOfRange(theta, embeddings, theta.length);
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] *= root;
        }
        double bias = mean + scale * theta[0];
        return new FactorisedModel(rows.space, rows.scaling, d, bias, positions, rows.slots, linear, vectors);
    }

    /**
     * Mean of Σ value² over rows. All active features step for the same residual, so that a row's steps add up; divided by the root of
     * how many they are, one learning rate serves models of two features and of fifty.
     */
    private static double activity(TrainingRows rows) {
        double sum = 0;
        for (int e = 0; e < rows.starts[2 * rows.size()]; e++) {
            sum += (double) rows.values[e] * rows.values[e];
        }
        return Math.max(1, sum / rows.size());
    }

    private double side(int from, int to, double[] sum, int at) {
        return side(rows, theta, LINEAR, embeddings, d, from, to, sum, at);
    }

    /** Sums the embeddings of features into {@code sum} from {@code at} on; returns the sum of their linear terms. */
    static double side(
            TrainingRows rows,
            double[] theta,
            int linears,
            int embeddings,
            int d,
            int from,
            int to,
            double[] sum,
            int at) {
        Arrays.fill(sum, at, at + d, 0);
        double linear = 0;
        for (int e = from; e < to; e++) {
            int f = rows.features[e];
            double value = rows.values[e];
            linear += value * theta[linears + f];
            int embedding = embeddings + f * d;
            for (int j = 0; j < d; j++) {
                sum[at + j] += value * theta[embedding + j];
            }
        }
        return linear;
    }

    private void descend(
            int from, int to, double gradient, double[] other, int at, double rate, byte[] owners, int part) {
        for (int e = from; e < to; e++) {
            int f = rows.features[e];
            if (owners[f >>> NEIGHBOURS] != part) {
                continue;
            }
            double slope = gradient * rows.values[e];
            double l2 = shrinkage[f];
            descend(LINEAR + f, slope + l2 * theta[LINEAR + f], rate);
            // One step size for an embedding, by its mean squared gradient: one root and one division a feature instead
            // of d,
            // and what is learned is as good.
            int embedding = embeddings + f * d;
            double sum = 0;
            for (int j = 0; j < d; j++) {
                double g = slope * other[at + j] + l2 * theta[embedding + j];
                sum += g * g;
            }
            squares[embedding] += sum / d;
            double step = rate / Math.sqrt(squares[embedding]);
            double along = step * slope;
            double shrink = 1 - step * l2;
            for (int j = 0; j < d; j++) {
                theta[embedding + j] = shrink * theta[embedding + j] - along * other[at + j];
            }
        }
    }

    private void descend(int parameter, double slope, double rate) {
        squares[parameter] += slope * slope;
        theta[parameter] -= rate * slope / Math.sqrt(squares[parameter]);
    }
}
