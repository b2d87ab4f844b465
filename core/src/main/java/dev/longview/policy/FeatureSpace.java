package dev.longview.policy;

import dev.longview.log.FeatureDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Which features a model reads, and in which of 2^bits slots each of their values lives.
 *
 * <p>A value's slot is a seeded hash of the UTF-8 bytes of {@code name=value} (the hashing trick [1]): no dictionary has to be agreed on
 * between trainer and server, and a value never seen before simply has nothing learned. A numeric feature has one slot, whose value is
 * standardised, and one that says that it is missing; an embedding has a slot for each of its numbers, all of them standardised and
 * divided by the root of how many they are, and the one for missing. The item's identity is always a feature.
 *
 * <p>[1] Weinberger et al., Feature hashing for large scale multitask learning, ICML 2009.
 *
 * @param features those that the model reads, in the policy's order
 * @param bits 1 … 30
 */
public record FeatureSpace(List<FeatureDefinition> features, int bits, long seed) {
    /** 262,144 slots: with 10,000 values about one in 26 shares its slot with another. */
    public static final int DEFAULT_BITS = 18;

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    public FeatureSpace {
        features = List.copyOf(features);
        if (bits < 1 || bits > 30) {
            throw new IllegalArgumentException("bits of the feature space must be in 1 … 30: " + bits);
        }
    }

    /** @throws IllegalArgumentException when the policy names a feature that is not declared */
    public static FeatureSpace of(PolicyDefinition policy, List<FeatureDefinition> declared) {
        List<FeatureDefinition> features = policy.features().stream()
                .distinct()
                .map(name -> declared.stream()
                        .filter(feature -> feature.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("policy " + policy.name()
                                + ": unknown feature '" + name + "'; declared are "
                                + declared.stream().map(FeatureDefinition::name).toList())))
                .toList();
        return new FeatureSpace(features, DEFAULT_BITS, 0);
    }

    public FeatureSpace withBits(int bits) {
        return new FeatureSpace(features, bits, seed);
    }

    /** Another seed: other collisions. */
    public FeatureSpace withSeed(long seed) {
        return new FeatureSpace(features, bits, seed);
    }

    public int slots() {
        return 1 << bits;
    }

    /** What the hash of every text begins with. */
    public long hashStart() {
        return FNV_OFFSET ^ Draws.mix(seed);
    }

    /** What a number of an embedding is called. */
    static String number(String feature, int index) {
        return feature + "[" + index + "]";
    }

    /** FNV-1a over the bytes, then a full mix, as FNV's low bits alone are uneven. */
    int slot(String text) {
        long hash = hashStart();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return (int) (Draws.mix(hash) >>> (64 - bits));
    }

    int slot(String name, String value) {
        return slot(name + "=" + value);
    }

    int missingSlot(String name) {
        return slot(name + "?");
    }

    /** How many numbers rows have, an embedding's counted one by one; they are numbered in the order of {@link #features()}. */
    int numerics() {
        return features.stream().mapToInt(FeatureSpace::numbers).sum();
    }

    /**
     * What the deviation of each number is multiplied by: the root of how many its feature has, so that an embedding as a whole has the
     * scale of one feature, and the prior of one.
     */
    double[] spread() {
        return features.stream()
                .flatMapToDouble(feature ->
                        DoubleStream.generate(() -> Math.sqrt(numbers(feature))).limit(numbers(feature)))
                .toArray();
    }

    /** How many numbers a value of a feature has. */
    static int numbers(FeatureDefinition feature) {
        return feature.kind() == FeatureDefinition.Kind.NUMERIC ? 1 : feature.size();
    }
}
