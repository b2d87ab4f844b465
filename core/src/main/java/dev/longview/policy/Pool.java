package dev.longview.policy;

import java.util.Arrays;

/** Which candidates are left: a bit for each, so that the j-th is found by counting words. Reused; for one thread. */
final class Pool {
    static final int WORD = Long.SIZE;

    private long[] words = new long[0];
    private int size;
    private int left;

    /** All of n are left. */
    void fill(int n) {
        int count = Math.ceilDiv(n, WORD);
        if (words.length < count) {
            words = new long[count];
        }
        Arrays.fill(words, 0, count, -1L);
        if (n % WORD != 0) {
            words[count - 1] = (1L << n) - 1;
        }
        size = n;
        left = n;
    }

    /** How many there were at first. */
    int size() {
        return size;
    }

    int left() {
        return left;
    }

    boolean has(int item) {
        return (words[item / WORD] >>> item & 1) != 0;
    }

    /** The bits of the candidates 64·word … 64·word + 63. */
    long word(int word) {
        return words[word];
    }

    void remove(int item) {
        left -= has(item) ? 1 : 0;
        words[item / WORD] &= ~(1L << item);
    }

    void restore(int item) {
        left += has(item) ? 0 : 1;
        words[item / WORD] |= 1L << item;
    }

    /** How many are left before an item. */
    int rank(int item) {
        int rank = 0;
        int last = item / WORD;
        for (int w = 0; w < last; w++) {
            rank += Long.bitCount(words[w]);
        }
        return rank + Long.bitCount(words[last] & (1L << item) - 1);
    }

    /** The item that has {@code rank} others left before it, 0 … left − 1. */
    int at(int rank) {
        int before = rank;
        int w = 0;
        for (int count = Long.bitCount(words[0]); before >= count; count = Long.bitCount(words[w])) {
            before -= count;
            w++;
        }
        long word = words[w];
        for (; before > 0; before--) {
            word &= word - 1;
        }
        return w * WORD + Long.numberOfTrailingZeros(word);
    }

    /** The first item left from {@code from} on; −1 when there is none. */
    int next(int from) {
        if (from >= size) {
            return -1;
        }
        long word = words[from / WORD] & -1L << from;
        int w = from / WORD;
        int last = Math.ceilDiv(size, WORD) - 1;
        while (word == 0 && w < last) {
            word = words[++w];
        }
        return word == 0 ? -1 : w * WORD + Long.numberOfTrailingZeros(word);
    }

    /** The first item that is not left from {@code from} on; {@link #size} when there is none. */
    int nextGone(int from) {
        if (left == size || from >= size) {
            return size;
        }
        long word = ~words[from / WORD] & -1L << from;
        int w = from / WORD;
        int last = Math.ceilDiv(size, WORD) - 1;
        while (word == 0 && w < last) {
            word = ~words[++w];
        }
        return word == 0 ? size : Math.min(size, w * WORD + Long.numberOfTrailingZeros(word));
    }

    /** Adds a number to each item left. */
    void add(double value, double[] into) {
        for (int i = next(0); i >= 0; i = next(i + 1)) {
            into[i] += value;
        }
    }
}
