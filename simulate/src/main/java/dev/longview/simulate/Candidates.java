package dev.longview.simulate;

import dev.longview.columns.Batch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The items that may be recommended, with what the log says of them. One object for all visits that have the same candidates: a
 * recommender may keep what it derives from it for as long as visits bring the same object.
 */
public final class Candidates {
    private final String id;
    private final List<String> items;
    private final Batch features;
    private final double[] recentPlays;

    private Candidates(String id, List<String> items, Batch features, double[] recentPlays) {
        this.id = id;
        this.items = items;
        this.features = features;
        this.recentPlays = recentPlays;
    }

    /**
     * Candidates whose id is the hash of the items.
     *
     * @param items distinct
     * @param features one row per item: the columns item.* that the log has for them
     * @param recentPlays how much each was played lately, in any unit; zeros where the service does not tell
     * @throws IllegalArgumentException when the three have different sizes
     */
    public static Candidates of(List<String> items, Batch features, double[] recentPlays) {
        if (features.size() != items.size() || recentPlays.length != items.size()) {
            throw new IllegalArgumentException(items.size() + " items, " + features.size() + " rows of features, "
                    + recentPlays.length + " plays");
        }
        return new Candidates(hash(items), List.copyOf(items), features, recentPlays.clone());
    }

    /** Hash of the items. */
    public String id() {
        return id;
    }

    public int size() {
        return items.size();
    }

    public List<String> items() {
        return items;
    }

    public String item(int candidate) {
        return items.get(candidate);
    }

    /** The features of items, a row for each candidate. */
    public Batch features() {
        return features;
    }

    /** Plays of the last days, those of yesterday counting fully and each day before less. */
    public double recentPlays(int candidate) {
        return recentPlays[candidate];
    }

    private static String hash(List<String> items) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(String.join("\n", items).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 24);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
