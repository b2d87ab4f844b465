package dev.longview.delay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Boosted trees as slow and plain as they can be: every split of every column is tried, by Newton's gain of the logistic loss [1]. What
 * is missing goes left. [1] Friedman, Hastie and Tibshirani, Additive logistic regression, Annals of Statistics 2000.
 */
final class PlainTrees implements TreeLearner {
    private record Node(int column, float threshold, int left, int right, double value) {}

    private record Model(int columns, List<List<Node>> trees) implements TreeModel {
        @Override
        public void margins(float[] features, float[] base, float[] into) {
            for (int i = 0; i < base.length; i++) {
                double margin = base[i];
                for (List<Node> tree : trees) {
                    margin += value(tree, features, i * columns);
                }
                into[i] = (float) margin;
            }
        }

        @Override
        public byte[] bytes() {
            ByteBuffer out = ByteBuffer.allocate(
                    8 + trees.stream().mapToInt(t -> 4 + 24 * t.size()).sum());
            out.putInt(columns).putInt(trees.size());
            for (List<Node> tree : trees) {
                out.putInt(tree.size());
                for (Node node : tree) {
                    out.putInt(node.column()).putFloat(node.threshold()).putInt(node.left());
                    out.putInt(node.right()).putDouble(node.value());
                }
            }
            return out.array();
        }

        @Override
        public double[] importance() {
            return new double[columns];
        }
    }

    private static double value(List<Node> tree, float[] features, int offset) {
        int at = 0;
        while (tree.get(at).column() >= 0) {
            Node node = tree.get(at);
            at = left(features[offset + node.column()], node.threshold()) ? node.left() : node.right();
        }
        return tree.get(at).value();
    }

    private static boolean left(float value, float threshold) {
        return Float.isNaN(value) || value < threshold;
    }

    @Override
    public TreeModel fit(TreeRows rows, TreeSettings settings) {
        double[] margin = new double[rows.size()];
        for (int i = 0; i < margin.length; i++) {
            margin[i] = rows.base()[i];
        }
        List<List<Node>> trees = new ArrayList<>();
        for (int t = 0; t < settings.trees(); t++) {
            double[] gradient = new double[margin.length];
            double[] curvature = new double[margin.length];
            for (int i = 0; i < margin.length; i++) {
                double p = BoostedEnds.sigmoid(margin[i]);
                gradient[i] = rows.weights()[i] * (p - rows.labels()[i]);
                curvature[i] = rows.weights()[i] * p * (1 - p);
            }
            List<Node> tree = new ArrayList<>();
            grow(
                    tree,
                    rows,
                    settings,
                    gradient,
                    curvature,
                    IntStream.range(0, margin.length).toArray(),
                    0);
            for (int i = 0; i < margin.length; i++) {
                margin[i] += value(tree, rows.features(), i * rows.columns());
            }
            trees.add(tree);
        }
        return new Model(rows.columns(), trees);
    }

    private static void grow(
            List<Node> tree, TreeRows rows, TreeSettings settings, double[] g, double[] h, int[] members, int depth) {
        int at = tree.size();
        double sumG = Arrays.stream(members).mapToDouble(i -> g[i]).sum();
        double sumH = Arrays.stream(members).mapToDouble(i -> h[i]).sum();
        tree.add(new Node(-1, 0, 0, 0, -settings.learningRate() * sumG / (sumH + settings.l2())));
        double best = 1e-6;
        int column = -1;
        float threshold = 0;
        for (int c = 0; c < rows.columns() && depth < settings.depth(); c++) {
            int feature = c;
            long[] sorted = new long[members.length];
            for (int j = 0; j < members.length; j++) {
                float value = rows.features()[members[j] * rows.columns() + feature];
                sorted[j] = ((long) sortable(Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value) << 32) | members[j];
            }
            Arrays.sort(sorted);
            double leftG = 0;
            double leftH = 0;
            for (int j = 0; j + 1 < sorted.length; j++) {
                int i = (int) sorted[j];
                leftG += g[i];
                leftH += h[i];
                boolean enough = leftH >= settings.minChildWeight() && sumH - leftH >= settings.minChildWeight();
                if (sorted[j] >> 32 == sorted[j + 1] >> 32 || !enough) {
                    continue;
                }
                double gain = score(leftG, leftH, settings)
                        + score(sumG - leftG, sumH - leftH, settings)
                        - score(sumG, sumH, settings);
                if (gain > best) {
                    best = gain;
                    column = feature;
                    threshold = rows.features()[(int) sorted[j + 1] * rows.columns() + feature];
                }
            }
        }
        if (column < 0) {
            return;
        }
        int by = column;
        float cut = threshold;
        int[] left = Arrays.stream(members)
                .filter(i -> left(rows.features()[i * rows.columns() + by], cut))
                .toArray();
        int[] right = Arrays.stream(members)
                .filter(i -> !left(rows.features()[i * rows.columns() + by], cut))
                .toArray();
        int leftAt = tree.size();
        grow(tree, rows, settings, g, h, left, depth + 1);
        int rightAt = tree.size();
        grow(tree, rows, settings, g, h, right, depth + 1);
        tree.set(at, new Node(column, threshold, leftAt, rightAt, 0));
    }

    private static double score(double g, double h, TreeSettings settings) {
        return g * g / (h + settings.l2());
    }

    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
    }

    @Override
    public TreeModel read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int columns = in.getInt();
        List<List<Node>> trees = new ArrayList<>();
        for (int t = in.getInt(); t > 0; t--) {
            List<Node> tree = new ArrayList<>();
            for (int n = in.getInt(); n > 0; n--) {
                tree.add(new Node(in.getInt(), in.getFloat(), in.getInt(), in.getInt(), in.getDouble()));
            }
            trees.add(tree);
        }
        return new Model(columns, trees);
    }
}
