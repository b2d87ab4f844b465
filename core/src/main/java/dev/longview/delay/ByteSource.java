package dev.longview.delay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link ByteSink} wrote; no length is believed that what remains could not hold. */
record ByteSource(ByteBuffer bytes) {
    int integer() {
        return bytes.getInt();
    }

    long whole() {
        return bytes.getLong();
    }

    double number() {
        return bytes.getDouble();
    }

    String text() {
        byte[] utf8 = new byte[length(1)];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    List<String> texts() {
        int size = length(4);
        List<String> texts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            texts.add(text());
        }
        return texts;
    }

    long[] longs() {
        long[] values = new long[length(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getLong();
        }
        return values;
    }

    double[] doubles() {
        double[] values = new double[length(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getDouble();
        }
        return values;
    }

    byte[] raw() {
        byte[] values = new byte[length(1)];
        bytes.get(values);
        return values;
    }

    int length(int width) {
        int length = bytes.getInt();
        require(length >= 0 && (long) length * width <= bytes.remaining(), "array length " + length);
        return length;
    }

    int remaining() {
        return bytes.remaining();
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("delay model is malformed: " + what);
        }
    }
}
