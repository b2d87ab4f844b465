package dev.longview.delay;

/**
 * The ends that one outcome's distributions are over, seen from a state: which one is to stay as it is, and which are changes, in order.
 */
record Ends(Chain chain, int bins) {
    int size() {
        return Incidence.targets(chain.levels(), bins);
    }

    /** The end of a row in which nothing changes any more. */
    int stay(int state) {
        if (chain.levels().timed()) {
            boolean came = state != chain.unborn() && chain.level(state) == 1;
            return came ? Incidence.known(bins) : Incidence.never(bins);
        }
        return state == chain.unborn() ? chain.levels().absent() : chain.level(state);
    }

    /** Whether an end, seen from a state, is one in which the outcome happened. */
    boolean happens(int end) {
        return chain.levels().timed()
                ? end != Incidence.never(bins)
                : end != chain.levels().absent();
    }

    /**
     * What is known at a path's last row of the end that its row at an earlier landmark came to.
     *
     * @param last the distribution over ends, as seen from the last row
     * @param came the bin in which a time was received between both rows, −1 for none
     * @param into receives the distribution as seen from the earlier row
     */
    void seenFrom(double[] last, int offset, int came, double[] into) {
        System.arraycopy(last, offset, into, 0, size());
        if (chain.levels().timed() && came >= 0) {
            into[came] += into[Incidence.known(bins)];
            into[Incidence.known(bins)] = 0;
        }
    }
}
