package dev.longview.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** What an ONNX file says: onnx.proto3, as far as it is read here. */
final class OnnxFile {
    private static final int REALS = 6;
    private static final int WHOLES = 7;
    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int BOOL = 9;
    private static final int DOUBLE = 11;
    private static final Set<Integer> READ = Set.of(FLOAT, INT32, INT64, BOOL, DOUBLE);
    /** From this version of the operators on a softmax is over one axis. */
    private static final long ONE_AXIS = 13;

    final List<Node> nodes = new ArrayList<>();
    final Map<String, Tensor> constants = new HashMap<>();
    final SequencedMap<String, OnnxModel.Input> inputs = new LinkedHashMap<>();
    final List<String> outputs = new ArrayList<>();
    final Map<String, String> metadata = new HashMap<>();
    /** Version of the standard operators; 0 where it is not said. */
    private long version;

    /** @throws IllegalArgumentException when it is none, or has what is not read here */
    static OnnxFile read(byte[] bytes) {
        OnnxFile file = new OnnxFile();
        Protobuf model = Protobuf.of(bytes);
        boolean graph = false;
        for (int field = model.next(); field > 0; field = model.next()) {
            switch (field) {
                case 7 -> {
                    file.graph(model.message());
                    graph = true;
                }
                case 8 -> file.operators(model.message());
                case 14 -> file.entry(model.message());
                default -> {}
            }
        }
        if (file.version > 0 && file.version < ONE_AXIS) {
            file.nodes.replaceAll(node -> node.operator().equals("Softmax") ? node.named(Operators.OLD_SOFTMAX) : node);
        }
        if (!graph || file.outputs.isEmpty()) {
            throw new IllegalArgumentException("not an ONNX file: it has no graph with an output");
        }
        file.constants.keySet().forEach(file.inputs::remove);
        return file;
    }

    private void operators(Protobuf imported) {
        String domain = "";
        long of = 0;
        for (int field = imported.next(); field > 0; field = imported.next()) {
            domain = field == 1 ? imported.text() : domain;
            of = field == 2 ? imported.number() : of;
        }
        version = isStandard(domain) ? of : version;
    }

    private static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private void entry(Protobuf entry) {
        String key = "";
        String value = "";
        for (int field = entry.next(); field > 0; field = entry.next()) {
            key = field == 1 ? entry.text() : key;
            value = field == 2 ? entry.text() : value;
        }
        metadata.put(key, value);
    }

    private void graph(Protobuf graph) {
        for (int field = graph.next(); field > 0; field = graph.next()) {
            switch (field) {
                case 1 -> nodes.add(node(graph.message()));
                case 5 -> initializer(graph.message());
                case 11 -> {
                    OnnxModel.Input input = input(graph.message());
                    inputs.put(input.name(), input);
                }
                case 12 -> outputs.add(input(graph.message()).name());
                default -> {}
            }
        }
    }

