package dev.longview.evaluate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Logged units (recommendations) as columns: importance weight, reward, account; and a reward model's predictions where there is one.
 *
 * <pre>{@code
 * var logged = LoggedRewards.of(targetPropensity, loggedPropensity, reward, account)
 *         .withModel(predictedForLogged, predictedUnderTarget)
 *         .inSlatesOf(3);
 * }</pre>
 */
public final class LoggedRewards {
    /** Rounding of probabilities summed elsewhere. */
    private static final double SLACK = 1e-9;

    private final double[] weight;
    private final double[] reward;
    private final int[] cluster;
    private final int clusters;
    private final int positions;
    /** Empty where the target fills every position. */
    private final Optional<Column> filled;

    private final Optional<Model> model;

    /** Predictions of a reward model, per unit. */
    private record Model(Column logged, Column target) {}

    /** A private copy of a column. */
    private record Column(double... values) {}

    private LoggedRewards(
            double[] weight,
            double[] reward,
            int[] cluster,
            int clusters,
            int positions,
            Optional<Column> filled,
            Optional<Model> model) {
        this.weight = weight;
        this.reward = reward;
        this.cluster = cluster;
        this.clusters = clusters;
        this.positions = positions;
        this.filled = filled;
        this.model = model;
    }

    /**
     * Units with the probability that the target policy, and that the logging policy, shows this item at this position.
     *
     * @param target in [0, 1]
     * @param logged in (0, 1]: a unit that the logging policy could not have shown has no weight
     * @param reward finite, in units of the reward
     * @param account any code: units of one account are not independent
     */
    public static LoggedRewards of(double[] target, double[] logged, double[] reward, int[] account) {
        int n = reward.length;
        checkLength("target propensities", target.length, n);
        checkLength("logged propensities", logged.length, n);
        checkLength("accounts", account.length, n);
        double[] weight = new double[n];
        int[] cluster = new int[n];
        Map<Integer, Integer> dense = new HashMap<>();
        for (int i = 0; i < n; i++) {
            if (!(target[i] >= 0 && target[i] <= 1 + SLACK)) {
                throw bad("target propensity", target[i], "in [0, 1]", i);
            }
            if (!(logged[i] > 0 && logged[i] <= 1 + SLACK)) {
                throw bad(
                        "logged propensity", logged[i], "in (0, 1]: leave out rows that are not usable off-policy", i);
            }
            checkFinite("reward", reward[i], i);
            weight[i] = target[i] / logged[i];
            checkFinite("importance weight", weight[i], i);
            cluster[i] = dense.computeIfAbsent(account[i], code -> dense.size());
        }
        return new LoggedRewards(weight, reward.clone(), cluster, dense.size(), 1, Optional.empty(), Optional.empty());
    }

    /**
     * Where the target leaves positions empty, as rules may: what stands there earns nothing, and weights have another mean than 1.
     *
     * @param chance in [0, 1], that the target shows anything at the unit's position, given that the log does: Σ π(a|x) over the
     *     candidates, where the log always does
     */
    public LoggedRewards withFilled(double[] chance) {
        checkLength("chances that the position is filled", chance.length, size());
        for (int i = 0; i < size(); i++) {
            if (!(chance[i] >= 0 && chance[i] <= 1)) {
                throw bad("chance that the position is filled", chance[i], "in [0, 1]", i);
            }
        }
        Optional<Column> column = Optional.of(new Column(chance.clone()));
        return new LoggedRewards(weight, reward, cluster, clusters, positions, column, model);
    }

    /**
     * With a reward model q̂, fitted on other accounts (see {@link CrossFit}).
     *
     * @param qLogged q̂(x, a) of the item shown
     * @param qTarget Σ π(a|x) q̂(x, a) over the candidates; what is not shown adds nothing
     */
    public LoggedRewards withModel(double[] qLogged, double[] qTarget) {
        checkLength("predictions for logged items", qLogged.length, size());
        checkLength("predictions under the target policy", qTarget.length, size());
        for (int i = 0; i < size(); i++) {
            checkFinite("prediction for the logged item", qLogged[i], i);
            checkFinite("prediction under the target policy", qTarget[i], i);
        }
        var columns = new Model(new Column(qLogged.clone()), new Column(qTarget.clone()));
        return new LoggedRewards(weight, reward, cluster, clusters, positions, filled, Optional.of(columns));
    }

    /** Values are per decision: the sum over a slate's positions. All slates are of one length, and whole. */
    public LoggedRewards inSlatesOf(int positionsPerDecision) {
        if (positionsPerDecision < 1 || size() % positionsPerDecision != 0) {
            throw new IllegalArgumentException("positions per decision must be at least 1 and divide the " + size()
                    + " units: " + positionsPerDecision + "; leave out decisions whose slate is not whole");
        }
        return new LoggedRewards(weight, reward, cluster, clusters, positionsPerDecision, filled, model);
    }

    public int size() {
        return reward.length;
    }

    /** Number of different accounts. */
    public int clusters() {
        return clusters;
    }

    /** Positions of a decision, 1 unless {@link #inSlatesOf}. */
    public int positions() {
        return positions;
    }

    public boolean hasModel() {
        return model.isPresent();
    }

    public double weight(int unit) {
        return weight[unit];
    }

    public double reward(int unit) {
        return reward[unit];
    }

    /** The unit's account, renumbered to 0..{@link #clusters()} − 1 in order of appearance. */
    public int cluster(int unit) {
        return cluster[unit];
    }

    /** That the target shows anything at the unit's position; 1 unless {@link #withFilled}. */
    public double filled(int unit) {
        return filled.isPresent() ? filled.get().values()[unit] : 1;
    }

    /** What importance weights have as their mean in expectation; 1 unless {@link #withFilled}. NaN when empty. */
    public double meanFilled() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += filled(i);
        }
        return sum / size();
    }

    /** q̂(x, a) of the item shown. */
    double qLogged(int unit) {
        return model.orElseThrow(LoggedRewards::noModel).logged().values()[unit];
    }

    /** Σ π(a|x) q̂(x, a). */
    double qTarget(int unit) {
        return model.orElseThrow(LoggedRewards::noModel).target().values()[unit];
    }

    private static IllegalStateException noModel() {
        return new IllegalStateException("this estimator needs a reward model's predictions: call withModel first");
    }

    private static void checkLength(String what, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(what + ": " + length + " values for " + expected + " units");
        }
    }

    private static void checkFinite(String what, double value, int unit) {
        if (!Double.isFinite(value)) {
            throw bad(what, value, "finite", unit);
        }
    }

    private static IllegalArgumentException bad(String what, double value, String allowed, int unit) {
        return new IllegalArgumentException(what + " of unit " + unit + " is " + value + "; it must be " + allowed);
    }
}
