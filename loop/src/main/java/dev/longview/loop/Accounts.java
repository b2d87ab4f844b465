package dev.longview.loop;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Accounts as numbers: a hash, which decides folds and samples and is the same in every run; and a code, dense, for clustering. */
final class Accounts {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final Map<String, Integer> codes = new HashMap<>();

    int code(String account) {
        return codes.computeIfAbsent(account, unseen -> codes.size());
    }

    /** FNV-1a of the UTF-8 bytes, finished by SplitMix64's mix, as FNV's high bits alone are uneven on short texts. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        long z = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** In [0, 1), a function of the text alone. */
    static double uniform(String text) {
        return (hash(text) >>> 11) * 0x1p-53;
    }
}
