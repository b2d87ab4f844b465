package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;

/**
 * Random numbers that belong to a recommendation: the same whatever rows are around it, and however often it is labelled, so that a label
 * moves only where evidence has moved. Mixed by Stafford's variant 13 of MurmurHash3's finaliser.
 */
public final class RecommendationSeeds {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private RecommendationSeeds() {}

    /** 64 well-mixed bits of a recommendation's name. */
    public static long of(String decision, long position) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < decision.length(); i++) {
            hash = (hash ^ decision.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash ^ position * GOLDEN);
    }

    /** @throws IllegalArgumentException when the batch does not say which recommendations its rows are */
    static long[] of(Batch batch, int[] rows) {
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        long[] positions = batch.longs(Assembled.POSITION);
        long[] seeds = new long[rows.length];
        for (int j = 0; j < rows.length; j++) {
            seeds[j] = of(decisions.text(rows[j]), positions[rows[j]]);
        }
        return seeds;
    }

    /** In [0, 1). */
    static double uniform(long seed, int draw, int outcome) {
        return (mix(seed + GOLDEN * (64L * draw + outcome + 1)) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long bits) {
        long hash = bits;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }
}
