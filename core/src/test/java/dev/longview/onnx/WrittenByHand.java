package dev.longview.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Messages of Protocol Buffers, field by field: models that no exporter at hand writes. */
final class WrittenByHand {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WrittenByHand number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    WrittenByHand text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    WrittenByHand message(int field, WrittenByHand value) {
        return bytes(field, value.bytes());
    }

    WrittenByHand singles(int field, float... values) {
        ByteBuffer packed = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            packed.putFloat(value);
        }
        return bytes(field, packed.array());
    }

    private WrittenByHand bytes(int field, byte[] value) {
        varint(((long) field << 3) | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static WrittenByHand node(String operator, String output, String... inputs) {
        WrittenByHand node = new WrittenByHand();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    /** A tensor of whole numbers. */
    static WrittenByHand wholes(String name, long... values) {
        WrittenByHand tensor = new WrittenByHand().number(1, values.length).number(2, 7);
        for (long value : values) {
            tensor.number(7, value);
        }
        return tensor.text(8, name);
    }

    /**
     * A model of one input x and one output y.
     *
     * @param version of the operators
     */
    static byte[] model(int version, WrittenByHand graph) {
        graph.message(11, new WrittenByHand().text(1, "x"));
        graph.message(12, new WrittenByHand().text(1, "y"));
        return new WrittenByHand()
                .message(7, graph)
                .message(8, new WrittenByHand().number(2, version))
                .bytes();
    }
}
