package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Who was forgotten: {@code log/.forgotten}, a salt and SHA-256(salt + id) for each, so that the file tells of an id only to somebody
 * who has it already. A member's decisions are there too, since slates do not say whose they are.
 *
 * @param lines a kind and a hash each, sorted
 */
record Tombstones(String salt, TreeSet<String> lines) {
    static final String FILE = ".forgotten";
    static final String MEMBER = "member";
    static final String ACCOUNT = "account";
    static final String DECISION = "decision";
    private static final String SALT = "salt ";

    static Tombstones read(Path log) {
        Path file = log.resolve(FILE);
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.isEmpty() || !lines.getFirst().startsWith(SALT)) {
                throw new LogException(
                        file, file + " is damaged: it does not begin with a salt. Bring it back from a backup");
            }
            return new Tombstones(
                    lines.getFirst().substring(SALT.length()), new TreeSet<>(lines.subList(1, lines.size())));
        } catch (NoSuchFileException e) {
            return new Tombstones("", new TreeSet<>());
        } catch (IOException e) {
            throw new LogException(file, file + " cannot be read: " + e, e);
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** With more ids of a kind; the salt is drawn with the first. */
    Tombstones with(String kind, Collection<String> ids) {
        String salted = salt;
        if (salted.isEmpty()) {
            byte[] drawn = new byte[16];
            new SecureRandom().nextBytes(drawn);
            salted = HexFormat.of().formatHex(drawn);
        }
        TreeSet<String> all = new TreeSet<>(lines);
        for (String id : ids) {
            all.add(kind + " " + hash(salted + id));
        }
        return new Tombstones(salted, all);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Under an exclusive lock. */
    void write(Path log) throws IOException {
        List<String> text = new ArrayList<>(List.of(SALT + salt));
        text.addAll(lines);
        Path next = log.resolve(FILE + ".new");
        Files.write(next, text, StandardCharsets.UTF_8);
        Durable.sync(next);
        Durable.move(next, log.resolve(FILE));
        Durable.syncFolder(log);
    }
}
