package dev.longview.evaluate;

/**
 * Self-normalised importance sampling, V = Σwr / Σw.
 *
 * <p>Plain importance sampling moves with the mean weight: when the logged actions happen to favour the target policy, every reward
 * is inflated by the same factor. Dividing by the realised Σw removes that factor for a bias of O(1/n) [1], and keeps the estimate
 * between the smallest and the largest reward. The influence of a unit is w(r − V)/mean(w) [2]. Where the target fills a position with a
 * chance f below 1, which is what its weight is expected to be, V = mean(f) Σwr / Σw, since what is not shown earns nothing.
 *
 * <p>[1] Swaminathan and Joachims, The self-normalized estimator for counterfactual learning, NeurIPS 2015.<br>
 * [2] Owen, Monte Carlo theory, methods and examples, section 9.2.
 */
public final class SelfNormalised implements Estimator {
    private final Support support;

    private SelfNormalised(Support support) {
        this.support = support;
    }

    public static SelfNormalised withDefaults() {
        return new SelfNormalised(Support.withDefaults());
    }

    /** Below this Kish effective sample size, (Σw)²/Σw², the estimate is unusable; below ten times it, weak. */
    public SelfNormalised withMinimumEffectiveSize(double size) {
        return new SelfNormalised(new Support(size));
    }

    @Override
    public String name() {
        return "snips";
    }

    @Override
    public boolean needsModel() {
        return false;
    }

    @Override
    public Result estimate(LoggedRewards logged) {
        double sumOfWeights = 0;
        double sum = 0;
        for (int i = 0; i < logged.size(); i++) {
            sumOfWeights += logged.weight(i);
            sum += logged.weight(i) * logged.reward(i);
        }
        double shown = sum / sumOfWeights;
        double mean = sumOfWeights / logged.size();
        double filled = logged.meanFilled();
        double[] influence = new double[logged.size()];
        for (int i = 0; i < influence.length; i++) {
            influence[i] =
                    filled * logged.weight(i) * (logged.reward(i) - shown) / mean + shown * (logged.filled(i) - filled);
        }
        return support.result(logged, filled * shown, influence);
    }
}
