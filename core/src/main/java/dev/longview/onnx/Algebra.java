package dev.longview.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Products, sums along axes, and what is made of them. */
final class Algebra {
    private Algebra() {}

    /** Of whatever comes before the last axis of the first, times a matrix. */
    static Tensor product(Tensor a, Tensor b) {
        if (b.rank() != 2 || a.rank() < 1 || a.shape()[a.rank() - 1] != b.shape()[0]) {
            throw new IllegalArgumentException("shapes " + Arrays.toString(a.shape()) + " and "
                    + Arrays.toString(b.shape()) + " do not fit, or the second is no matrix");
        }
        int inner = b.shape()[0];
        int columns = b.shape()[1];
        int rows = a.span(0, a.rank() - 1);
        double[] values = new double[Math.toIntExact(Tensor.size(new int[] {rows, columns}))];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < inner; k++) {
                double factor = a.values()[row * inner + k];
                for (int column = 0; column < columns; column++) {
                    values[row * columns + column] += factor * b.values()[k * columns + column];
                }
            }
        }
        int[] shape = a.shape().clone();
        shape[shape.length - 1] = columns;
        return new Tensor(shape, values);
    }

    /** alpha·A·B + beta·C. */
    static Tensor gemm(Node node, List<Tensor> in) {
        Tensor a = node.whole("transA", 0) != 0 ? transposed(in.get(0)) : in.get(0);
        Tensor b = node.whole("transB", 0) != 0 ? transposed(in.get(1)) : in.get(1);
        double alpha = node.real("alpha", 1);
        double beta = node.real("beta", 1);
        Tensor product = product(a, b);
        Tensor scaled = alpha == 1 ? product : Elementwise.each(product, x -> alpha * x);
        return in.size() < 3 ? scaled : Elementwise.both(scaled, in.get(2), (x, c) -> x + beta * c);
    }

    private static Tensor transposed(Tensor x) {
        return Shaping.transpose(x, Optional.of(new long[] {1, 0}));
    }

    static Tensor softmax(Tensor x, long of) {
        int axis = x.axis(of);
        int outer = x.span(0, axis);
        int size = x.shape()[axis];
        int inner = x.span(axis + 1, x.rank());
        double[] values = new double[x.values().length];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int from = o * size * inner + i;
                double most = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < size; k++) {
                    most = Math.max(most, x.values()[from + k * inner]);
                }
                double sum = 0;
                for (int k = 0; k < size; k++) {
                    values[from + k * inner] = Math.exp(x.values()[from + k * inner] - most);
                    sum += values[from + k * inner];
                }
                for (int k = 0; k < size; k++) {
                    values[from + k * inner] /= sum;
                }
            }
        }
        return new Tensor(x.shape(), values);
    }

    /** Over the axes from {@code axis} on: (x − mean)/√(variance + epsilon), times the scale, plus the shift. */
    static Tensor layerNormalised(Node node, List<Tensor> in) {
        Tensor x = in.getFirst();
        int axis = x.axis(node.whole("axis", -1));
        int size = x.span(axis, x.rank());
        double epsilon = node.real("epsilon", 1e-5);
        double[] values = new double[x.values().length];
        for (int from = 0; from < values.length; from += size) {
            double mean = 0;
            for (int i = 0; i < size; i++) {
                mean += x.values()[from + i] / size;
            }
            double variance = 0;
            for (int i = 0; i < size; i++) {
                variance += (x.values()[from + i] - mean) * (x.values()[from + i] - mean) / size;
            }
            for (int i = 0; i < size; i++) {
                values[from + i] = (x.values()[from + i] - mean) / Math.sqrt(variance + epsilon);
            }
        }
        Tensor scaled = Elementwise.both(new Tensor(x.shape(), values), in.get(1), (a, b) -> a * b);
        return in.size() < 3 ? scaled : Elementwise.both(scaled, in.get(2), Double::sum);
    }

    static Tensor reduced(Node node, List<Tensor> in, boolean mean) {
        Tensor x = in.getFirst();
        long[] axes = Operators.axes(node, in);
        if (axes.length == 0 && node.whole("noop_with_empty_axes", 0) != 0) {
            return x;
        }
        boolean[] gone = new boolean[x.rank()];
        Arrays.fill(gone, axes.length == 0);
        for (long axis : axes) {
            gone[x.axis(axis)] = true;
        }
        int[] kept = x.shape().clone();
        int count = 1;
        for (int axis = 0; axis < gone.length; axis++) {
            count *= gone[axis] ? kept[axis] : 1;
            kept[axis] = gone[axis] ? 1 : kept[axis];
        }
        double[] values = new double[Math.toIntExact(Tensor.size(kept))];
        int[] at = new int[x.rank()];
        for (double value : x.values()) {
            int to = 0;
            for (int axis = 0; axis < at.length; axis++) {
                to = to * kept[axis] + (gone[axis] ? 0 : at[axis]);
            }
            values[to] += mean ? value / count : value;
            for (int axis = at.length - 1; axis >= 0 && ++at[axis] == x.shape()[axis]; axis--) {
                at[axis] = 0;
            }
        }
        Tensor reduced = new Tensor(kept, values);
        if (node.whole("keepdims", 1) != 0) {
            return reduced;
        }
        int[] shape = IntStream.range(0, gone.length)
                .filter(axis -> !gone[axis])
                .map(axis -> x.shape()[axis])
                .toArray();
        return reduced.shaped(shape);
    }
}
