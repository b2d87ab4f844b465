package dev.longview.policy;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Trains a {@link FactorisedModel} on a reward's readings: by regression (weighted squared error), or towards the value of the policy
 * itself ({@link Objective}). Stochastic gradient with adaptive steps [1], several passes in a seeded order.
 *
 * <p>The target is centred by its weighted mean and scaled by a final label's standard deviation first, so that one learning rate serves
 * rewards of 0.01 and of 100. Shrinkage is a ridge: each parameter has a prior of mean 0 whose pull is spread over the rows that have
 * its feature, so that a feature seen once stays near 0 and one seen often is left free. The same rows, policy and seed give the same
 * model, to the byte.
 *
 * <pre>{@code
 * Learner.Trained trained = Learner.of(policy).train(rows);
 * if (trained.progressiveLoss() > trained.constantLoss()) ...   // no better than the mean
 * }</pre>
 *
 * <p>[1] Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 2011; of an embedding with one step size for all dimensions, by its
 * mean squared gradient.
 */
public final class Learner {
    /** Effects of about 1/√30 of the target's standard deviation are expected: right for the rare and noisy rewards that logs hold. */
    private static final double DEFAULT_RIDGE = 30;

    private static final int MOST_THREADS = 127;
    /** Fewer rows are learned sooner than a thread is started. */
    private static final int WORTH_SHARING = 2_000;

    private final PolicyDefinition policy;
    private final long seed;
    private final double ridge;
    private final int threads;
    private final Optional<LongSupplier> clock;

    private Learner(PolicyDefinition policy, long seed, double ridge, int threads, Optional<LongSupplier> clock) {
        this.policy = policy;
        this.seed = seed;
        this.ridge = ridge;
        this.threads = threads;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException when the policy's dimensions, learning rate, regularisation or epochs are out of range */
    public static Learner of(PolicyDefinition policy) {
        require(policy, "dimensions", policy.dimensions(), policy.dimensions() >= 1, "at least 1");
        double rate = policy.learningRate();
        require(policy, "learning rate", rate, rate > 0 && rate <= 10, "in (0, 10]");
        double l2 = policy.regularisation();
        require(policy, "regularisation", l2, l2 >= 0 && l2 <= 10, "in [0, 10]");
        require(policy, "epochs", policy.epochs(), policy.epochs() >= 1, "at least 1");
        return new Learner(
                policy,
                0,
                DEFAULT_RIDGE,
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                Optional.empty());
    }

    /** Seeds the embeddings and the order of the rows. */
    public Learner withSeed(long seed) {
        return new Learner(policy, seed, ridge, threads, clock);
    }

    /** The prior precision of each parameter, in rows of variance 1: 0 is none. */
    public Learner withRidge(double ridge) {
        if (!(ridge >= 0) || Double.isInfinite(ridge)) {
            throw new IllegalArgumentException("ridge must be at least 0 and finite: " + ridge);
        }
        return new Learner(policy, seed, ridge, threads, clock);
    }

    /** How many threads learn, all processors if not said: it does not show in what is learned. */
    public Learner withThreads(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads must be 1 to " + MOST_THREADS + ": " + threads);
        }
        return new Learner(policy, seed, ridge, threads, clock);
    }

    /**
     * A clock, by which it is found whether several threads are faster here than one: it does not show in what is learned.
     *
     * @param nanoseconds as {@code System::nanoTime}
     */
    public Learner withClock(LongSupplier nanoseconds) {
        return new Learner(policy, seed, ridge, threads, Optional.of(nanoseconds));
    }

    /**
     * What training gave.
     *
     * @param progressiveLoss mean over rows of precision times the squared error of each row's prediction before it was learned from,
     *     over the first pass, in squared units of the reward: an honest estimate, as each row was new
     * @param constantLoss that of the best constant, the weighted mean
     * @param rows rows learned from
     * @param refused rows that could not be used, see {@link TrainingRows#refused}
     */
    public record Trained(
            FactorisedModel model, double progressiveLoss, double constantLoss, long rows, long refused) {}

    /**
     * Fits the policy's objective.
     *
     * @throws IllegalArgumentException when there is no row to learn from, or the objective is the policy's value and rows do not know what
     *     they chose from
     */
    public Trained train(TrainingRows rows) {
        if (rows.size() == 0) {
            throw new IllegalArgumentException("policy " + policy.name() + ": no row to learn from; " + rows.refused()
                    + " refused, " + rows.withheld() + " of weight 0");
        }
        return switch (policy.objective()) {
            case Objective.Regression() -> regress(rows);
            case Objective.PolicyValue value -> climb(value, rows);
        };
    }

    private Trained regress(TrainingRows rows) {
        Descent descent =
                new Descent(rows, policy.dimensions(), policy.learningRate(), policy.regularisation(), ridge, seed);
        Draws draws = new Draws(seed);
        int[] order = order(rows);
        int most = rows.size() < WORTH_SHARING ? 1 : threads;
        Sweep sweep = new Sweep(descent, rows, most, new Pace(most, clock), policy.epochs());
        double loss = 0;
        for (int epoch = 0; epoch < policy.epochs(); epoch++) {
            shuffle(order, draws);
            double passed = sweep.over(order);
            loss = epoch == 0 ? passed : loss;
        }
        double variance = descent.scale() * descent.scale();
        double progressive = loss / rows.size() * variance;
        return new Trained(descent.model(), progressive, descent.constantLoss(), rows.size(), rows.refused());
    }

    /** The losses told are those of the regression: a policy's value has none. */
    private Trained climb(Objective.PolicyValue value, TrainingRows rows) {
        Trained regression = regress(rows);
        PolicyDescent descent = new PolicyDescent(
                rows,
                value,
                policy,
                ridge,
                seed,
                value.doublyRobust() ? Optional.of(regression.model()) : Optional.empty());
        Draws draws = new Draws(seed);
        int[] order = order(rows);
        for (int epoch = 0; epoch < policy.epochs(); epoch++) {
            shuffle(order, draws);
            for (int i = 0; i < order.length; i++) {
                double done = epoch + (double) i / order.length;
                descent.step(order[i], Descent.cooled(done / policy.epochs()));
            }
        }
        return new Trained(
                descent.model(), regression.progressiveLoss(), regression.constantLoss(), rows.size(), rows.refused());
    }

    private static int[] order(TrainingRows rows) {
        int[] order = new int[rows.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    private static void shuffle(int[] order, Draws draws) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = draws.below(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static void require(PolicyDefinition policy, String what, double value, boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "policy " + policy.name() + ": " + what + " must be " + allowed + ": " + value);
        }
    }
}