    private static Node node(Protobuf node) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Object> attributes = new HashMap<>();
        String operator = "";
        String domain = "";
        for (int field = node.next(); field > 0; field = node.next()) {
            switch (field) {
                case 1 -> inputs.add(node.text());
                case 2 -> outputs.add(node.text());
                case 4 -> operator = node.text();
                case 5 -> attribute(node.message(), attributes);
                case 7 -> domain = node.text();
                default -> {}
            }
        }
        return new Node(isStandard(domain) ? operator : domain + "." + operator, inputs, outputs, attributes);
    }

    private static void attribute(Protobuf attribute, Map<String, Object> into) {
        String name = "";
        List<Long> wholes = new ArrayList<>();
        List<Double> reals = new ArrayList<>();
        Object value = "";
        int type = 0;
        for (int field = attribute.next(); field > 0; field = attribute.next()) {
            switch (field) {
                case 1 -> name = attribute.text();
                case 2 -> value = (double) attribute.single();
                case 3 -> value = attribute.number();
                case 5 -> value = new Constant(attribute.message()).tensor();
                case 7 -> singles(attribute, reals);
                case 8 -> attribute.numbers(wholes::add);
                case 20 -> type = (int) attribute.number();
                default -> {}
            }
        }
        // A list may be empty, which only its type tells; older files leave the type out.
        boolean ofWholes = type == WHOLES || !wholes.isEmpty();
        boolean ofReals = type == REALS || !reals.isEmpty();
        into.put(
                name,
                ofWholes
                        ? wholes.stream().mapToLong(Long::longValue).toArray()
                        : ofReals
                                ? reals.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray()
                                : value);
    }

    /** One number, or many that are packed. */
    private static void singles(Protobuf field, List<Double> into) {
        if (!field.isPacked()) {
            into.add((double) field.single());
            return;
        }
        for (ByteBuffer in = field.bytes(); in.remaining() >= 4; ) {
            into.add((double) in.getFloat());
        }
    }

    private void initializer(Protobuf tensor) {
        Constant constant = new Constant(tensor);
        constants.put(constant.name, constant.tensor());
    }

    /** A tensor of the file. */
    private static final class Constant {
        private String name = "";
        private int type;
        private final List<Long> dims = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();
        private ByteBuffer raw = ByteBuffer.allocate(0);

        Constant(Protobuf tensor) {
            for (int field = tensor.next(); field > 0; field = tensor.next()) {
                switch (field) {
                    case 1 -> tensor.numbers(dims::add);
                    case 2 -> type = (int) tensor.number();
                    case 4 -> singles(tensor, values);
                    case 5, 7 -> tensor.numbers(value -> values.add((double) value));
                    case 8 -> name = tensor.text();
                    case 9 -> raw = tensor.bytes();
                    case 10 -> doubles(tensor);
                    case 13, 14 -> {
                        if (field == 13 || tensor.number() != 0) {
                            throw new IllegalArgumentException(
                                    "its weights are in another file: save it with all weights in one");
                        }
                    }
                    default -> {}
                }
            }
        }

        private void doubles(Protobuf tensor) {
            for (ByteBuffer in = tensor.bytes(); in.remaining() >= 8; ) {
                values.add(in.getDouble());
            }
        }

        Tensor tensor() {
            // Halves stand as the numbers of their bits where wholes stand: whatever the field, the type decides.
            if (!READ.contains(type)) {
                throw new IllegalArgumentException("tensor '" + name + "' has elements of type " + type
                        + "; read are float, double, int32, int64 and bool");
            }
            int[] shape = dims.stream().mapToInt(Math::toIntExact).toArray();
            if (values.isEmpty()) {
                ByteBuffer in = raw.order(ByteOrder.LITTLE_ENDIAN);
                while (in.hasRemaining()) {
                    values.add(next(in));
                }
            }
            return new Tensor(
                    shape, values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        private double next(ByteBuffer in) {
            int width = type == FLOAT || type == INT32 ? 4 : type == BOOL ? 1 : 8;
            if (in.remaining() < width) {
                throw new IllegalArgumentException("tensor '" + name + "' is cut short");
            }
            return switch (type) {
                case FLOAT -> in.getFloat();
                case INT32 -> in.getInt();
                case INT64 -> in.getLong();
                case BOOL -> in.get();
                case DOUBLE -> in.getDouble();
                default -> throw new IllegalStateException("type " + type);
            };
        }
    }

    private static OnnxModel.Input input(Protobuf info) {
        String name = "";
        int type = 0;
        List<Integer> shape = new ArrayList<>();
        for (int field = info.next(); field > 0; field = info.next()) {
            if (field == 1) {
                name = info.text();
            } else if (field == 2) {
                Protobuf types = info.message();
                for (int kind = types.next(); kind > 0; kind = types.next()) {
                    if (kind == 1) {
                        type = tensorType(types.message(), shape);
                    }
                }
            }
        }
        return new OnnxModel.Input(name, type == INT64 || type == INT32, type == FLOAT || type == DOUBLE, shape);
    }

    private static int tensorType(Protobuf tensor, List<Integer> shape) {
        int type = 0;
        for (int field = tensor.next(); field > 0; field = tensor.next()) {
            if (field == 1) {
                type = (int) tensor.number();
            } else if (field == 2) {
                Protobuf dims = tensor.message();
                for (int dim = dims.next(); dim > 0; dim = dims.next()) {
                    shape.add(dim == 1 ? length(dims.message()) : -1);
                }
            }
        }
        return type;
    }

    /** −1 where it is not said. */
    private static int length(Protobuf dim) {
        long length = -1;
        for (int field = dim.next(); field > 0; field = dim.next()) {
            length = field == 1 ? dim.number() : length;
        }
        return Math.toIntExact(length);
    }
}
