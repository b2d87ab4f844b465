package dev.longview.evaluate;

/**
 * Folds for cross-fitting: what is estimated for an account must not have been learned from it. The fold is a hash of the account, so
 * that it depends neither on the order of rows nor on the other accounts.
 *
 * @param folds at least 2
 * @param seed any; another seed gives independent folds
 */
public record CrossFit(int folds, long seed) {
    public CrossFit {
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be at least 2: " + folds);
        }
    }

    /** Fold of an account's code, in 0..folds − 1. */
    public int fold(long account) {
        return (int) Math.floorMod(mix(mix(account) ^ seed), (long) folds);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): neighbouring codes come out unrelated. */
    private static long mix(long code) {
        long z = code + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
