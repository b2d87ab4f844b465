package dev.longview.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators value by value; of two tensors broadcast like NumPy's: sizes of 1 fit all others, missing ones come first. */
final class Elementwise {
    private Elementwise() {}

    static Tensor each(Tensor x, DoubleUnaryOperator operator) {
        return new Tensor(x.shape(), Arrays.stream(x.values()).map(operator).toArray());
    }

    static Tensor both(Tensor a, Tensor b, DoubleBinaryOperator operator) {
        int rank = Math.max(a.rank(), b.rank());
        int[] shape = new int[rank];
        int[] stepA = steps(a, rank);
        int[] stepB = steps(b, rank);
        for (int i = 0; i < rank; i++) {
            int sizeA = size(a, rank, i);
            int sizeB = size(b, rank, i);
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
                throw new IllegalArgumentException(
                        "shapes " + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape()) + " do not fit");
            }
            shape[i] = sizeA == 1 ? sizeB : sizeA;
        }
        double[] values = new double[Math.toIntExact(Tensor.size(shape))];
        int[] at = new int[rank];
        int atA = 0;
        int atB = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = operator.applyAsDouble(a.values()[atA], b.values()[atB]);
            for (int axis = rank - 1; axis >= 0; axis--) {
                atA += stepA[axis];
                atB += stepB[axis];
                if (++at[axis] < shape[axis]) {
                    break;
                }
                at[axis] = 0;
                atA -= stepA[axis] * shape[axis];
                atB -= stepB[axis] * shape[axis];
            }
        }
        return new Tensor(shape, values);
    }

    private static int size(Tensor x, int rank, int axis) {
        int own = axis - (rank - x.rank());
        return own < 0 ? 1 : x.shape()[own];
    }

    /** How far apart neighbours along each axis are; 0 where one value serves all. */
    private static int[] steps(Tensor x, int rank) {
        int[] steps = new int[rank];
        int step = 1;
        for (int axis = rank - 1; axis >= rank - x.rank(); axis--) {
            int size = size(x, rank, axis);
            steps[axis] = size == 1 ? 0 : step;
            step *= size;
        }
        return steps;
    }

    /** The error function, by its series near 0 and the continued fraction of its complement beyond (Abramowitz and Stegun 7.1.6, 7.1.14). */
    static double erf(double x) {
        double z = Math.abs(x);
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int n = 1; term > 1e-17 * sum; n++) {
                term *= 2 * z * z / (2 * n + 1);
                sum += term;
            }
            return Math.signum(x) * 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
        }
        double fraction = z;
        for (int n = 60; n > 0; n--) {
            fraction = z + n / 2.0 / fraction;
        }
        return Math.signum(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction);
    }
}
