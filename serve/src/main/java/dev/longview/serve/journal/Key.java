package dev.longview.serve.journal;

import dev.longview.log.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What makes a row one row: 128 bits of the SHA-256 of its table and id. Two of a billion ids share a key once in 10²⁰ journals, and
 * nobody can make two that do.
 */
public record Key(long high, long low) {
    static final int BYTES = 16;

    private static final MessageDigest SHA_256 = sha256();

    /** Of a row of a table that has an identity: a decision id, an event id, … */
    public static Key of(Table table, String id) {
        MessageDigest digest = fresh();
        digest.update(table.tableName().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
        return new Key(hash.getLong(), hash.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    static Key read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Key(buffer.getLong(), buffer.getLong());
    }

    /** A copy costs less than looking the algorithm up. */
    private static MessageDigest fresh() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
