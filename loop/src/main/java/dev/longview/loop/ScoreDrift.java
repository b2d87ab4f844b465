package dev.longview.loop;

/**
 * How far a policy's scores have moved from those of the version in use, in the same contexts. What all items of a context are worth more
 * or less, today or to this member, moves none before another and counts for nothing: neither as a shift nor in the yardstick.
 */
final class ScoreDrift {
    private double moved;
    private double squares;
    private double correlations;
    private long scores;
    private long contexts;

    /** @param after the scores of a context's items, {@code before} those in use, in the same order */
    void add(double[] after, double[] before) {
        int items = before.length;
        double level = 0;
        double mean = 0;
        for (int i = 0; i < items; i++) {
            level += (after[i] - before[i]) / items;
            mean += before[i] / items;
        }
        for (int i = 0; i < items; i++) {
            moved += Math.abs(after[i] - before[i] - level);
            squares += (before[i] - mean) * (before[i] - mean);
        }
        correlations += RankAgreement.of(before, after).spearman();
        scores += items;
        contexts++;
    }

    /** How far scores moved against each other on average, in their own units. */
    double shift() {
        return moved / scores;
    }

    /** The standard deviation of the scores in use, of items within a context. */
    double deviation() {
        return Math.sqrt(squares / scores);
    }

    /** Mean rank correlation with the scores in use; NaN where one of the two scores all items alike. */
    double agreement() {
        return correlations / contexts;
    }
}
