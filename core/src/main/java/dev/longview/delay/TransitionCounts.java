package dev.longview.delay;

/**
 * How often recommendations went from one state at a landmark to another at the next; and the same of classes, apart for every state
 * that a recommendation was in at an earlier landmark.
 */
final class TransitionCounts {
    private static final int STATE_BITS = 14;
    private static final int CLASS_BITS = 10;
    private static final int LANDMARK_BITS = 8;
    private static final int CHAIN_BITS = LANDMARK_BITS + 2 * STATE_BITS;
    private static final int SINCE_BITS = 2 * LANDMARK_BITS + STATE_BITS + 2 * CLASS_BITS;

    private final Chain chain;
    private final Counts steps;
    private final Counts since;

    TransitionCounts(Chain chain) {
        this(chain, new Counts(), new Counts());
    }

    private TransitionCounts(Chain chain, Counts steps, Counts since) {
        this.chain = chain;
        this.steps = steps;
        this.since = since;
    }

    /** A path from landmark {@code first} to {@code last}. What is final stays, and is not counted. */
    void add(int category, int[] states, int first, int last) {
        for (int start = first; start < last && !chain.isEnded(states[start]); start++) {
            steps.add(key(category, start, states[start], states[start + 1]), 1);
            for (int bin = start; bin < last && !chain.isEnded(states[bin]); bin++) {
                int from = chain.classOf(states[bin]);
                int to = chain.classOf(states[bin + 1]);
                since.add(key(category, start, states[start], bin, from, to), 1);
            }
        }
    }

    long steps(int category, int bin, int from, int to) {
        return steps.get(key(category, bin, from, to));
    }

    /** Of those in state {@code start} at landmark {@code landmark}: from class to class in a later bin. */
    long since(int category, int landmark, int start, int bin, int from, int to) {
        return since.get(key(category, landmark, start, bin, from, to));
    }

    /** All categories together, as category 0. */
    TransitionCounts pooled() {
        return new TransitionCounts(
                chain,
                steps.by(key -> key & ((1L << CHAIN_BITS) - 1)),
                since.by(key -> key & ((1L << SINCE_BITS) - 1)));
    }

    private static long key(int category, int bin, int from, int to) {
        return ((((long) category << LANDMARK_BITS | bin) << STATE_BITS | from) << STATE_BITS) | to;
    }

    private static long key(int category, int landmark, int start, int bin, int from, int to) {
        long key = ((long) category << LANDMARK_BITS | landmark) << STATE_BITS | start;
        return ((key << LANDMARK_BITS | bin) << CLASS_BITS | from) << CLASS_BITS | to;
    }
}
