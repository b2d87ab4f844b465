package dev.longview.policy;

import java.util.Arrays;

/**
 * The slate of one decision, and the buffers that drawing it needs: made once, reused from call to call, by one thread at a time.
 */
public final class Slate {
    final Draws draws = new Draws(0);
    double[] weights = new double[0];
    boolean[] taken = new boolean[0];
    int[] items;
    double[] conditional;
    int size;

    /** @param slateSize how many positions it can hold */
    public Slate(int slateSize) {
        items = new int[slateSize];
        conditional = new double[slateSize];
    }

    /** How many positions are filled: the slate size, or the number of candidates when there are fewer. */
    public int size() {
        return size;
    }

    /** The candidate at a position, as an index into the scores. */
    public int item(int position) {
        return items[filled(position)];
    }

    /** The probability of that candidate there, given the positions above. */
    public double conditional(int position) {
        return conditional[filled(position)];
    }

    private int filled(int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException("position " + position + " of a slate of " + size);
        }
        return position;
    }

    void prepare(int positions, int candidates) {
        if (items.length < positions) {
            items = new int[positions];
            conditional = new double[positions];
        }
        if (weights.length < candidates) {
            weights = new double[candidates];
            taken = new boolean[candidates];
        }
        Arrays.fill(taken, 0, candidates, false);
        size = positions;
    }
}
