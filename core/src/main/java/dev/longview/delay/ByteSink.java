package dev.longview.delay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** Little-endian bytes that grow. */
final class ByteSink {
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    ByteSink integer(int value) {
        room(4).putInt(value);
        return this;
    }

    ByteSink whole(long value) {
        room(8).putLong(value);
        return this;
    }

    ByteSink number(double value) {
        room(8).putDouble(value);
        return this;
    }

    ByteSink text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        integer(utf8.length).room(utf8.length).put(utf8);
        return this;
    }

    ByteSink texts(List<String> texts) {
        integer(texts.size());
        texts.forEach(this::text);
        return this;
    }

    ByteSink longs(long... values) {
        integer(values.length);
        for (long value : values) {
            whole(value);
        }
        return this;
    }

    ByteSink doubles(double... values) {
        integer(values.length);
        for (double value : values) {
            number(value);
        }
        return this;
    }

    ByteSink raw(byte[] values) {
        integer(values.length);
        room(values.length).put(values);
        return this;
    }

    /** All bytes, with their number, checksum included, written at {@code lengthAt}, and a checksum at the end. */
    byte[] sealed(int lengthAt) {
        bytes.putLong(lengthAt, bytes.position() + 4L);
        CRC32 crc = new CRC32();
        crc.update(bytes.array(), 0, bytes.position());
        integer((int) crc.getValue());
        byte[] all = new byte[bytes.position()];
        bytes.get(0, all);
        return all;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int capacity = Math.max(Math.multiplyExact(bytes.capacity(), 2), Math.addExact(bytes.position(), more));
            ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
            larger.put(bytes.flip());
            bytes = larger;
        }
        return bytes;
    }
}
