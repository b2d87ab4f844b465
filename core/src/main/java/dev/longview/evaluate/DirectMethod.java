package dev.longview.evaluate;

/**
 * The direct method, V = mean(Σ_a π(a|x) q̂(x, a)): what the reward model says, believed.
 *
 * <p>No importance weight enters, so it is steady, and as wrong as the model is: the interval tells the spread of contexts only, never
 * the model's bias. The verdict is therefore weak at best.
 */
public final class DirectMethod implements Estimator {
    private DirectMethod() {}

    public static DirectMethod withDefaults() {
        return new DirectMethod();
    }

    @Override
    public String name() {
        return "dm";
    }

    @Override
    public boolean needsModel() {
        return true;
    }

    @Override
    public Result estimate(LoggedRewards logged) {
        int n = logged.size();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += logged.qTarget(i);
        }
        double value = sum / n;
        double[] influence = new double[n];
        for (int i = 0; i < n; i++) {
            influence[i] = logged.qTarget(i) - value;
        }
        Verdict verdict = logged.clusters() < 2
                ? new Verdict.Unusable("rewards of " + logged.clusters() + " accounts; an interval needs at least 2")
                : new Verdict.Weak("rests on the reward model alone; its bias is not in the interval");
        return Support.result(logged, value, influence, Support.weights(logged), verdict);
    }
}
