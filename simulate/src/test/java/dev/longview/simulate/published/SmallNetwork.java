package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The regressor and classifier that W5 was published with: three hidden layers of ten rectified units, 200 epochs of Adam with steps of
 * 0.001 on batches of 200, uniform initial weights within √(6/(in + out)), weight decay 1e−4. One output is fitted by least squares,
 * several are log-odds of classes, fitted by log loss.
 */
final class SmallNetwork {
    private static final int HIDDEN = 10;
    private static final int EPOCHS = 200;
    private static final int BATCH = 200;

    private final int[] widths;
    /** For each layer: of each output, its bias and weights. */
    private final double[][] weights;

    private final double[][] gradient;
    private final double[][] first;
    private final double[][] second;
    private final double[][] values;
    private final double[][] errors;
    private int steps;

    private SmallNetwork(int inputs, int outputs, long seed) {
        widths = new int[] {inputs, HIDDEN, HIDDEN, HIDDEN, outputs};
        int layers = widths.length - 1;
        weights = new double[layers][];
        gradient = new double[layers][];
        first = new double[layers][];
        second = new double[layers][];
        values = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
        errors = Arrays.stream(widths).mapToObj(double[]::new).toArray(double[][]::new);
        for (int l = 0; l < layers; l++) {
            int size = widths[l + 1] * (widths[l] + 1);
            double bound = Math.sqrt(6.0 / (widths[l] + widths[l + 1]));
            int layer = l;
            weights[l] = IntStream.range(0, size)
                    .mapToDouble(i -> bound * (2 * Draws.uniform(seed, layer, i) - 1))
                    .toArray();
            gradient[l] = new double[size];
            first[l] = new double[size];
            second[l] = new double[size];
        }
    }

    /** @param targets values, or classes when there are several outputs */
    static SmallNetwork fit(double[] x, int inputs, double[] targets, int outputs, long seed) {
        SmallNetwork network = new SmallNetwork(inputs, outputs, seed);
        int[] order = IntStream.range(0, targets.length).toArray();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = (int) ((i + 1) * Draws.uniform(seed, 100 + epoch, i));
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            for (int from = 0; from < order.length; from += BATCH) {
                network.step(x, targets, order, from, Math.min(order.length, from + BATCH));
            }
        }
        return network;
    }

    /** The outputs, of which several are made probabilities; read them at once. */
    double[] predict(double[] x, int at) {
        System.arraycopy(x, at, values[0], 0, widths[0]);
        int layers = weights.length;
        for (int l = 0; l < layers; l++) {
            int in = widths[l];
            for (int o = 0; o < widths[l + 1]; o++) {
                int w = o * (in + 1);
                double sum = weights[l][w];
                for (int i = 0; i < in; i++) {
                    sum += weights[l][w + 1 + i] * values[l][i];
                }
                values[l + 1][o] = l < layers - 1 ? Math.max(0, sum) : sum;
            }
        }
        double[] out = values[layers];
        if (out.length > 1) {
            double largest = Arrays.stream(out).max().orElseThrow();
            Arrays.setAll(out, o -> Math.exp(out[o] - largest));
            double sum = Arrays.stream(out).sum();
            Arrays.setAll(out, o -> out[o] / sum);
        }
        return out;
    }

    private void step(double[] x, double[] targets, int[] order, int from, int to) {
        for (double[] layer : gradient) {
            Arrays.fill(layer, 0);
        }
        for (int r = from; r < to; r++) {
            addGradient(x, order[r] * widths[0], targets[order[r]]);
        }
        steps++;
        double rate = 0.001 * Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps));
        for (int l = 0; l < weights.length; l++) {
            for (int i = 0; i < weights[l].length; i++) {
                boolean bias = i % (widths[l] + 1) == 0;
                double g = (gradient[l][i] + (bias ? 0 : 1e-4 * weights[l][i])) / (to - from);
                first[l][i] = 0.9 * first[l][i] + 0.1 * g;
                second[l][i] = 0.999 * second[l][i] + 0.001 * g * g;
                weights[l][i] -= rate * first[l][i] / (Math.sqrt(second[l][i]) + 1e-8);
            }
        }
    }

    private void addGradient(double[] x, int at, double target) {
        double[] out = predict(x, at);
        int layers = weights.length;
        for (int o = 0; o < out.length; o++) {
            errors[layers][o] = out[o] - (out.length == 1 ? target : o == (int) target ? 1 : 0);
        }
        for (int l = layers - 1; l >= 0; l--) {
            int in = widths[l];
            Arrays.fill(errors[l], 0);
            for (int o = 0; o < widths[l + 1]; o++) {
                double error = errors[l + 1][o];
                int w = o * (in + 1);
                gradient[l][w] += error;
                for (int i = 0; i < in; i++) {
                    gradient[l][w + 1 + i] += error * values[l][i];
                    errors[l][i] += error * weights[l][w + 1 + i];
                }
            }
            for (int i = 0; l > 0 && i < in; i++) {
                errors[l][i] = values[l][i] > 0 ? errors[l][i] : 0;
            }
        }
    }
}
