package dev.longview.evaluate;

/**
 * Doubly robust with the correction self-normalised, V = mean(Σ_a π(a|x) q̂(x, a)) + Σ w (r − q̂) / Σw.
 *
 * <p>Where the model is off by a constant, plain {@link DoublyRobust} turns the chance of the mean weight into noise; this does not.
 * The influence of a unit is its centred prediction, plus w(r − q̂ − B)/mean(w), where B is the correction;
 * where the target leaves positions empty, B is times the share that it fills, as in {@link SelfNormalised}.
 *
 * <p>Thomas and Brunskill, Data-efficient off-policy policy evaluation for reinforcement learning, ICML 2016.
 */
public final class SelfNormalisedDoublyRobust implements Estimator {
    private final Support support;

    private SelfNormalisedDoublyRobust(Support support) {
        this.support = support;
    }

    public static SelfNormalisedDoublyRobust withDefaults() {
        return new SelfNormalisedDoublyRobust(Support.withDefaults());
    }

    /** Below this Kish effective sample size, (Σw)²/Σw², the estimate is unusable; below ten times it, weak. */
    public SelfNormalisedDoublyRobust withMinimumEffectiveSize(double size) {
        return new SelfNormalisedDoublyRobust(new Support(size));
    }

    @Override
    public String name() {
        return "sndr";
    }

    @Override
    public boolean needsModel() {
        return true;
    }

    @Override
    public Result estimate(LoggedRewards logged) {
        int n = logged.size();
        double predicted = 0;
        double sumOfWeights = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            predicted += logged.qTarget(i);
            sumOfWeights += logged.weight(i);
            sum += logged.weight(i) * (logged.reward(i) - logged.qLogged(i));
        }
        double direct = predicted / n;
        double shown = sum / sumOfWeights;
        double mean = sumOfWeights / n;
        double filled = logged.meanFilled();
        double[] influence = new double[n];
        for (int i = 0; i < n; i++) {
            double residual = logged.reward(i) - logged.qLogged(i) - shown;
            influence[i] = logged.qTarget(i)
                    - direct
                    + filled * logged.weight(i) * residual / mean
                    + shown * (logged.filled(i) - filled);
        }
        return support.result(logged, direct + filled * shown, influence);
    }
}
