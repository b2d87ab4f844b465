package dev.longview.simulate.published;

import dev.longview.simulate.Draws;

/**
 * RecSim's long-term satisfaction [1]: clickbait ("chocolate") engages more than what is good ("kale"), and makes everything after it
 * engage less.
 *
 * <p>A session has 60 steps. At each, candidates with clickbait c ~ U(0, 1) are offered anew, and the item at the top is clicked. A
 * member has a net positive exposure e, hidden, at first (U(0, 1) − ½)/(1 − 0.7), and a satisfaction s = logistic(σe). Engagement is
 * exp(N((5c + 4(1 − c))·s, 1)), with s before the step; then e becomes 0.7·e − 2(c − ½) + N(0, 0.05), where 0.05 is the standard
 * deviation. σ, the sensitivity, is 0.01 by default: there chocolate wins. (RecSim's documentation of the update has the sign of its
 * middle term wrong; the code is as above. What an agent observes of engagement is cut at 100 there; the reward is not, nor is ours.)
 *
 * <p>[1] Ie et al., RecSim: a configurable simulation platform for recommender systems, 2019, and
 * github.com/google-research/recsim, long_term_satisfaction.
 */
public final class ChocolateKale {
    /** Steps of a session. */
    public static final int STEPS = 60;

    static final double MEMORY = 0.7;
    private static final double CHOCOLATE = 5;
    private static final double KALE = 4;
    private static final double INNOVATION = 0.05;

    private static final long BEGINNING = -1;
    private static final int EXPOSURE = 1;
    private static final int CLICKBAIT = 2;
    private static final int ENGAGEMENT = 3;

    private final double sensitivity;
    private final int candidates;

    private ChocolateKale(double sensitivity, int candidates) {
        this.sensitivity = sensitivity;
        this.candidates = candidates;
    }

    /** Sensitivity 0.01, 10 candidates. */
    public static ChocolateKale withDefaults() {
        return new ChocolateKale(0.01, 10);
    }

    /**
     * How much exposure moves satisfaction.
     *
     * @throws IllegalArgumentException when it is negative or no number
     */
    public ChocolateKale withSensitivity(double sigma) {
        if (!(sigma >= 0)) {
            throw new IllegalArgumentException("sensitivity must be at least 0: " + sigma);
        }
        return new ChocolateKale(sigma, candidates);
    }

    /** @throws IllegalArgumentException when it is less than 1 */
    public ChocolateKale withCandidates(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("candidates must be at least 1: " + count);
        }
        return new ChocolateKale(sensitivity, count);
    }

    public double sensitivity() {
        return sensitivity;
    }

    public int candidates() {
        return candidates;
    }

    /** Chooses the item at the top, and may know what is hidden. */
    @FunctionalInterface
    public interface Chooser {
        /**
         * A candidate.
         *
         * @param clickbait of each candidate
         * @param exposure hidden: the member's net positive exposure
         * @param step 0 … 59
         */
        int choose(double[] clickbait, double exposure, int step);
    }

    /** Any: candidates come in random order. */
    public static Chooser random() {
        return (clickbait, exposure, step) -> 0;
    }

    /** Always the most clickbait. */
    public static Chooser chocolate() {
        return (clickbait, exposure, step) -> {
            int best = 0;
            for (int i = 1; i < clickbait.length; i++) {
                best = clickbait[i] > clickbait[best] ? i : best;
            }
            return best;
        };
    }

    /** Always the least clickbait. */
    public static Chooser kale() {
        return (clickbait, exposure, step) -> {
            int best = 0;
            for (int i = 1; i < clickbait.length; i++) {
                best = clickbait[i] < clickbait[best] ? i : best;
            }
            return best;
        };
    }

    /** Total engagement of the session of one member. */
    public double session(long seed, long member, Chooser chooser) {
        double[] clickbait = new double[candidates];
        double exposure = exposureAtFirst(seed, member);
        double total = 0;
        for (int step = 0; step < STEPS; step++) {
            long key = Draws.key(seed, member, step);
            offer(key, clickbait);
            double chosen = clickbait[chooser.choose(clickbait, exposure, step)];
            total += engagement(key, chosen, exposure);
            exposure = exposureAfter(key, chosen, exposure);
        }
        return total;
    }

    static double exposureAtFirst(long seed, long member) {
        return (Draws.uniform(Draws.key(seed, member, BEGINNING), EXPOSURE, 0) - 0.5) / (1 - MEMORY);
    }

    static void offer(long key, double[] clickbait) {
        for (int i = 0; i < clickbait.length; i++) {
            clickbait[i] = Draws.uniform(key, CLICKBAIT, i);
        }
    }

    double engagement(long key, double clickbait, double exposure) {
        return Math.exp(logEngagement(clickbait, exposure) + Draws.normal(key, ENGAGEMENT, 0));
    }

    static double exposureAfter(long key, double clickbait, double exposure) {
        return expectedExposureAfter(clickbait, exposure) + INNOVATION * Draws.normal(key, EXPOSURE, 0);
    }

    static double expectedExposureAfter(double clickbait, double exposure) {
        return MEMORY * exposure - 2 * (clickbait - 0.5);
    }

    double expectedEngagement(double clickbait, double exposure) {
        return Math.exp(logEngagement(clickbait, exposure) + 0.5);
    }

    private double logEngagement(double clickbait, double exposure) {
        return (CHOCOLATE * clickbait + KALE * (1 - clickbait)) * satisfaction(exposure);
    }

    double satisfaction(double exposure) {
        return Draws.logistic(sensitivity * exposure);
    }
}
