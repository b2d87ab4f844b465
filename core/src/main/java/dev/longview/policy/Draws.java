package dev.longview.policy;

/**
 * A seeded stream of random numbers (SplitMix64) that is reseeded in place, so that a decision's draw allocates nothing and can be
 * repeated from the seed that the log keeps.
 *
 * <p>Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
final class Draws {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    Draws(long seed) {
        reseed(seed);
    }

    void reseed(long seed) {
        // Mixed once, so that seeds 1, 2, 3 … do not give overlapping streams.
        state = mix(seed);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        state += GAMMA;
        return (mix(state) >>> 11) * UNIT;
    }

    /** Uniform in 0 … bound − 1; the bias, below bound/2⁵³, is of no consequence. */
    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** A bijection of 64 bits whose output bits each depend on all input bits (the finaliser of MurmurHash3, Stafford's variant 13). */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
