package dev.longview.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step of a graph.
 *
 * @param inputs names of tensors; an empty one is left out
 * @param attributes longs, doubles, lists of either, and tensors, by name
 */
record Node(String operator, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    long whole(String name, long otherwise) {
        return attributes.get(name) instanceof Long value ? value : otherwise;
    }

    double real(String name, double otherwise) {
        return attributes.get(name) instanceof Double value ? value : otherwise;
    }

    Optional<Tensor> tensor(String name) {
        return attributes.get(name) instanceof Tensor value ? Optional.of(value) : Optional.empty();
    }

    /** The same step of another operator. */
    Node named(String other) {
        return new Node(other, inputs, outputs, attributes);
    }

    Optional<double[]> reals(String name) {
        return attributes.get(name) instanceof double[] values ? Optional.of(values) : Optional.empty();
    }

    Optional<long[]> wholes(String name) {
        return attributes.get(name) instanceof long[] values ? Optional.of(values) : Optional.empty();
    }
}
