package dev.longview.policy;

import dev.longview.columns.Batch;

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

    /**
     * By a uniform policy's propensity over the one logged, at most {@code most}: as {@link CappedInverse}, but each row by the
     * number of its own candidates, so that decisions among a hundred weigh as much as those among a million, and the cap binds both alike.
     * Where a row's candidates are not known, the whole catalogue stands for them.
     *
     * @param most at least 1
     */
    record AgainstUniform(double most, Offers offers) implements Weighting {
        public AgainstUniform {
            if (!(most >= 1) || Double.isInfinite(most)) {
                throw new IllegalArgumentException(
                        "most that a row may weigh against a uniform policy must be at least 1 and finite: " + most);
            }
        }

        private double uniform(Batch batch, int row) {
            int candidates = offers.candidates(batch, row)
                    .map(set -> set.length)
                    .orElseGet(() -> offers.catalogue().size());
            return 1.0 / Math.max(1, candidates);
        }
    }

    /** The weight of a row of a batch; NaN when it was logged with no propensity that may be used. */
    default double weight(Batch batch, int row) {
        double propensity = TrainingRows.propensity(batch, row);
        boolean usable = propensity > 0 && propensity <= 1;
        return switch (this) {
            case Uniform() -> 1;
            case CappedInverse(double cap) -> usable ? Math.min(cap, 1 / propensity) : Double.NaN;
            case AgainstUniform against ->
                usable ? Math.min(against.most(), against.uniform(batch, row) / propensity) : Double.NaN;
        };
    }
}
