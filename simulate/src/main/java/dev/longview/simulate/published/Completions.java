package dev.longview.simulate.published;

import dev.longview.simulate.Draws;

/**
 * Series that are watched to the end or not, with the exact probability of the end given what was seen so far (W7).
 *
 * <p>A play has a hidden type, drawn anew for each. On each of 28 days the member watches with the type's daily probability, and then
 * 1 + Binomial(5, p) episodes; the first day begins with a viewing. At the end of each day the member leaves for good with the type's
 * hazard. A title of 1, 6, 8 or 10 episodes is completed when as many were watched. What is known at an age of d days is the
 * episodes by the end of day d.
 *
 * <p>The oracle is a forward filter over the types: for each, the likelihood of the history while still there, and while already gone
 * since the last viewing; then P(completed) is that of the remaining episodes in the remaining days, which a recursion has tabulated.
 *
 * <p>The source gives the types, their probabilities, the lengths and the figures, not how frequent types and lengths are: those here are
 * <em>assumed</em>, calibrated to the losses of the oracle and to the bias of the label so far (docs/worlds.md).
 */
public final class Completions {
    /** Days. */
    public static final int HORIZON = 28;

    /** Types of members, of which nothing is logged. */
    public enum Type {
        BINGE(0.19, 0.75, 0.62, 0.01),
        STEADY(0.21, 0.35, 0.25, 0.02),
        STALL(0.20, 0.12, 0.20, 0.05),
        ABANDON(0.40, 0.30, 0.20, 0.30);

        private final double share;
        private final double watches;
        private final double more;
        private final double leaves;

        Type(double share, double watches, double more, double leaves) {
            this.share = share;
            this.watches = watches;
            this.more = more;
            this.leaves = leaves;
        }

        /** Of all plays; assumed. */
        public double share() {
            return share;
        }
    }

    private static final Type[] TYPES = Type.values();
    private static final int[] LENGTHS = {1, 6, 8, 10};
    private static final double[] LENGTH_SHARES = {0.17, 0.23, 0.49, 0.11};
    private static final int LONGEST = 10;
    /** Most episodes in a day. */
    private static final int MOST = 6;

    private static final double[][] EPISODES = new double[TYPES.length][MOST + 1];
    private static final double[][][] COMPLETES = new double[TYPES.length][HORIZON + 1][LONGEST + 1];

    static {
        for (int type = 0; type < TYPES.length; type++) {
            for (int episodes = 1; episodes <= MOST; episodes++) {
                EPISODES[type][episodes] = binomial(MOST - 1, episodes - 1, TYPES[type].more);
            }
            COMPLETES[type][0][0] = 1;
            for (int days = 1; days <= HORIZON; days++) {
                completes(type, days);
            }
        }
    }

    private static final int TYPE = 1;
    private static final int WATCHES = 2;
    private static final int MORE = 3;
    private static final int LEAVES = 4;
    private static final int LENGTH = 5;

    private Completions() {}

    /** The lengths of titles, in episodes. */
    public static int[] lengths() {
        return LENGTHS.clone();
    }

    /** How frequent each length is; assumed. */
    public static double[] lengthShares() {
        return LENGTH_SHARES.clone();
    }

    /** The length of a title drawn at random. */
    public static int length(long key) {
        double left = Draws.uniform(key, LENGTH, 0);
        int i = 0;
        while (i < LENGTHS.length - 1 && (left -= LENGTH_SHARES[i]) >= 0) {
            i++;
        }
        return LENGTHS[i];
    }

    /**
     * Draws one play.
     *
     * @param key of {@link Draws#key}; another key, another play
     * @param length of the title, episodes
     * @param watched filled with the episodes watched by the end of each day, from 0, which is the moment before, to {@link #HORIZON}
     * @return the hidden type
     */
    public static Type play(long key, int length, int[] watched) {
        Type type = type(key);
        boolean there = true;
        watched[0] = 0;
        for (int day = 1; day <= HORIZON; day++) {
            watched[day] = watched[day - 1];
            if (there && (day == 1 || Draws.uniform(key, WATCHES, day) < type.watches)) {
                int episodes = 1;
                for (int i = 1; i < MOST; i++) {
                    episodes += Draws.uniform(key, MORE, (long) day * MOST + i) < type.more ? 1 : 0;
                }
                watched[day] = Math.min(length, watched[day] + episodes);
            }
            there &= Draws.uniform(key, LEAVES, day) >= type.leaves;
        }
        return type;
    }

    /**
     * P(completed by the horizon | the episodes watched by the end of each day up to this one).
     *
     * @param day 0 to {@link #HORIZON}; at 0 nothing but the length is known
     * @param watched read up to {@code day}
     */
    public static double completes(int length, int[] watched, int day) {
        if (watched[day] >= length) {
            return 1;
        }
        double all = 0;
        double completed = 0;
        for (int type = 0; type < TYPES.length; type++) {
            double here = TYPES[type].share;
            double gone = 0;
            for (int d = 1; d <= day; d++) {
                int episodes = watched[d] - watched[d - 1];
                double watches = d == 1 ? 1 : TYPES[type].watches;
                here *= episodes == 0 ? 1 - watches : watches * EPISODES[type][episodes];
                gone = (episodes == 0 ? gone : 0) + here * TYPES[type].leaves;
                here *= 1 - TYPES[type].leaves;
            }
            all += here + gone;
            completed += here
                    * (day == 0 ? fromTheStart(type, length) : COMPLETES[type][HORIZON - day][length - watched[day]]);
        }
        // Not above 1 by rounding.
        return Math.min(1, completed / all);
    }

    private static double fromTheStart(int type, int length) {
        double p = 0;
        for (int episodes = 1; episodes <= MOST; episodes++) {
            int rest = Math.max(0, length - episodes);
            p += EPISODES[type][episodes]
                    * (rest == 0 ? 1 : (1 - TYPES[type].leaves) * COMPLETES[type][HORIZON - 1][rest]);
        }
        return p;
    }

    /** P(the remaining episodes are watched in so many days), for a member who is there when they begin. */
    private static void completes(int type, int days) {
        double[] before = COMPLETES[type][days - 1];
        double[] now = COMPLETES[type][days];
        double stays = 1 - TYPES[type].leaves;
        now[0] = 1;
        for (int remaining = 1; remaining <= LONGEST; remaining++) {
            double p = (1 - TYPES[type].watches) * stays * before[remaining];
            for (int episodes = 1; episodes <= MOST; episodes++) {
                int rest = Math.max(0, remaining - episodes);
                p += TYPES[type].watches * EPISODES[type][episodes] * (rest == 0 ? 1 : stays * before[rest]);
            }
            now[remaining] = p;
        }
    }

    private static Type type(long key) {
        double left = Draws.uniform(key, TYPE, 0);
        int i = 0;
        while (i < TYPES.length - 1 && (left -= TYPES[i].share) >= 0) {
            i++;
        }
        return TYPES[i];
    }

    private static double binomial(int n, int k, double p) {
        double ways = 1;
        for (int i = 0; i < k; i++) {
            ways *= (double) (n - i) / (i + 1);
        }
        return ways * Math.pow(p, k) * Math.pow(1 - p, n - k);
    }
}
