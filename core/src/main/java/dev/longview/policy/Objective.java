package dev.longview.policy;

/** What a policy's model is fitted to. */
public sealed interface Objective {

    /**
     * The reward itself: weighted squared error of the score (importance-weighted regression, MTR [1]).
     *
     * <p>[1] Bietti, Agarwal and Langford, A contextual bandit bake-off, JMLR 2021, section 3.
     */
    record Regression() implements Objective {}

    /**
     * The value of the policy softmax(score) itself, by its estimate from what was logged: gradients of log π weighed by
     * min(cap, π/propensity), and for slates by the chance that no other position shows the item too, (1 − π)^(K − 1), the top-K
     * correction [1] but for its constant factor K.
     *
     * <p>Doubly robust, it adds the gradient of what a regression of the reward expects of the policy, and weighs only what the
     * regression missed [2].
     *
     * <p>[1] Chen et al., Top-K off-policy correction for a REINFORCE recommender system, WSDM 2019, equations 3 and 6. [2] Dudík,
     * Langford and Li, Doubly robust policy evaluation and learning, ICML 2011.
     *
     * @param cap of the importance weights, at least 1
     */
    record PolicyValue(double cap, boolean doublyRobust) implements Objective {
        public PolicyValue {
            if (!(cap >= 1) || Double.isInfinite(cap)) {
                throw new IllegalArgumentException(
                        "cap of the importance weights must be at least 1 and finite: " + cap);
            }
        }
    }
}
