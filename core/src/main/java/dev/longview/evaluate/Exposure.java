package dev.longview.evaluate;

import java.util.Arrays;

/**
 * How a policy spreads what it shows over a catalogue: from the probability of each item to be shown on each of some decisions.
 *
 * <p>Probabilities of 0 and 1 make it the exposure of what was shown. Decisions are taken as independent, as their draws are.
 */
public final class Exposure {
    /** Beyond this share of the catalogue an item is of its most shown tenth. */
    private static final double TOP = 0.1;

    private final double[] expected;
    /** log of the probability never to be shown. */
    private final double[] logNever;

    private double newcomers;
    private long decisions;

    /** @param items of the catalogue, at least 1 */
    public Exposure(int items) {
        if (items < 1) {
            throw new IllegalArgumentException("a catalogue has at least 1 item: " + items);
        }
        expected = new double[items];
        logNever = new double[items];
    }

    /**
     * An item on a decision.
     *
     * @param probability to be shown on it, at any position, in 0 … 1
     * @param newcomer whether it is new at that moment
     */
    public void add(int item, double probability, boolean newcomer) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is in 0 … 1: " + probability);
        }
        expected[item] += probability;
        logNever[item] += Math.log1p(-probability);
        newcomers += newcomer ? probability : 0;
    }

    public void endDecision() {
        decisions++;
    }

    /**
     * What it comes to.
     *
     * @param decisions that it was taken over
     * @param shown recommendations expected on them
     * @param coverage expected share of the catalogue that is shown at least once, in 0 … 1
     * @param gini of the items' expected exposures, 0 where all are shown alike, to (n − 1)/n where one alone is
     * @param topTenth share of what is shown that the most shown tenth of the catalogue (rounded up) has
     * @param newcomers share of what is shown that is new
     */
    public record Summary(
            long decisions, double shown, double coverage, double gini, double topTenth, double newcomers) {}

    /** NaN but for the number of decisions where nothing is shown. */
    public Summary summary() {
        int n = expected.length;
        double[] sorted = expected.clone();
        Arrays.sort(sorted);
        double shown = 0;
        double weighted = 0;
        double covered = 0;
        double top = 0;
        int fromTop = n - (int) Math.ceil(TOP * n);
        for (int i = 0; i < n; i++) {
            shown += sorted[i];
            weighted += (2.0 * i + 1 - n) * sorted[i];
            top += i >= fromTop ? sorted[i] : 0;
            covered -= Math.expm1(logNever[i]);
        }
        return new Summary(
                decisions,
                shown,
                shown > 0 ? covered / n : Double.NaN,
                weighted / (n * shown),
                top / shown,
                newcomers / shown);
    }
}
