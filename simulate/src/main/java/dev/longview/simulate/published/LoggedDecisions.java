package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;

/**
 * Logged decisions for a learner (W8): which of ten candidates to show, where the reward depends on products of context and item.
 *
 * <p>1,000 items have four tokens g of 12 values, five standard normals v, and a hidden bias 0.5·N(0, 1). A context has ten tokens c of 20
 * values and ten standard normals u. The score of an item is u[0..4]·W·v/√5 + bias + 0.8·(c₀ mod 12 = g₀), W of standard normals
 * drawn by seed; the reward is Bernoulli(σ(−2 + 1.2·score)). The logging policy is 0.2 uniform + 0.8 softmax(2·(score + N(0, 1))), with
 * noise drawn anew for each candidate of each decision; its propensity is the one given the noise.
 *
 * <p>The optimum moves with W, so that learners are compared by (value − uniform)/(optimum − uniform), paired over seeds.
 *
 * <p><em>Assumed</em>: tokens are uniform; the ten candidates are drawn uniformly, without repetition.
 */
public final class LoggedDecisions {
    public static final int ITEMS = 1000;
    public static final int ITEM_TOKENS = 4;
    public static final int ITEM_TOKEN_VALUES = 12;
    public static final int ITEM_NUMBERS = 5;
    public static final int CONTEXT_TOKENS = 10;
    public static final int CONTEXT_TOKEN_VALUES = 20;
    public static final int CONTEXT_NUMBERS = 10;
    public static final int CANDIDATES = 10;

    private static final double UNIFORM = 0.2;
    private static final int SUBJECT_OF_ITEMS = 0;
    private static final int SUBJECT_OF_DECISIONS = 1;
    private static final int WEIGHT = 1;
    private static final int TOKEN = 2;
    private static final int NUMBER = 3;
    private static final int BIAS = 4;
    private static final int CANDIDATE = 5;
    private static final int NOISE = 6;
    private static final int CHOICE = 7;
    private static final int REWARD = 8;
    private static final int POLICY = 9;

    private final long seed;
    private final double[] weights = new double[ITEM_NUMBERS * ITEM_NUMBERS];
    private final int[] tokens = new int[ITEMS * ITEM_TOKENS];
    private final double[] numbers = new double[ITEMS * ITEM_NUMBERS];
    private final double[] bias = new double[ITEMS];

    private LoggedDecisions(long seed) {
        this.seed = seed;
        long world = Draws.worldKey(seed, 0);
        Arrays.setAll(weights, i -> Draws.normal(world, WEIGHT, i));
        for (int item = 0; item < ITEMS; item++) {
            long key = Draws.key(seed, item, SUBJECT_OF_ITEMS);
            for (int j = 0; j < ITEM_TOKENS; j++) {
                tokens[item * ITEM_TOKENS + j] = (int) (ITEM_TOKEN_VALUES * Draws.uniform(key, TOKEN, j));
            }
            for (int j = 0; j < ITEM_NUMBERS; j++) {
                numbers[item * ITEM_NUMBERS + j] = Draws.normal(key, NUMBER, j);
            }
            bias[item] = 0.5 * Draws.normal(key, BIAS, 0);
        }
    }

    /** The world of a seed: items, their bias, and W. */
    public static LoggedDecisions of(long seed) {
        return new LoggedDecisions(seed);
    }

    /** A token of an item, 0 to 11. */
    public int itemToken(int item, int slot) {
        return tokens[item * ITEM_TOKENS + slot];
    }

    public double itemNumber(int item, int slot) {
        return numbers[item * ITEM_NUMBERS + slot];
    }

    /** One decision; the object is used again for the next. Candidates are in the order of items. */
    public static final class Decision {
        private final int[] tokens = new int[CONTEXT_TOKENS];
        private final double[] numbers = new double[CONTEXT_NUMBERS];
        private final int[] candidates = new int[CANDIDATES];
        private final double[] scores = new double[CANDIDATES];
        private final double[] logging = new double[CANDIDATES];
        private long key;
        private int chosen;

        /** A token of the context, 0 to 19. */
        public int token(int slot) {
            return tokens[slot];
        }

        public double number(int slot) {
            return numbers[slot];
        }

        /** The item that is a candidate. */
        public int item(int candidate) {
            return candidates[candidate];
        }

