package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;

/**
 * A bandit with short-term surrogates and a noisy long-term reward: the synthetic experiments of long-term off-policy evaluation [1]
 * (W5). What is the long-term value of a new policy, from a history with rewards of another and a short experiment with surrogates alone?
 *
 * <p>1,000 members x ∈ R⁵, in three clusters by k-means, and 30 actions a ∈ R⁵, all standard normal. f(x, a) ∈ R³ and h(x, a) are of the
 * form x·B + a·C + x·D·a with standard normal coefficients; the surrogates are s ~ N(f, ½²); g(x, s) is linear in s with fixed
 * coefficients of the member's cluster, and the long-term reward is r ~ N(q, 5²), q = (1 − λ)·g(x, f) + λ·h(x, a), λ = ½. All of
 * f, h and (for each action) g are standardised over the members at hand, q over all members. The logging policy is softmax(q); the
 * evaluated one has the best three actions, 0.3 each, but for 0.1 over all.
 *
 * <p>A log's members are drawn with repetition, and f, g and h are standardised anew over them, as the published program does; the true
 * value is that over all members. The published coefficients are one draw; ours are drawn by seed.
 *
 * <p>[1] Saito, Abdollahpouri, Anderton, Carterette and Lalmas, Long-term off-policy evaluation and learning, WWW 2024, and
 * github.com/usaito/www2024-lope.
 */
public final class LongTermBandit {
    public static final int ACTIONS = 30;
    public static final int CONTEXT = 5;
    public static final int ACTION_FEATURES = 5;
    public static final int SURROGATES = 3;

    private static final int MEMBERS = 1000;
    private static final int CLUSTERS = 3;
    private static final int BEST = 3;
    private static final double EXPLORED = 0.1;
    private static final double SURROGATE_DEVIATION = 0.5;
    /** Of g, for each cluster. */
    private static final double[][] SURROGATE_WEIGHTS = {{0.1, 0.5, -0.35}, {0.0, 0.05, -0.05}, {-0.3, 0.55, -0.5}};

    private static final int ACTION = 1;
    private static final int MEMBER = 2;
    private static final int COEFFICIENT = 3;
    private static final int WHO = 4;
    private static final int CHOICE = 5;
    private static final int SURROGATE = 6;
    private static final int REWARD = 7;
    private static final int CLUSTER = 8;

    private final double lambda;
    private final double rewardDeviation;
    private final double[] actions = new double[ACTIONS * ACTION_FEATURES];
    private final double[] members = new double[MEMBERS * CONTEXT];
    private final int[] clusters;
    /** Of f, one for each surrogate, then of h. */
    private final Bilinear[] terms = new Bilinear[SURROGATES + 1];

    private final long seed;
    private final double mean;
    private final double deviation;
    private final double[] expected;

    private LongTermBandit(long seed, double lambda, double rewardDeviation) {
        this.seed = seed;
        this.lambda = lambda;
        this.rewardDeviation = rewardDeviation;
        long key = Draws.worldKey(seed, 0);
        Arrays.setAll(actions, i -> Draws.normal(key, ACTION, i));
        Arrays.setAll(members, i -> Draws.normal(key, MEMBER, i));
        for (int t = 0; t < terms.length; t++) {
            terms[t] = Bilinear.drawn(key, t);
        }
        clusters = NearestMeans.clusters(Draws.bits(key, CLUSTER, 0), members, CONTEXT, CLUSTERS);
        int[] all = new int[MEMBERS];
        Arrays.setAll(all, i -> i);
        expected = mixed(surrogates(all), all);
        mean = mean(expected);
        deviation = deviation(expected, mean);
        standardise(expected, mean, deviation);
    }

    /** λ = ½, reward deviation 5. */
    public static LongTermBandit of(long seed) {
        return new LongTermBandit(seed, 0.5, 5);
    }

