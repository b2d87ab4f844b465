package dev.longview.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file contains, as a name: the same content again, compressed or not, has the same. A sink needs its segment's name before it
 * gets rows, so this is a pass of its own.
 *
 * @param sha256 64 hexadecimal digits, of the decompressed content
 */
public record ContentHash(String sha256) {
    /**
     * Reads the file once. Of a damaged gzip, what can be read counts.
     *
     * @throws ImportException when there is no such file, or it cannot be read
     */
    public static ContentHash of(Path file) {
        MessageDigest digest = digest();
        try (InputStream content = Source.open(file, Progress.NONE);
                DigestInputStream hashed = new DigestInputStream(content, digest)) {
            byte[] buffer = new byte[Source.BUFFER];
            while (readable(hashed, buffer)) {
                // The digest takes what passes.
            }
        } catch (IOException e) {
            throw new ImportException("cannot close " + file + ": " + e.getMessage(), e);
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    /** A name for the segment that the file becomes: importing the file again replaces it. */
    public String segment() {
        return "import-" + sha256.substring(0, 24);
    }

    /** The first 24 hexadecimal digits of the SHA-256 of a text. */
    static String ofText(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 12);
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The import reads the same bytes, and it is the one to say where they end too early. */
    private static boolean readable(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer) >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
