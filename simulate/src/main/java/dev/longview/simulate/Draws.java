package dev.longview.simulate;

/**
 * Counter-based random numbers: each a hash of (key, purpose, number), with the key itself a hash of (seed, subject, day). A
 * purpose is a small code that a world gives to each thing it draws for, so that what is drawn for one never moves another; codes are part
 * of what a seed means: append, never change. The mixing
 * function is the finaliser of SplitMix64 [1], applied to a Weyl sequence's element.
 *
 * <p>[1] Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
public final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final int SUBJECT_OF_THE_WORLD = -1;

    private Draws() {}

    /** The key of a subject (a member, a title) on a day. */
    public static long key(long seed, long subject, long day) {
        return mix(mix(mix(seed + GOLDEN) + (subject + 1) * GOLDEN) + (day + 0x10000) * GOLDEN);
    }

    /** The key of what happens to all on a day. */
    public static long worldKey(long seed, long day) {
        return key(seed, SUBJECT_OF_THE_WORLD, day);
    }

    /** 64 random bits. */
    public static long bits(long key, long purpose, long number) {
        return mix(key + ((purpose << 40) + number + 1) * GOLDEN);
    }

    /** Uniform on the open interval (0, 1). */
    public static double uniform(long key, long purpose, long number) {
        return unit(bits(key, purpose, number));
    }

    /** Uniform on (0, 1): the element {@code number} of a seed's own sequence. */
    public static double uniform(long seed, long number) {
        return unit(mix(seed + (number + 1) * GOLDEN));
    }

    /** Exponential with mean 1. */
    public static double exponential(long key, long purpose, long number) {
        return -Math.log(uniform(key, purpose, number));
    }

    /** Standard normal, by Box and Muller; uses the numbers 2n and 2n + 1. */
    public static double normal(long key, long purpose, long number) {
        double radius = Math.sqrt(-2 * Math.log(uniform(key, purpose, 2 * number)));
        return radius * Math.cos(2 * Math.PI * uniform(key, purpose, 2 * number + 1));
    }

    /** Poisson by inversion; for means up to some hundreds. */
    public static int poisson(long key, long purpose, double mean) {
        int count = 0;
        for (double t = exponential(key, purpose, 0); t < mean; t += exponential(key, purpose, count)) {
            count++;
        }
        return count;
    }

    /** 1 / (1 + e^−x). */
    public static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53 + 0x1p-54;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