    /**
     * How much of the reward passes the surrogates by.
     *
     * @throws IllegalArgumentException when it is not between 0 and 1
     */
    public LongTermBandit withLambda(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("lambda must be between 0 and 1: " + share);
        }
        return new LongTermBandit(seed, share, rewardDeviation);
    }

    /** @throws IllegalArgumentException when it is negative */
    public LongTermBandit withRewardDeviation(double ofReward) {
        if (!(ofReward >= 0)) {
            throw new IllegalArgumentException("the reward's deviation must be at least 0: " + ofReward);
        }
        return new LongTermBandit(seed, lambda, ofReward);
    }

    /** The two policies. */
    public enum Policy {
        LOGGING,
        EVALUATED
    }

    /** {@link #ACTION_FEATURES} for each action. */
    public double[] actionFeatures() {
        return actions.clone();
    }

    /** The true long-term value of a policy. */
    public double value(Policy policy) {
        double[] probabilities = probabilities(policy, expected);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += expected[i] * probabilities[i];
        }
        return sum / MEMBERS;
    }

    /**
     * A log as columns.
     *
     * @param context {@link #CONTEXT} for each row
     * @param surrogates {@link #SURROGATES} for each row
     * @param reward the long-term one; hidden from who has but a short experiment
     * @param expected hidden: the expected reward of each action, {@link #ACTIONS} for each row
     * @param logging the logging policy's probabilities, {@link #ACTIONS} for each row
     * @param evaluated those of the evaluated policy
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are read, never compared.
    public record Log(
            double[] context,
            int[] action,
            double[] surrogates,
            double[] reward,
            double[] expected,
            double[] logging,
            double[] evaluated) {
        public int size() {
            return action.length;
        }
    }

    /**
     * A log of which the actions were chosen by a policy.
     *
     * @param number of the log; another number, another draw
     */
    public Log log(long number, int size, Policy by) {
        long key = Draws.key(seed, number, by == Policy.LOGGING ? 0 : 1);
        int[] who = new int[size];
        Arrays.setAll(who, i -> (int) (MEMBERS * Draws.uniform(key, WHO, i)));
        double[] f = surrogates(who);
        double[] q = mixed(f, who);
        standardise(q, mean, deviation);
        double[] logging = probabilities(Policy.LOGGING, q);
        double[] evaluated = probabilities(Policy.EVALUATED, q);
        double[] context = new double[size * CONTEXT];
        int[] action = new int[size];
        double[] surrogates = new double[size * SURROGATES];
        double[] reward = new double[size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(members, who[i] * CONTEXT, context, i * CONTEXT, CONTEXT);
            action[i] = choose(Draws.uniform(key, CHOICE, i), by == Policy.LOGGING ? logging : evaluated, i * ACTIONS);
            int at = i * ACTIONS + action[i];
            for (int j = 0; j < SURROGATES; j++) {
                surrogates[i * SURROGATES + j] = f[at * SURROGATES + j]
                        + SURROGATE_DEVIATION * Draws.normal(key, SURROGATE, (long) i * SURROGATES + j);
            }
            reward[i] = q[at] + rewardDeviation * Draws.normal(key, REWARD, i);
        }
        return new Log(context, action, surrogates, reward, q, logging, evaluated);
    }

    /** f: surrogates of each action of each of these members, standardised together. */
    private double[] surrogates(int[] who) {
        double[] f = new double[who.length * ACTIONS * SURROGATES];
        for (int i = 0; i < who.length; i++) {
            for (int a = 0; a < ACTIONS; a++) {
                for (int j = 0; j < SURROGATES; j++) {
                    f[(i * ACTIONS + a) * SURROGATES + j] = terms[j].of(members, who[i], actions, a);
                }
            }
        }
        standardise(f);
        return f;
    }

    /** (1 − λ)·g + λ·h of each action of each of these members. */
    private double[] mixed(double[] f, int[] who) {
        double[] q = new double[who.length * ACTIONS];
        for (int i = 0; i < who.length; i++) {
            for (int a = 0; a < ACTIONS; a++) {
                q[i * ACTIONS + a] = terms[SURROGATES].of(members, who[i], actions, a);
            }
        }
        standardise(q);
        double[] g = new double[who.length];
        for (int a = 0; a < ACTIONS; a++) {
            for (int i = 0; i < who.length; i++) {
                double[] weights = SURROGATE_WEIGHTS[clusters[who[i]]];
                g[i] = 0;
                for (int j = 0; j < SURROGATES; j++) {
                    g[i] += weights[j] * f[(i * ACTIONS + a) * SURROGATES + j];
                }
            }
            standardise(g);
            for (int i = 0; i < who.length; i++) {
                q[i * ACTIONS + a] = lambda * q[i * ACTIONS + a] + (1 - lambda) * g[i];
            }
        }
        return q;
    }

    private static double[] probabilities(Policy policy, double[] q) {
        double[] out = new double[q.length];
        for (int at = 0; at < q.length; at += ACTIONS) {
            switch (policy) {
                case LOGGING -> softmax(q, at, out);
                case EVALUATED -> best(q, at, out);
            }
        }
        return out;
    }

    private static void softmax(double[] q, int at, double[] out) {
        double sum = 0;
        for (int a = at; a < at + ACTIONS; a++) {
            out[a] = Math.exp(q[a]);
            sum += out[a];
        }
        for (int a = at; a < at + ACTIONS; a++) {
            out[a] /= sum;
        }
    }

    private static void best(double[] q, int at, double[] out) {
        for (int a = at; a < at + ACTIONS; a++) {
            int better = 0;
            for (int b = at; b < at + ACTIONS; b++) {
                better += q[b] > q[a] ? 1 : 0;
            }
            out[a] = EXPLORED / ACTIONS + (better < BEST ? (1 - EXPLORED) / BEST : 0);
        }
    }

    private static int choose(double uniform, double[] probabilities, int at) {
        double left = uniform;
        int a = 0;
        while (a < ACTIONS - 1 && (left -= probabilities[at + a]) >= 0) {
            a++;
        }
        return a;
    }

    private static void standardise(double[] values) {
        double mean = mean(values);
        standardise(values, mean, deviation(values, mean));
    }

    private static void standardise(double[] values, double mean, double deviation) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - mean) / deviation;
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** x·b + a·c + x·D·a. */
    @SuppressWarnings("ArrayRecordComponent") // Coefficients are read, never compared.
    private record Bilinear(double[] b, double[] c, double[] d) {
        static Bilinear drawn(long key, int term) {
            double[] all = new double[CONTEXT + ACTION_FEATURES + CONTEXT * ACTION_FEATURES];
            Arrays.setAll(all, i -> Draws.normal(key, COEFFICIENT, (long) term * all.length + i));
            return new Bilinear(
                    Arrays.copyOf(all, CONTEXT),
                    Arrays.copyOfRange(all, CONTEXT, CONTEXT + ACTION_FEATURES),
                    Arrays.copyOfRange(all, CONTEXT + ACTION_FEATURES, all.length));
        }

        double of(double[] xs, int x, double[] as, int a) {
            double sum = 0;
            for (int j = 0; j < ACTION_FEATURES; j++) {
                double weight = c[j];
                for (int i = 0; i < CONTEXT; i++) {
                    weight += xs[x * CONTEXT + i] * d[i * ACTION_FEATURES + j];
                }
                sum += weight * as[a * ACTION_FEATURES + j];
            }
            for (int i = 0; i < CONTEXT; i++) {
                sum += xs[x * CONTEXT + i] * b[i];
            }
            return sum;
        }
    }
}
