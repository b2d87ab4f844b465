package dev.longview.onnx;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operators that are known, after Operators.md. */
final class Operators {
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
            case "Constant" ->
                node.tensor("value")
                        .or(() -> node.attributes().get("value_float") instanceof Double value
                                ? Optional.of(Tensor.scalar(value))
                                : Optional.empty())
                        .or(() -> node.wholes("value_ints").map(Tensor::row))
                        .orElseGet(() -> Tensor.scalar((double) node.whole("value_int", 0)));
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
            case "Slice" -> Shaping.slice(in);
            default -> throw new IllegalArgumentException("operator " + node.operator() + " is not known");
        };
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
