package dev.longview.evaluate;

/**
 * Doubly robust, V = mean(Σ_a π(a|x) q̂(x, a) + w (r − q̂)).
 *
 * <p>The model answers first, and importance weights carry only what it got wrong: unbiased when either the propensities or the model
 * are right, and the better the model, the narrower the interval. The model must have been fitted on other accounts.
 *
 * <p>Dudík, Langford and Li, Doubly robust policy evaluation and learning, ICML 2011.
 */
public final class DoublyRobust implements Estimator {
    private final Support support;

    private DoublyRobust(Support support) {
        this.support = support;
    }

    public static DoublyRobust withDefaults() {
        return new DoublyRobust(Support.withDefaults());
    }

    /** Below this Kish effective sample size, (Σw)²/Σw², the estimate is unusable; below ten times it, weak. */
    public DoublyRobust withMinimumEffectiveSize(double size) {
        return new DoublyRobust(new Support(size));
    }

    @Override
    public String name() {
        return "dr";
    }

    @Override
    public boolean needsModel() {
        return true;
    }

    @Override
    public Result estimate(LoggedRewards logged) {
        double[] influence = new double[logged.size()];
        double sum = 0;
        for (int i = 0; i < influence.length; i++) {
            influence[i] = logged.qTarget(i) + logged.weight(i) * (logged.reward(i) - logged.qLogged(i));
            sum += influence[i];
        }
        double value = sum / influence.length;
        for (int i = 0; i < influence.length; i++) {
            influence[i] -= value;
        }
        return support.result(logged, value, influence);
    }
}
