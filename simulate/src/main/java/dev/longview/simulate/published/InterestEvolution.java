package dev.longview.simulate.published;

import dev.longview.simulate.Draws;

/**
 * RecSim's interest evolution, with its utility model [1]: what a member chooses follows interest, what it does to the member's time
 * follows quality, and interests drift towards what is watched. It is also the world of SlateQ [2].
 *
 * <p>A member has interests u ~ U(−1, 1) in 20 topics, seen, and a budget of 200 minutes. At each step some documents are offered anew:
 * of a topic at random, four minutes long, with quality N(mean of the topic, 0.1), hidden, where 0.1 is the standard deviation and the
 * means are 14 numbers evenly from −3 to 0 and six from 0 to 3. Of the slate, the member clicks a document of topic k with probability
 * in proportion to u_k + 1, and none in proportion to 2. A click is watched for min(budget, 4) minutes w, and moves the interest:
 * δ = 0.3·(1 − |u_k|)·(1 − u_k) is added with probability (u_k + 1)/2, else subtracted, and the result kept within [−1, 1]. The budget
 * falls by w − (0.9/3.4)·w·quality, and by half a minute where nothing was clicked. The session ends when it is used up.
 *
 * <p>[1] Ie et al., RecSim, 2019, and github.com/google-research/recsim, interest_evolution.<br>
 * [2] Ie et al., SlateQ: a tractable decomposition for reinforcement learning with recommendation sets, IJCAI 2019.
 */
public final class InterestEvolution {
    public static final int TOPICS = 20;
    /** Minutes. */
    public static final double BUDGET = 200;

    /** Minutes, of every document. */
    public static final double LENGTH = 4;

    /** Share of the watched minutes that a unit of quality gives back: 0.9/3.4. */
    public static final double RETURN = 0.9 / 3.4;

    private static final double NONE = 2;
    private static final double PENALTY = 0.5;
    private static final double[] MEANS = new double[TOPICS];

    static {
        for (int k = 0; k < TOPICS; k++) {
            MEANS[k] = k < 14 ? -3 + 3.0 * k / 13 : 3.0 * (k - 14) / 5;
        }
    }

    private static final long BEGINNING = -1;
    private static final int INTEREST = 1;
    private static final int TOPIC = 2;
    private static final int QUALITY = 3;
    private static final int CLICK = 4;
    private static final int DRIFT = 5;
    private static final int SCORE = 6;

    private final int candidates;
    private final int slateSize;

    private InterestEvolution(int candidates, int slateSize) {
        this.candidates = candidates;
        this.slateSize = slateSize;
    }

    /** 10 candidates, slates of two. */
    public static InterestEvolution withDefaults() {
        return new InterestEvolution(10, 2);
    }

    /** @throws IllegalArgumentException when the slate is empty or larger than the candidates */
    public InterestEvolution withSizes(int candidatesOffered, int positions) {
        if (positions < 1 || positions > candidatesOffered) {
            throw new IllegalArgumentException("a slate of " + positions + " from " + candidatesOffered
                    + " candidates; it must have between 1 and as many as there are");
        }
        return new InterestEvolution(candidatesOffered, positions);
    }

    public int candidates() {
        return candidates;
    }

    public int slateSize() {
        return slateSize;
    }

    /** What a baseline ranks candidates by, the largest first. */
    @FunctionalInterface
    public interface Score {
        /**
         * A candidate's score.
         *
         * @param interest of the member in its topic
         * @param quality hidden
         * @param uniform random, in (0, 1)
         */
        double of(double interest, double quality, double uniform);
    }

    public static Score random() {
        return (interest, quality, uniform) -> uniform;
    }

    /** What is most likely to be clicked. */
    public static Score affinity() {
        return (interest, quality, uniform) -> interest;
    }

    /** The weight of a click times what remains per minute watched: (u_k + 1)·(1 + (0.9/3.4)·quality). */
    public static Score affinityTimesQuality() {
        return (interest, quality, uniform) -> (interest + 1) * (1 + RETURN * quality);
    }

    /** The true quality alone. */
    public static Score quality() {
        return (interest, quality, uniform) -> quality;
    }

    /** Minutes watched in the session of one member. */
    public double session(long seed, long member, Score score) {
        double[] interests = new double[TOPICS];
        int[] topics = new int[candidates];
        double[] qualities = new double[candidates];
        double[] scores = new double[candidates];
        int[] slate = new int[slateSize];
        interestsAtFirst(seed, member, interests, 0);
        double budget = BUDGET;
        double watched = 0;
        for (int step = 0; budget > 0; step++) {
            long key = Draws.key(seed, member, step);
            offer(key, topics, qualities);
            for (int i = 0; i < candidates; i++) {
                scores[i] = score.of(interests[topics[i]], qualities[i], Draws.uniform(key, SCORE, i));
            }
            for (int p = 0; p < slateSize; p++) {
                slate[p] = best(scores);
                scores[slate[p]] = Double.NEGATIVE_INFINITY;
            }
            int clicked = clicked(key, interests, 0, topics, slate, slateSize);
            if (clicked < 0) {
                budget = budgetAfterNone(budget);
            } else {
                int document = slate[clicked];
                double minutes = minutes(budget);
                watched += minutes;
                budget = budgetAfter(budget, minutes, qualities[document]);
                drift(key, interests, topics[document]);
            }
        }
        return watched;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    /** Hidden: the mean quality of a topic's documents. */
    public static double meanQuality(int topic) {
        return MEANS[topic];
    }

    static void interestsAtFirst(long seed, long member, double[] interests, int at) {
        long key = Draws.key(seed, member, BEGINNING);
        for (int k = 0; k < TOPICS; k++) {
            interests[at + k] = 2 * Draws.uniform(key, INTEREST, k) - 1;
        }
    }

    static void offer(long key, int[] topics, double[] qualities) {
        for (int i = 0; i < topics.length; i++) {
            topics[i] = (int) (TOPICS * Draws.uniform(key, TOPIC, i));
            qualities[i] = MEANS[topics[i]] + 0.1 * Draws.normal(key, QUALITY, i);
        }
    }

    /** The position that is clicked, or −1. */
    static int clicked(long key, double[] interests, int at, int[] topics, int[] slate, int size) {
        double all = NONE;
        for (int p = 0; p < size; p++) {
            all += interests[at + topics[slate[p]]] + 1;
        }
        double left = all * Draws.uniform(key, CLICK, 0);
        for (int p = 0; p < size; p++) {
            left -= interests[at + topics[slate[p]]] + 1;
            if (left < 0) {
                return p;
            }
        }
        return -1;
    }

    static double minutes(double budget) {
        return Math.min(budget, LENGTH);
    }

    static double budgetAfter(double budget, double minutes, double quality) {
        return budget - minutes + RETURN * minutes * quality;
    }

    static double budgetAfterNone(double budget) {
        return budget - PENALTY;
    }

    /** @param at index of the interest in the clicked topic */
    static void drift(long key, double[] interests, int at) {
        double u = interests[at];
        double step = 0.3 * (1 - Math.abs(u)) * (1 - u);
        interests[at] = Math.clamp(Draws.uniform(key, DRIFT, 0) < (u + 1) / 2 ? u + step : u - step, -1.0, 1.0);
    }
}
