package dev.longview.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256 of typed values; lengths are hashed too, so that no two sequences of values run together. */
final class Digest {
    private static final int SHORT = 12;

    private final MessageDigest sha256;
    private final ByteBuffer buffer = ByteBuffer.allocate(512);

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Digest bytes(byte[] bytes) {
        number(bytes.length);
        drain();
        sha256.update(bytes);
        return this;
    }

    Digest text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Digest number(long value) {
        if (buffer.remaining() < Long.BYTES) {
            drain();
        }
        buffer.putLong(value);
        return this;
    }

    Digest number(double value) {
        return number(Double.doubleToLongBits(value));
    }

    /** The first twelve hexadecimal digits; nothing may be added afterwards. */
    String shortHex() {
        drain();
        return HexFormat.of().formatHex(sha256.digest()).substring(0, SHORT);
    }

    /** 64 bits of the hash; nothing may be added afterwards. */
    long bits() {
        drain();
        return ByteBuffer.wrap(sha256.digest()).getLong();
    }

    /** The first 24 hexadecimal digits; nothing may be added afterwards. */
    String hex24() {
        drain();
        return HexFormat.of().formatHex(sha256.digest()).substring(0, 24);
    }

    private void drain() {
        sha256.update(buffer.flip());
        buffer.clear();
    }
}
