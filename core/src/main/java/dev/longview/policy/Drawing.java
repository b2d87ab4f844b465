package dev.longview.policy;

import java.util.Arrays;

/**
 * One slate on its way: what is left, what stands where, and the way back to the beginning. The rules are masks on what is left, before
 * each draw, so that the probability of a draw given what stands above is the urn's. Reused; for one thread.
 */
final class Drawing {
    private final Pool pool = new Pool();
    private final Urn urn;
    private Restrictions rules = Restrictions.none();
    private int[] gone = new int[16];
    private int goneCount;
    private int position;
    private int pins;

    Drawing(Exploration exploration) {
        urn = Urn.of(exploration);
    }

    void begin(double[][] scores, int n, Restrictions rules) {
        this.rules = rules;
        pool.fill(n);
        rules.begin(pool);
        urn.fill(scores, pool);
        goneCount = 0;
        position = 0;
        pins = 0;
    }

    /** Back to where it began, without reading all scores again. */
    void rewind() {
        while (goneCount > 0) {
            int item = gone[--goneCount];
            pool.restore(item);
            urn.changed(item);
        }
        rules.count();
        position = 0;
        pins = 0;
    }

    /** The candidate that stands at the next position whatever is drawn; −1 when it is drawn. */
    int pinned() {
        boolean due = pins < rules.pins() && (rules.pinnedAt(pins) <= position || pool.left() == 0);
        return due ? rules.pinned(pins) : -1;
    }

    /** Whether the next position can be filled. */
    boolean more() {
        return pool.left() > 0 || pins < rules.pins();
    }

    int draw(Draws draws) {
        return urn.draw(draws);
    }

    /** Of a candidate to stand at the next position, given those above. */
    double probability(int item) {
        int pinned = pinned();
        return pinned >= 0 ? pinned == item ? 1 : 0 : pool.has(item) ? urn.probability(item) : 0;
    }

    /** Adds to each candidate its probability to stand at the next position, times a weight. */
    void addAll(double weight, double[] into) {
        int pinned = pinned();
        if (pinned >= 0) {
            into[pinned] += weight;
        } else {
            urn.addAll(weight, into);
        }
    }

    /** Puts a candidate at the next position. */
    void take(int item) {
        if (item == pinned()) {
            pins++;
        } else {
            remove(item);
            if (rules.drawn(item)) {
                for (int i = pool.next(0); i >= 0; i = pool.next(i + 1)) {
                    if (rules.refused(i)) {
                        remove(i);
                    }
                }
            }
        }
        position++;
    }

    private void remove(int item) {
        if (goneCount == gone.length) {
            gone = Arrays.copyOf(gone, 2 * goneCount);
        }
        gone[goneCount++] = item;
        pool.remove(item);
        urn.changed(item);
    }
}
