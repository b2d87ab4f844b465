package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;

/**
 * Many experiments that move four behaviours, and by them a long-term outcome that is noisy and confounded among members (W9, after [1]).
 * True effects on play, complete, thumb and discover are d_k; on the long term, τ_k = w·d_k + e_k with w = (−.10, .30, .40, .15) and
 * direct effects e_k ~ N(0, .003²). Plays are bait: w of play is negative, while a member who plays much stays, because heavy users do
 * both. Who regresses the outcome on behaviours over members learns the opposite of the truth.
 *
 * <p>A member has heaviness u ~ N(0, 1), behaviours S = d_k·treated + a·u + ε and outcome Y = w·S + e_k·treated + .65u + N(0, 1.4²), with
 * n members in each of two arms.
 *
 * <p><em>Assumed</em>, and calibrated to the figures, because the source does not tell: d_k ~ N(0, .02²), those of play and complete with
 * correlation .23; a = (.22, 0, 0, 0); ε with deviations (.19, .37, .37, .37); the .65 and the 1.4.
 *
 * <p>[1] Bibaut, Chou, Ejdemyr and Kallus, Learning the covariance of treatment effects across many weak experiments, KDD 2024.
 */
public final class ProxyExperiments {
    /** play, complete, thumb, discover. */
    public static final int PROXIES = 4;

    /** The proxies, then the long-term outcome. */
    public static final int OUTCOMES = PROXIES + 1;

    private static final double[] WEIGHTS = {-0.10, 0.30, 0.40, 0.15};
    private static final double DIRECT = 0.003;
    private static final double EFFECT = 0.02;
    private static final double PLAY_COMPLETE = 0.23;
    private static final double HEAVY_PLAY = 0.22;
    private static final double HEAVY_OUTCOME = 0.65;
    private static final double[] NOISE = {0.19, 0.37, 0.37, 0.37, 1.4};
    private static final int TRUE_EFFECT = 1;
    private static final int MEMBER = 2;

    private final long seed;
    private final int experiments;
    private final int members;

    private ProxyExperiments(long seed, int experiments, int members) {
        this.seed = seed;
        this.experiments = experiments;
        this.members = members;
    }

    /** 200 experiments of 20,000 members an arm. */
    public static ProxyExperiments of(long seed) {
        return new ProxyExperiments(seed, 200, 20_000);
    }

    /** @throws IllegalArgumentException when there is no experiment, or an arm has fewer than two members */
    public ProxyExperiments withSizes(int numberOfExperiments, int membersPerArm) {
        if (numberOfExperiments < 1 || membersPerArm < 2) {
            throw new IllegalArgumentException(
                    "%d experiments of %d members an arm; there must be at least 1, of 2 or more"
                            .formatted(numberOfExperiments, membersPerArm));
        }
        return new ProxyExperiments(seed, numberOfExperiments, membersPerArm);
    }

    /** The true weights of the proxies in the long-term outcome. */
    public static double[] weights() {
        return WEIGHTS.clone();
    }

    /** Hidden: {@link #OUTCOMES} true effects for each experiment, one experiment after the other. */
    public double[] trueEffects() {
        double[] effects = new double[experiments * OUTCOMES];
        for (int k = 0; k < experiments; k++) {
            long key = Draws.key(seed, k, -1);
            int at = k * OUTCOMES;
            for (int j = 0; j < PROXIES; j++) {
                effects[at + j] = EFFECT * Draws.normal(key, TRUE_EFFECT, j);
            }
            effects[at + 1] =
                    PLAY_COMPLETE * effects[at] + Math.sqrt(1 - PLAY_COMPLETE * PLAY_COMPLETE) * effects[at + 1];
            effects[at + PROXIES] = DIRECT * Draws.normal(key, TRUE_EFFECT, PROXIES);
            for (int j = 0; j < PROXIES; j++) {
                effects[at + PROXIES] += WEIGHTS[j] * effects[at + j];
            }
        }
        return effects;
    }

    /**
     * What was measured.
     *
     * @param effects treated minus control, {@link #OUTCOMES} for each experiment
     * @param sampling the covariance of the errors of an experiment's effects, estimated from its members: OUTCOMES × OUTCOMES for each
     * @param withinArms the covariance among members, arms pooled: OUTCOMES × OUTCOMES
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are read, never compared.
    public record Measured(int experiments, double[] effects, double[] sampling, double[] withinArms) {}

    /** Runs all experiments, member by member. */
    public Measured measure() {
        double[] truth = trueEffects();
        double[] effects = new double[experiments * OUTCOMES];
        double[] sampling = new double[experiments * OUTCOMES * OUTCOMES];
        double[] within = new double[OUTCOMES * OUTCOMES];
        double[] member = new double[OUTCOMES];
        double[] sum = new double[OUTCOMES];
        double[] product = new double[OUTCOMES * OUTCOMES];
        for (int k = 0; k < experiments; k++) {
            for (int arm = 0; arm < 2; arm++) {
                Arrays.fill(sum, 0);
                Arrays.fill(product, 0);
                for (int i = 0; i < members; i++) {
                    member(Draws.key(seed, k, 2L * i + arm), member);
                    for (int a = 0; a < OUTCOMES; a++) {
                        sum[a] += member[a];
                        for (int b = 0; b <= a; b++) {
                            product[a * OUTCOMES + b] += member[a] * member[b];
                        }
                    }
                }
                // Treatment shifts all members alike, so that it can be added to the mean.
                for (int a = 0; a < OUTCOMES; a++) {
                    double mean = sum[a] / members;
                    int at = k * OUTCOMES + a;
                    effects[at] += arm == 1 ? mean + truth[at] : -mean;
                    for (int b = 0; b < OUTCOMES; b++) {
                        double cross = product[Math.max(a, b) * OUTCOMES + Math.min(a, b)];
                        double covariance = (cross - sum[a] * sum[b] / members) / (members - 1);
                        sampling[at * OUTCOMES + b] += covariance / members;
                        within[a * OUTCOMES + b] += covariance / (2.0 * experiments);
                    }
                }
            }
        }
        return new Measured(experiments, effects, sampling, within);
    }

    /** A member as if untreated. */
    private static void member(long key, double[] member) {
        double heavy = Draws.normal(key, MEMBER, OUTCOMES);
        double outcome = HEAVY_OUTCOME * heavy + NOISE[PROXIES] * Draws.normal(key, MEMBER, PROXIES);
        for (int j = 0; j < PROXIES; j++) {
            member[j] = NOISE[j] * Draws.normal(key, MEMBER, j) + (j == 0 ? HEAVY_PLAY * heavy : 0);
            outcome += WEIGHTS[j] * member[j];
        }
        member[PROXIES] = outcome;
    }
}
