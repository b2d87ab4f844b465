package dev.longview.delay;

/**
 * The final values that probabilities are put on, and where between them a value belongs that no event changes any more.
 *
 * <p>A bin of a sum has two points, the means of what ended in its lower and in its upper half: a value between them is told by the
 * shares that keep its mean. A time-to-first has one for each bin of ages, the mean time of what was received in it; one for what the
 * first landmark had already; and never. Everything else has one for each level.
 *
 * @param support final values in the outcome's units
 * @param upper by level: the share of those that ended in a bin, coming from another, that ended in its upper half; of binned levels
 * @param growth by landmark and level: by how much a value still grows on average that stays in its bin; of binned levels
 */
record Points(double[] support, double[] upper, double[][] growth) {

    /** Puts {@code mass} where a value of {@code level} ends that stays in its level. */
    void stay(Levels levels, int level, double value, double growth, double mass, double[] probability, int offset) {
        if (!levels.binned() || level == 0) {
            probability[offset + (levels.binned() ? 0 : level)] += mass;
            return;
        }
        double low = support[2 * level - 1];
        double high = support[2 * level];
        double share = Math.clamp((value + growth - low) / (high - low), 0.0, 1.0);
        probability[offset + 2 * level - 1] += mass * (1 - share);
        probability[offset + 2 * level] += mass * share;
    }

    /** Puts {@code mass} where a value ends that comes to {@code level} from another. */
    void come(Levels levels, int level, double mass, double[] probability, int offset) {
        if (!levels.binned() || level == 0) {
            probability[offset + (levels.binned() ? 0 : level)] += mass;
            return;
        }
        probability[offset + 2 * level - 1] += mass * (1 - upper[level]);
        probability[offset + 2 * level] += mass * upper[level];
    }

    /** Puts {@code mass} on the two times nearest to one that is known, so that their mean is that time if it is between them. */
    void known(double time, double mass, double[] probability, int offset) {
        int below = -1;
        int above = -1;
        for (int i = 0; i < support.length - 1; i++) {
            if (support[i] <= time && (below < 0 || support[i] > support[below])) {
                below = i;
            }
            if (support[i] >= time && (above < 0 || support[i] < support[above])) {
                above = i;
            }
        }
        int low = below < 0 ? above : below;
        int high = above < 0 ? below : above;
        double width = support[high] - support[low];
        double share = width > 0 ? (time - support[low]) / width : 0;
        probability[offset + low] += mass * (1 - share);
        probability[offset + high] += mass * share;
    }

    /** The level that a point of the support belongs to. */
    int level(Levels levels, int point) {
        if (levels.timed()) {
            return point < support.length - 1 ? 1 : 0;
        }
        return levels.binned() ? (point + 1) / 2 : point;
    }

    static int size(Levels levels, int bins) {
        if (levels.timed()) {
            return bins + 2;
        }
        return levels.binned() ? 2 * levels.size() - 1 : levels.size();
    }
}
