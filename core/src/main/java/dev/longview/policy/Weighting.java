package dev.longview.policy;

/** How training rows are weighted for the policy that chose what was logged. */
public sealed interface Weighting {

    /** As logged: the model is best where the logging policy went most. */
    record Uniform() implements Weighting {}

    /**
     * By 1/propensity, at most {@code cap}: the model attends to each item as if it had been shown uniformly. The propensity is the
     * marginal one where it was logged, else the conditional one. A row without one in (0, 1] is refused.
     *
     * @param cap at least 1; bounds the variance for some bias (Ionides, Truncated importance sampling, JCGS 2008)
     */
    record CappedInverse(double cap) implements Weighting {
        public CappedInverse {
            if (!(cap >= 1) || Double.isInfinite(cap)) {
                throw new IllegalArgumentException(
                        "cap of the importance weights must be at least 1 and finite: " + cap);
            }
        }
    }

    /** The weight of a row that was logged with this propensity; NaN when it has none that may be used. */
    default double weight(double propensity) {
        return switch (this) {
            case Uniform() -> 1;
            case CappedInverse(double cap) ->
                propensity > 0 && propensity <= 1 ? Math.min(cap, 1 / propensity) : Double.NaN;
        };
    }
}
