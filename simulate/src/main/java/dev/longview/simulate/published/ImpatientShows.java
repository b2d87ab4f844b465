package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;

/**
 * Podcast shows whose listeners come back on some of the next 59 days, or stop for good: how well a show sticks is known sixty days
 * after it was recommended. This is the published generator of [1].
 *
 * <p>A show has a mean churn α = logistic(0.1·N(0, 1) − 0.4), a concentration k ~ U(0.7, 1.5), a weekly amplitude A ~ U(0.1, 1), and
 * rates that drift, r = −0.5 + 0.1·x with x a Gaussian process of covariance 1.2·exp(−|s − t| / 8). A trace is 59 days t = 0 … 58, the
 * first of which is the day after the recommendation. Until it churns it is active on day t with probability
 * logistic(r_t − A·|sin(πt/7)|); it churns before day t ≥ G − 1, where G is geometric with parameter θ ~ Beta(kα, k(1 − α)).
 * Stickiness is 1 + the number of active days: the day of the recommendation counts.
 *
 * <p>Two things are computed otherwise than in the generator, and come to the same. x is autoregressive, with coefficient e^(−1/8):
 * that is what the Cholesky factor of its covariance does. And θ is integrated out: P(not churned on day t) =
 * Π_{j ≤ t} (k(1 − α) + j)/(k + j), so that the true moments of a show are sums, and a trace is one uniform number and some bits. The
 * truth is therefore of the show, not of 10,000 traces of it as in [1], whose means have a standard error of 0.06.
 *
 * <p>[1] McDonald et al., Impatient bandits: optimizing recommendations for the long-term without delay, KDD 2023, and
 * github.com/spotify-research/impatient-bandits.
 */
public final class ImpatientShows {
    /** Days of a trace; the day of the recommendation comes before them. */
    public static final int DAYS = 59;

    private static final long PARAMETERS = -1;
    private static final int CHURN = 1;
    private static final int ACTIVE = 2;
    private static final int DRIFT = 3;

    private final long seed;
    private final int first;
    private final int size;
    /** Show by show: the probability of activity on each day, of those who have not churned. */
    private final double[] activity;
    /** Show by show: the probability not to have churned by each day. */
    private final double[] remaining;

    private ImpatientShows(long seed, int first, int size, double[] activity, double[] remaining) {
        this.seed = seed;
        this.first = first;
        this.size = size;
        this.activity = activity;
        this.remaining = remaining;
    }

    /** Shows drawn as the published generator draws them. */
    public static ImpatientShows draw(long seed, int shows) {
        double[] churn = new double[shows];
        double[] concentration = new double[shows];
        double[] activity = new double[shows * DAYS];
        double memory = Math.exp(-1 / 8.0);
        double news = Math.sqrt(1 - memory * memory);
        for (int s = 0; s < shows; s++) {
            long key = Draws.key(seed, s, PARAMETERS);
            churn[s] = Draws.logistic(0.1 * Draws.normal(key, CHURN, 0) - 0.4);
            concentration[s] = 0.7 + 0.8 * Draws.uniform(key, CHURN, 2);
            double amplitude = 0.1 + 0.9 * Draws.uniform(key, ACTIVE, 0);
            double drift = 0;
            for (int t = 0; t < DAYS; t++) {
                double z = Draws.normal(key, DRIFT, t);
                drift = t == 0 ? z : memory * drift + news * z;
                activity[s * DAYS + t] = Draws.logistic(
                        -0.5 + 0.1 * Math.sqrt(1.2) * drift - amplitude * Math.abs(Math.sin(Math.PI * t / 7)));
            }
        }
        return of(seed, churn, concentration, activity);
    }

    /**
     * Shows with given parameters.
     *
     * @param seed of the traces
     * @param churn each show's α
     * @param concentration each show's k
     * @param activity show by show, 59 probabilities of activity
     * @throws IllegalArgumentException when the arrays do not fit each other, or a value is out of its range
     */
    public static ImpatientShows of(long seed, double[] churn, double[] concentration, double[] activity) {
        int size = churn.length;
        if (concentration.length != size || activity.length != size * DAYS) {
            throw new IllegalArgumentException(size + " churns, " + concentration.length + " concentrations and "
                    + activity.length + " days of activity; " + DAYS + " days for each show are needed");
        }
        double[] remaining = new double[size * DAYS];
        for (int i = 0; i < activity.length; i++) {
            if (!(activity[i] >= 0 && activity[i] <= 1)) {
                throw new IllegalArgumentException(
                        "show " + i / DAYS + ", day " + i % DAYS + ": activity must be a probability: " + activity[i]);
            }
        }
        for (int s = 0; s < size; s++) {
            if (!(churn[s] > 0 && churn[s] < 1 && concentration[s] > 0)) {
                throw new IllegalArgumentException(
                        "show " + s + ": churn must be in (0, 1) and concentration positive: " + churn[s] + ", "
                                + concentration[s]);
            }
            double product = 1;
            for (int t = 0; t < DAYS; t++) {
                product *= (concentration[s] * (1 - churn[s]) + t) / (concentration[s] + t);
                remaining[s * DAYS + t] = product;
            }
        }
        return new ImpatientShows(seed, 0, size, activity.clone(), remaining);
    }

    /** The shows from one index to before another, with the traces that they have here. */
    public ImpatientShows range(int from, int to) {
        return new ImpatientShows(
                seed,
                first + from,
                to - from,
                Arrays.copyOfRange(activity, from * DAYS, to * DAYS),
                Arrays.copyOfRange(remaining, from * DAYS, to * DAYS));
    }

    public int size() {
        return size;
    }

    /**
     * What became of a recommendation of a show.
     *
     * @param number which of the show's traces: there is no end of them
     * @return bit t tells whether day t was active
     */
    public long trace(int show, long number) {
        long key = Draws.key(seed, first + show, number);
        double churn = Draws.uniform(key, CHURN, 0);
        long trace = 0;
        for (int t = 0, i = show * DAYS; t < DAYS && churn < remaining[i]; t++, i++) {
            if (Draws.uniform(key, ACTIVE, t) < activity[i]) {
                trace |= 1L << t;
            }
        }
        return trace;
    }

    /** 1 + the active days of a trace. */
    public static int stickiness(long trace) {
        return 1 + Long.bitCount(trace);
    }

    /** Hidden: the probability that day t is active. */
    public double probability(int show, int t) {
        return activity[show * DAYS + t] * remaining[show * DAYS + t];
    }

    /** Hidden: the probability that days s and t are both active. */
    public double jointProbability(int show, int s, int t) {
        int i = show * DAYS;
        return s == t ? probability(show, t) : activity[i + s] * activity[i + t] * remaining[i + Math.max(s, t)];
    }

    /** Hidden: the expected stickiness of a show, the truth that a policy is judged by. */
    public double meanStickiness(int show) {
        double sum = 1;
        for (int t = 0; t < DAYS; t++) {
            sum += probability(show, t);
        }
        return sum;
    }

    /** Hidden: the variance of stickiness among the traces of a show. */
    public double varianceOfStickiness(int show) {
        double sum = 0;
        for (int s = 0; s < DAYS; s++) {
            for (int t = 0; t < DAYS; t++) {
                sum += jointProbability(show, s, t);
            }
        }
        double mean = meanStickiness(show) - 1;
        return sum - mean * mean;
    }

    /** The name of a show in the log. */
    public String item(int show) {
        return "show-%04d".formatted(first + show);
    }
}
