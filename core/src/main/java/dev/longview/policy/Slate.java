package dev.longview.policy;

import org.jspecify.annotations.Nullable;

/**
 * The slate of one decision, and the buffers that drawing it needs: made once, reused from call to call, by one thread at a time.
 */
public final class Slate {
    final Draws draws = new Draws(0);
    /** Holds the scores of a policy that has one model. */
    final double[][] alone = new double[1][];
    /** Of decisions without rules. */
    final Restrictions free = Restrictions.none();

    int[] items;
    double[] conditional;
    int size;
    private @Nullable Drawing drawing;
    private @Nullable Exploration exploration;

    /** @param slateSize how many positions it can hold */
    public Slate(int slateSize) {
        items = new int[slateSize];
        conditional = new double[slateSize];
    }

    /** How many positions are filled: the slate size, or less where the candidates or the rules give no more. */
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

    /** Made anew only when the slate was used for another exploration before. */
    Drawing drawing(Exploration wanted) {
        Drawing ready = drawing;
        if (ready == null || !wanted.equals(exploration)) {
            ready = new Drawing(wanted);
            drawing = ready;
            exploration = wanted;
        }
        return ready;
    }

    void room(int positions) {
        if (items.length < positions) {
            items = new int[positions];
            conditional = new double[positions];
        }
        size = 0;
    }

    void put(int item, double probability) {
        items[size] = item;
        conditional[size++] = probability;
    }
}
