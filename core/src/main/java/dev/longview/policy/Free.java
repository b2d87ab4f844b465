package dev.longview.policy;

import java.util.Arrays;

/**
 * The candidates of a decision that are drawn, without those that are pinned, and which draw fills which position.
 *
 * @param scores of the free candidates alone
 * @param n how many they are
 * @param candidates the index of each among all
 */
@SuppressWarnings("ArrayRecordComponent") // two views on the caller's buffers
record Free(double[][] scores, int n, int[] candidates, Restrictions rules) {

    static Free of(double[][] scores, int n, Restrictions rules) {
        int[] candidates = new int[n];
        int free = 0;
        for (int i = 0; i < n; i++) {
            candidates[free] = i;
            free += isPinned(rules, i) ? 0 : 1;
        }
        if (free == n) {
            return new Free(scores, n, candidates, rules);
        }
        double[][] own = new double[scores.length][free];
        for (int model = 0; model < scores.length; model++) {
            for (int i = 0; i < free; i++) {
                own[model][i] = scores[model][candidates[i]];
            }
        }
        return new Free(own, free, candidates, rules);
    }

    private static boolean isPinned(Restrictions rules, int item) {
        for (int i = 0; i < rules.pins(); i++) {
            if (rules.pinned(i) == item) {
                return true;
            }
        }
        return false;
    }

    /** The same of some of the models. */
    Free models(int from, int to) {
        return new Free(Arrays.copyOfRange(scores, from, to), n, candidates, rules);
    }

    /** How many of the positions above are drawn, where nothing is capped. */
    int drawn(int position) {
        int pinned = 0;
        while (pinned < rules.pins() && rules.pinnedAt(pinned) < position) {
            pinned++;
        }
        return Math.min(n, position - pinned);
    }

    /** Whether a position is filled by a pin, where nothing is capped. */
    boolean pinned(int position) {
        return drawn(position + 1) == drawn(position);
    }

    /** Of a candidate that is free. */
    int index(int item) {
        return Arrays.binarySearch(candidates, 0, n, item);
    }

    /** Writes the probabilities of a position for all candidates. */
    void spread(int position, double[][] own, double[] out) {
        if (pinned(position)) {
            int pin = position - drawn(position);
            if (pin < rules.pins()) {
                out[rules.pinned(pin)] = 1;
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            out[candidates[i]] = own[drawn(position)][i];
        }
    }
}
