package dev.longview.simulate;

/**
 * Counter-based random numbers: each a hash of (key, purpose, number), with the key itself a hash of (seed, subject, day). The mixing
 * function is the finaliser of SplitMix64 [1], applied to a Weyl sequence's element.
 *
 * <p>[1] Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** What a number is drawn for. The codes are part of what a seed means: append, never change. */
    enum Purpose {
        TITLE(0),
        MEMBER(1),
        JOINS(2),
        VISIT(3),
        TIME(4),
        DEVICE(5),
        SEEN(6),
        SLATE(7),
        PLAY(8),
        ORGANIC(9),
        KIND_OF_ENGAGEMENT(10),
        INTERRUPTION(11),
        SESSION(12),
        CONTINUE(13),
        THUMB(14),
        WITHDRAW(15),
        DELAY(16),
        BILLING(17),
        RETURN(18);

        private final long code;

        Purpose(long code) {
            this.code = code;
        }
    }

    private static final int SUBJECT_OF_THE_WORLD = -1;

    private Draws() {}

    static long key(long seed, long subject, long day) {
        return mix(mix(mix(seed + GOLDEN) + (subject + 1) * GOLDEN) + (day + 0x10000) * GOLDEN);
    }

    static long worldKey(long seed, long day) {
        return key(seed, SUBJECT_OF_THE_WORLD, day);
    }

    static long bits(long key, Purpose purpose, long number) {
        return mix(key + ((purpose.code << 40) + number + 1) * GOLDEN);
    }

    /** Uniform on the open interval (0, 1). */
    static double uniform(long key, Purpose purpose, long number) {
        return unit(bits(key, purpose, number));
    }

    /** Uniform on (0, 1): the element {@code number} of a seed's own sequence. */
    static double uniform(long seed, long number) {
        return unit(mix(seed + (number + 1) * GOLDEN));
    }

    static double exponential(long key, Purpose purpose, long number) {
        return -Math.log(uniform(key, purpose, number));
    }

    /** Standard normal, by Box and Muller; uses the numbers 2n and 2n + 1. */
    static double normal(long key, Purpose purpose, long number) {
        double radius = Math.sqrt(-2 * Math.log(uniform(key, purpose, 2 * number)));
        return radius * Math.cos(2 * Math.PI * uniform(key, purpose, 2 * number + 1));
    }

    /** Poisson by inversion; for means up to some hundreds. */
    static int poisson(long key, Purpose purpose, double mean) {
        int count = 0;
        for (double t = exponential(key, purpose, 0); t < mean; t += exponential(key, purpose, count)) {
            count++;
        }
        return count;
    }

    static double logistic(double x) {
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
