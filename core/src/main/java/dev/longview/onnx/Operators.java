package dev.longview.onnx;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** The operators that are known, after Operators.md. */
final class Operators {
    /** As it was before version 13: over all axes from one on. */
    static final String OLD_SOFTMAX = "Softmax before version 13";

    static final Set<String> KNOWN = Set.of(
            "Identity",
            "Dropout",
            "Constant",
            "Cast",
            "Shape",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Pow",
            "Neg",
            "Abs",
            "Exp",
            "Log",
            "Sqrt",
            "Relu",
            "LeakyRelu",
            "Sigmoid",
            "Tanh",
            "Softplus",
            "Erf",
            "Clip",
            "MatMul",
            "Gemm",
            "Concat",
            "Gather",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Slice",
            "ReduceSum",
            "ReduceMean",
            "Softmax",
            "LayerNormalization");

    private Operators() {}

    /** @param in the inputs that are given, without those left out */
    static Tensor apply(Node node, List<Tensor> in) {
        return switch (node.operator()) {
            case "Identity", "Dropout" -> in.getFirst();
            case "Constant" -> constant(node);
            case "Cast" -> cast(in.getFirst(), node.whole("to", 1));
            case "Add" -> Elementwise.both(in.get(0), in.get(1), Double::sum);
            case "Sub" -> Elementwise.both(in.get(0), in.get(1), (a, b) -> a - b);
            case "Mul" -> Elementwise.both(in.get(0), in.get(1), (a, b) -> a * b);
            case "Div" -> Elementwise.both(in.get(0), in.get(1), (a, b) -> a / b);
            case "Pow" -> Elementwise.both(in.get(0), in.get(1), Math::pow);
            case "Neg" -> Elementwise.each(in.getFirst(), x -> -x);
            case "Abs" -> Elementwise.each(in.getFirst(), Math::abs);
            case "Exp" -> Elementwise.each(in.getFirst(), Math::exp);
            case "Log" -> Elementwise.each(in.getFirst(), Math::log);
            case "Sqrt" -> Elementwise.each(in.getFirst(), Math::sqrt);
            case "Relu" -> Elementwise.each(in.getFirst(), x -> Math.max(0, x));
            case "LeakyRelu" -> {
                double slope = node.real("alpha", 0.01);
                yield Elementwise.each(in.getFirst(), x -> x < 0 ? slope * x : x);
            }
            case "Sigmoid" -> Elementwise.each(in.getFirst(), x -> 1 / (1 + Math.exp(-x)));
            case "Tanh" -> Elementwise.each(in.getFirst(), Math::tanh);
            case "Softplus" ->
                Elementwise.each(in.getFirst(), x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
            case "Erf" -> Elementwise.each(in.getFirst(), Elementwise::erf);
            case "Clip" -> clip(node, in);
            case "MatMul" -> Algebra.product(in.get(0), in.get(1));
            case "Gemm" -> Algebra.gemm(node, in);
            case OLD_SOFTMAX -> oldSoftmax(in.getFirst(), node.whole("axis", 1));
            case "Softmax" -> Algebra.softmax(in.getFirst(), node.whole("axis", -1));
            case "LayerNormalization" -> Algebra.layerNormalised(node, in);
            case "ReduceSum" -> Algebra.reduced(node, in, false);
            case "ReduceMean" -> Algebra.reduced(node, in, true);
            case "Shape" -> Shaping.shape(in.getFirst());
            case "Concat" -> Shaping.concat(in, node.whole("axis", 0));
            case "Gather" -> Shaping.gather(in.get(0), in.get(1), node.whole("axis", 0));
            case "Reshape" -> Shaping.reshape(in.get(0), in.get(1), node.whole("allowzero", 0) != 0);
            case "Flatten" -> Shaping.flatten(in.getFirst(), node.whole("axis", 1));
            case "Squeeze" -> Shaping.squeeze(in.getFirst(), axes(node, in));
            case "Unsqueeze" -> Shaping.unsqueeze(in.getFirst(), axes(node, in));
            case "Transpose" -> Shaping.transpose(in.getFirst(), node.wholes("perm"));
            case "Slice" -> Shaping.slice(given(node, 4) && !given(node, 3) ? withAxes(in) : in);
            default -> throw new IllegalArgumentException("operator " + node.operator() + " is not known");
        };
    }

    private static Tensor constant(Node node) {
        return node.tensor("value")
                .or(() -> node.wholes("value_ints").map(Tensor::row))
                .or(() -> node.reals("value_floats").map(values -> new Tensor(new int[] {values.length}, values)))
                .orElseGet(() -> single(node));
    }

    private static Tensor single(Node node) {
        for (String name : List.of("value_float", "value_int")) {
            if (node.attributes().get(name) instanceof Number value) {
                return Tensor.scalar(value.doubleValue());
            }
        }
        throw new IllegalArgumentException(
                "it is of a kind that is not known: " + node.attributes().keySet()
                        + "; known are value, value_float, value_floats, value_int and value_ints");
    }

    private static Tensor oldSoftmax(Tensor x, long of) {
        int axis = x.axis(of);
        Tensor flat = Shaping.flatten(x, axis);
        return Algebra.softmax(flat, 1).shaped(x.shape());
    }

    /** Those left out are the first, as many as there are starts. */
    private static List<Tensor> withAxes(List<Tensor> in) {
        long[] axes = LongStream.range(0, in.get(1).values().length).toArray();
        return List.of(in.get(0), in.get(1), in.get(2), Tensor.row(axes), in.get(3));
    }

    /** Of older versions an attribute, of newer ones the second input. */
    static long[] axes(Node node, List<Tensor> in) {
        return node.wholes("axes").orElseGet(() -> in.size() > 1 ? Shaping.wholes(in.get(1)) : new long[0]);
    }

    /** Fractions are cut off for whole numbers; 9 is a truth value. */
    private static Tensor cast(Tensor x, long to) {
        boolean real = to == 1 || to == 10 || to == 11 || to == 16;
        return real ? x : Elementwise.each(x, value -> to == 9 ? (value == 0 ? 0 : 1) : (double) (long) value);
    }

    private static boolean given(Node node, int input) {
        return node.inputs().size() > input && !node.inputs().get(input).isEmpty();
    }

    private static Tensor clip(Node node, List<Tensor> in) {
        // Either may be left out, and then stands as an empty name.
        int next = 1;
        double low = given(node, 1) ? in.get(next++).values()[0] : node.real("min", Double.NEGATIVE_INFINITY);
        double high = given(node, 2) ? in.get(next).values()[0] : node.real("max", Double.POSITIVE_INFINITY);
        return Elementwise.each(in.getFirst(), x -> Math.min(high, Math.max(low, x)));
    }
}
