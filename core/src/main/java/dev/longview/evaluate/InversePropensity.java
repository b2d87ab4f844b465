package dev.longview.evaluate;

/**
 * Inverse propensity scoring, V = mean(w r).
 *
 * <p>Unbiased whenever the logging policy could have done what the target would do, whatever the rewards; its variance grows with the
 * weights, and it moves with their mean, which {@link SelfNormalised} takes out. The influence of a unit is w r − V.
 *
 * <p>Horvitz and Thompson, A generalization of sampling without replacement from a finite universe, JASA 1952.
 */
public final class InversePropensity implements Estimator {
    private final Support support;

    private InversePropensity(Support support) {
        this.support = support;
    }

    public static InversePropensity withDefaults() {
        return new InversePropensity(Support.withDefaults());
    }

    /** Below this Kish effective sample size, (Σw)²/Σw², the estimate is unusable; below ten times it, weak. */
    public InversePropensity withMinimumEffectiveSize(double size) {
        return new InversePropensity(new Support(size));
    }

    @Override
    public String name() {
        return "ips";
    }

    @Override
    public boolean needsModel() {
        return false;
    }

    @Override
    public Result estimate(LoggedRewards logged) {
        double[] influence = new double[logged.size()];
        double sum = 0;
        for (int i = 0; i < influence.length; i++) {
            influence[i] = logged.weight(i) * logged.reward(i);
            sum += influence[i];
        }
        double value = sum / influence.length;
        for (int i = 0; i < influence.length; i++) {
            influence[i] -= value;
        }
        return support.result(logged, value, influence);
    }
}
