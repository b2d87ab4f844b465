package dev.longview.onnx;

import java.nio.BufferUnderflowException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model that was trained elsewhere. Immutable and thread-safe.
 *
 * <pre>{@code
 * OnnxModel model = OnnxModel.read(bytes);
 * double[] scores = model.run(Map.of("context.hour", Tensor.matrix(n, 1, hours))).values();
 * }</pre>
 */
public final class OnnxModel {
    private final OnnxFile file;

    private OnnxModel(OnnxFile file) {
        this.file = file;
    }

    /**
     * An input.
     *
     * @param whole whether it takes whole numbers
     * @param real whether it takes single- or double-precision numbers
     * @param shape sizes, −1 where any may come
     */
    public record Input(String name, boolean whole, boolean real, List<Integer> shape) {
        public Input {
            shape = List.copyOf(shape);
        }
    }

    /** @throws IllegalArgumentException when it is no ONNX file, or has an operator that is not known here */
    public static OnnxModel read(byte[] bytes) {
        OnnxFile file = file(bytes);
        Set<String> unknown = new TreeSet<>();
        file.nodes.stream()
                .map(Node::operator)
                .filter(operator -> !Operators.KNOWN.contains(operator) && !operator.equals(Operators.OLD_SOFTMAX))
                .forEach(unknown::add);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("it has operators that are not known here: "
                    + String.join(", ", unknown) + "; known are "
                    + String.join(", ", new TreeSet<>(Operators.KNOWN)));
        }
        return new OnnxModel(file);
    }

    private static OnnxFile file(byte[] bytes) {
        OnnxFile file;
        try {
            file = OnnxFile.read(bytes);
        } catch (ArithmeticException | BufferUnderflowException e) {
            throw new IllegalArgumentException("not an ONNX file, or damaged: " + e.getMessage(), e);
        }
        if (file.nodes.stream().anyMatch(node -> node.outputs().isEmpty())) {
            throw new IllegalArgumentException("not an ONNX file, or damaged: a step makes nothing");
        }
        return file;
    }

    public SequencedCollection<Input> inputs() {
        return List.copyOf(file.inputs.values());
    }

    /** What its maker has written beside the graph. */
    public Map<String, String> metadata() {
        return Map.copyOf(file.metadata);
    }

    /**
     * Its first output.
     *
     * @param inputs a tensor for each input
     * @throws IllegalArgumentException when one is missing or shapes do not fit, naming the step
     */
    public Tensor run(Map<String, Tensor> inputs) {
        Map<String, Tensor> tensors = new HashMap<>(file.constants);
        for (String name : file.inputs.keySet()) {
            tensors.put(name, get(inputs, name));
        }
        for (Node node : file.nodes) {
            List<Tensor> given = node.inputs().stream()
                    .filter(name -> !name.isEmpty())
                    .map(name -> get(tensors, name))
                    .toList();
            try {
                tensors.put(node.outputs().getFirst(), Operators.apply(node, given));
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | NoSuchElementException
                    | NegativeArraySizeException
                    | ArithmeticException e) {
                throw new IllegalArgumentException(
                        node.operator() + " that makes '" + node.outputs().getFirst() + "' fails: " + e.getMessage(),
                        e);
            }
        }
        return get(tensors, file.outputs.getFirst());
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        Tensor found = tensors.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no tensor '" + name + "'");
        }
        return found;
    }
}
