package dev.longview.onnx;

import java.util.Arrays;

/**
 * Numbers in a shape, the last dimension side by side. The arrays are its own: a reader must not write to them.
 *
 * @param shape sizes, none for a single number
 */
public record Tensor(int[] shape, double[] values) {
    /** A gigabyte: far less than a small file can ask for. */
    private static final long MOST = 1L << 27;

    /** @throws IllegalArgumentException when the shape has another number of values */
    public Tensor {
        if (size(shape) != values.length) {
            throw new IllegalArgumentException(
                    "a tensor of " + Arrays.toString(shape) + " has " + values.length + " values");
        }
    }

    /** A matrix. */
    public static Tensor matrix(int rows, int columns, double[] values) {
        return new Tensor(new int[] {rows, columns}, values);
    }

    static Tensor scalar(double value) {
        return new Tensor(new int[0], new double[] {value});
    }

    static Tensor row(long[] values) {
        return new Tensor(
                new int[] {values.length},
                Arrays.stream(values).asDoubleStream().toArray());
    }

    static long size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("a tensor of " + Arrays.toString(shape));
            }
            size = Math.multiplyExact(size, (long) length);
        }
        if (size > MOST) {
            throw new IllegalArgumentException("a tensor of " + Arrays.toString(shape) + " has more than " + MOST
                    + " values, which is no model's for a catalogue of this size");
        }
        return size;
    }

    int rank() {
        return shape.length;
    }

    /** An axis counted from the end where it is negative. */
    int axis(long axis) {
        long at = axis < 0 ? axis + rank() : axis;
        if (at < 0 || at >= rank()) {
            throw new IllegalArgumentException("axis " + axis + " of a tensor of " + Arrays.toString(shape));
        }
        return (int) at;
    }

    /** How many values there are of the axes [from, to). */
    int span(int from, int to) {
        int span = 1;
        for (int i = from; i < to; i++) {
            span *= shape[i];
        }
        return span;
    }

    Tensor shaped(int... other) {
        return new Tensor(other, values);
    }
}
