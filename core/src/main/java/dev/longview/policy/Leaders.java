package dev.longview.policy;

/**
 * The best candidate left, by score and then by index, kept while candidates come and go: the best of each 64, and the best of each 16
 * of those. Filling reads every score once; a change, or asking for the best, costs some ninety steps for 10,000 candidates.
 */
final class Leaders {
    private static final int FAN = 16;

    private double[] scores = new double[0];
    private Pool pool = new Pool();
    private int[] ofBlock = new int[0];
    private int[] ofSection = new int[0];
    private int blocks;
    private int sections;
    private int best;
    private boolean known;

    /** @param scores are read until the next call */
    void fill(double[] scores, Pool pool) {
        this.scores = scores;
        this.pool = pool;
        blocks = Math.ceilDiv(pool.size(), Pool.WORD);
        sections = Math.ceilDiv(blocks, FAN);
        if (ofBlock.length < blocks) {
            ofBlock = new int[blocks];
            ofSection = new int[sections];
        }
        for (int block = 0; block < blocks; block++) {
            ofBlock[block] = best(block);
        }
        for (int section = 0; section < sections; section++) {
            section(section);
        }
        known = false;
    }

    /** After a candidate has been taken from the pool, or put back. */
    void changed(int item) {
        int block = item / Pool.WORD;
        ofBlock[block] = best(block);
        section(block / FAN);
        known = false;
    }

    /** −1 when none is left. */
    int best() {
        if (!known) {
            best = -1;
            for (int section = 0; section < sections; section++) {
                best = better(best, ofSection[section]);
            }
            known = true;
        }
        return best;
    }

    private void section(int section) {
        int best = -1;
        int end = Math.min(blocks, (section + 1) * FAN);
        for (int block = section * FAN; block < end; block++) {
            best = better(best, ofBlock[block]);
        }
        ofSection[section] = best;
    }

    private int better(int best, int other) {
        return best < 0 || (other >= 0 && scores[other] > scores[best]) ? other : best;
    }

    private int best(int block) {
        long word = pool.word(block);
        int base = block * Pool.WORD;
        return word == -1L ? bestOfAll(base) : bestOf(word, base);
    }

    private int bestOfAll(int base) {
        int best = base;
        double most = scores[base];
        for (int i = base + 1; i < base + Pool.WORD; i++) {
            if (scores[i] > most) {
                most = scores[i];
                best = i;
            }
        }
        return best;
    }

    private int bestOf(long left, int base) {
        int best = -1;
        double most = Double.NEGATIVE_INFINITY;
        for (long word = left; word != 0; word &= word - 1) {
            int i = base + Long.numberOfTrailingZeros(word);
            if (scores[i] > most) {
                most = scores[i];
                best = i;
            }
        }
        return best;
    }
}
