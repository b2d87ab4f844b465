package dev.longview.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** Reads one message of Protocol Buffers, field by field. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteBuffer in;
    private int wire;
    private long number;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private Protobuf(ByteBuffer in) {
        this.in = in;
    }

    static Protobuf of(byte[] message) {
        return new Protobuf(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    }

    /**
     * The next field's number, 0 at the end; its value is then to be had.
     *
     * @throws IllegalArgumentException when the message is malformed
     */
    int next() {
        if (!in.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        wire = (int) (tag & 7);
        switch (wire) {
            case VARINT -> number = varint();
            case FIXED_64 -> {
                require(8);
                number = in.getLong();
            }
            case FIXED_32 -> {
                require(4);
                number = in.getInt();
            }
            case BYTES -> {
                long length = varint();
                require(length);
                bytes = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
                in.position(in.position() + (int) length);
            }
            default -> throw malformed();
        }
        long field = tag >>> 3;
        if (field < 1 || field > Integer.MAX_VALUE) {
            throw malformed();
        }
        return (int) field;
    }

    long number() {
        if (wire == BYTES) {
            throw malformed();
        }
        return number;
    }

    float single() {
        if (wire != FIXED_32) {
            throw malformed();
        }
        return Float.intBitsToFloat((int) number);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes().slice()).toString();
    }

    ByteBuffer bytes() {
        if (wire != BYTES) {
            throw malformed();
        }
        return bytes;
    }

    Protobuf message() {
        return new Protobuf(bytes());
    }

    /** Whether the field is a text, a message or a list. */
    boolean isPacked() {
        return wire == BYTES;
    }

    /** One number, or many that are packed. */
    void numbers(LongConsumer into) {
        if (wire != BYTES) {
            into.accept(number);
            return;
        }
        Protobuf packed = message();
        while (packed.in.hasRemaining()) {
            into.accept(packed.varint());
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            require(1);
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private void require(long length) {
        if (length < 0 || length > in.remaining()) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not an ONNX file, or cut short");
    }
}
