package dev.longview.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that move values and change none. */
final class Shaping {
    private Shaping() {}

    static long[] wholes(Tensor x) {
        return Arrays.stream(x.values()).mapToLong(value -> (long) value).toArray();
    }

    static Tensor shape(Tensor x) {
        return new Tensor(
                new int[] {x.rank()}, Arrays.stream(x.shape()).asDoubleStream().toArray());
    }

    static Tensor concat(List<Tensor> parts, long of) {
        Tensor first = parts.getFirst();
        int axis = first.axis(of);
        int[] shape = first.shape().clone();
        shape[axis] = 0;
        for (Tensor part : parts) {
            for (int i = 0; i < shape.length; i++) {
                if (part.rank() != shape.length || (i != axis && part.shape()[i] != shape[i])) {
                    throw new IllegalArgumentException("shapes " + Arrays.toString(first.shape()) + " and "
                            + Arrays.toString(part.shape()) + " do not fit");
                }
            }
            shape[axis] += part.shape()[axis];
        }
        int outer = first.span(0, axis);
        double[] values = new double[Math.toIntExact(Tensor.size(shape))];
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (Tensor part : parts) {
                int length = part.span(axis, part.rank());
                System.arraycopy(part.values(), o * length, values, to, length);
                to += length;
            }
        }
        return new Tensor(shape, values);
    }

    static Tensor gather(Tensor x, Tensor indices, long of) {
        int axis = x.axis(of);
        int outer = x.span(0, axis);
        int inner = x.span(axis + 1, x.rank());
        int size = x.shape()[axis];
        int count = indices.values().length;
        double[] values = new double[Math.toIntExact(Tensor.size(new int[] {outer, count, inner}))];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                long index = (long) indices.values()[i];
                index = index < 0 ? index + size : index;
                if (index < 0 || index >= size) {
                    throw new IllegalArgumentException(
                            "index " + (long) indices.values()[i] + " of " + size + " along axis " + of);
                }
                System.arraycopy(
                        x.values(), (int) ((o * (long) size + index) * inner), values, (o * count + i) * inner, inner);
            }
        }
        int[] shape = IntStream.concat(
                        IntStream.concat(Arrays.stream(x.shape(), 0, axis), Arrays.stream(indices.shape())),
                        Arrays.stream(x.shape(), axis + 1, x.rank()))
                .toArray();
        return new Tensor(shape, values);
    }

    static Tensor reshape(Tensor x, Tensor to, boolean allowZero) {
        long[] wanted = wholes(to);
        int[] shape = new int[wanted.length];
        int open = -1;
        long known = 1;
        for (int i = 0; i < shape.length; i++) {
            if (wanted[i] == -1 && open < 0) {
                open = i;
                continue;
            }
            shape[i] = wanted[i] == 0 && !allowZero ? x.shape()[i] : Math.toIntExact(wanted[i]);
            known *= shape[i];
        }
        if (open >= 0 && known > 0) {
            shape[open] = Math.toIntExact(x.values().length / known);
        }
        return x.shaped(shape);
    }

    static Tensor flatten(Tensor x, long of) {
        int axis = of == x.rank() ? x.rank() : x.axis(of);
        return x.shaped(x.span(0, axis), x.span(axis, x.rank()));
    }

    /** Without the axes given, or without all of size 1. */
    static Tensor squeeze(Tensor x, long[] axes) {
        boolean[] gone = new boolean[x.rank()];
        for (int axis = 0; axis < gone.length; axis++) {
            gone[axis] = axes.length == 0 && x.shape()[axis] == 1;
        }
        for (long axis : axes) {
            gone[x.axis(axis)] = true;
        }
        return x.shaped(IntStream.range(0, gone.length)
                .filter(axis -> !gone[axis])
                .map(axis -> x.shape()[axis])
                .toArray());
    }

    /** Axes are those of what comes out. */
    static Tensor unsqueeze(Tensor x, long[] axes) {
        int rank = x.rank() + axes.length;
        boolean[] added = new boolean[rank];
        for (long axis : axes) {
            added[Math.toIntExact(axis < 0 ? axis + rank : axis)] = true;
        }
        int[] shape = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = added[axis] ? 1 : x.shape()[next++];
        }
        return x.shaped(shape);
    }

    /** All axes the other way round where no order is given. */
    static Tensor transpose(Tensor x, Optional<long[]> order) {
        int rank = x.rank();
        int[] from = order.map(
                        axes -> Arrays.stream(axes).mapToInt(Math::toIntExact).toArray())
                .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
        int[] shape = IntStream.of(from).map(axis -> x.shape()[axis]).toArray();
        double[] values = new double[x.values().length];
        int[] at = new int[rank];
        for (int i = 0; i < values.length; i++) {
            int[] source = new int[rank];
            for (int axis = 0; axis < rank; axis++) {
                source[from[axis]] = at[axis];
            }
            int index = 0;
            for (int axis = 0; axis < rank; axis++) {
                index = index * x.shape()[axis] + source[axis];
            }
            values[i] = x.values()[index];
            for (int axis = rank - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) {
                at[axis] = 0;
            }
        }
        return new Tensor(shape, values);
    }

    /** Data, starts, ends, axes and steps; steps of 1 only. */
    static Tensor slice(List<Tensor> in) {
        Tensor x = in.getFirst();
        long[] starts = wholes(in.get(1));
        long[] ends = wholes(in.get(2));
        long[] axes = in.size() > 3
                ? wholes(in.get(3))
                : IntStream.range(0, starts.length).asLongStream().toArray();
        if (in.size() > 4 && Arrays.stream(wholes(in.get(4))).anyMatch(step -> step != 1)) {
            throw new IllegalArgumentException("steps other than 1 are not known");
        }
        for (int i = 0; i < starts.length; i++) {
            int axis = x.axis(axes[i]);
            int size = x.shape()[axis];
            long start = Math.clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size);
            long end = Math.clamp(ends[i] < 0 ? ends[i] + size : ends[i], 0, size);
            double[] kept = IntStream.range((int) start, (int) Math.max(start, end))
                    .asDoubleStream()
                    .toArray();
            x = gather(x, new Tensor(new int[] {kept.length}, kept), axis);
        }
        return x;
    }
}