        /** Hidden: P(reward) of a candidate. */
        public double chance(int candidate) {
            return LoggedDecisions.chance(scores[candidate]);
        }

        /** P(the logging policy shows the candidate). */
        public double propensity(int candidate) {
            return logging[candidate];
        }

        /** What the logging policy shows. */
        public int chosen() {
            return chosen;
        }

        /** Whether a candidate is rewarded, when it is shown. */
        public boolean rewarded(int candidate) {
            return Draws.uniform(key, REWARD, 0) < chance(candidate);
        }

        long policySeed() {
            return Draws.bits(key, POLICY, 0);
        }
    }

    /** Draws a decision of this world by its number. */
    public void draw(long number, Decision out) {
        out.key = Draws.key(seed, number, SUBJECT_OF_DECISIONS);
        for (int j = 0; j < CONTEXT_TOKENS; j++) {
            out.tokens[j] = (int) (CONTEXT_TOKEN_VALUES * Draws.uniform(out.key, TOKEN, j));
        }
        for (int j = 0; j < CONTEXT_NUMBERS; j++) {
            out.numbers[j] = Draws.normal(out.key, NUMBER, j);
        }
        for (int i = 0, draw = 0; i < CANDIDATES; draw++) {
            int item = (int) (ITEMS * Draws.uniform(out.key, CANDIDATE, draw));
            if (!contains(out.candidates, i, item)) {
                out.candidates[i++] = item;
            }
        }
        Arrays.sort(out.candidates);
        for (int i = 0; i < CANDIDATES; i++) {
            out.scores[i] = score(out.tokens[0], out.numbers, out.candidates[i]);
        }
        logging(out.policySeed(), out.scores, out.logging);
        out.chosen = choose(out.policySeed(), out.logging);
    }

    /** Hidden: what an item is worth in a context of which the first token and the numbers count. */
    double score(int firstToken, double[] context, int item) {
        double product = 0;
        for (int i = 0; i < ITEM_NUMBERS; i++) {
            for (int j = 0; j < ITEM_NUMBERS; j++) {
                product += context[i] * weights[i * ITEM_NUMBERS + j] * numbers[item * ITEM_NUMBERS + j];
            }
        }
        boolean match = firstToken % ITEM_TOKEN_VALUES == tokens[item * ITEM_TOKENS];
        return product / Math.sqrt(ITEM_NUMBERS) + bias[item] + (match ? 0.8 : 0);
    }

    static double chance(double score) {
        return Draws.logistic(-2 + 1.2 * score);
    }

    /** The logging policy's probabilities, given the noise of this seed. */
    static void logging(long policySeed, double[] scores, double[] out) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            out[i] = 2 * (scores[i] + Draws.normal(policySeed, NOISE, i));
            largest = Math.max(largest, out[i]);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            out[i] = Math.exp(out[i] - largest);
            sum += out[i];
        }
        for (int i = 0; i < scores.length; i++) {
            out[i] = UNIFORM / scores.length + (1 - UNIFORM) * out[i] / sum;
        }
    }

    static int choose(long policySeed, double[] probabilities) {
        double left = Draws.uniform(policySeed, CHOICE, 0);
        int i = 0;
        while (i < probabilities.length - 1 && (left -= probabilities[i]) >= 0) {
            i++;
        }
        return i;
    }

    /**
     * True values of three policies, expected rewards per decision.
     *
     * @param optimum always the candidate with the largest P(reward)
     */
    public record Values(double uniform, double logging, double optimum) {}

    /** The true values over some decisions; what a learner is judged by should come after what it learned from. */
    public Values values(long first, int decisions) {
        Decision decision = new Decision();
        double uniform = 0;
        double logging = 0;
        double optimum = 0;
        for (int n = 0; n < decisions; n++) {
            draw(first + n, decision);
            double best = 0;
            for (int i = 0; i < CANDIDATES; i++) {
                double chance = decision.chance(i);
                uniform += chance / CANDIDATES;
                logging += chance * decision.logging[i];
                best = Math.max(best, chance);
            }
            optimum += best;
        }
        return new Values(uniform / decisions, logging / decisions, optimum / decisions);
    }

    private static boolean contains(int[] items, int size, int item) {
        for (int i = 0; i < size; i++) {
            if (items[i] == item) {
                return true;
            }
        }
        return false;
    }
}
