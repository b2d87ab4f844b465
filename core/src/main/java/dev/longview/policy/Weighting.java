package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;

/** How training rows are weighted for the policy that chose what was logged. */
public sealed interface Weighting {

    /** As logged: the model is best where the logging policy went most. */
    record Uniform() implements Weighting {}

    /**
     * By a uniform policy's propensity over the one logged, at most {@code most}: the model attends to each item as if it had been shown
     * uniformly. Each row goes by the number of its own candidates, so that decisions among a hundred weigh as much as those among a
     * million, and the bound binds both alike. The propensity is the marginal one where it was logged; else the conditional one, and
     * uniform's is that of the items which are left at the position. A row without one in (0, 1] is refused.
     *
     * @param most at least 1; bounds the variance for some bias (Ionides, Truncated importance sampling, JCGS 2008)
     */
    record AgainstUniform(double most, Offers offers) implements Weighting {
        public AgainstUniform {
            if (!(most >= 1) || Double.isInfinite(most)) {
                throw new IllegalArgumentException(
                        "most that a row may weigh against a uniform policy must be at least 1 and finite: " + most);
            }
        }

        private double uniform(Batch batch, int row) {
            double candidates = offers.count(batch, row);
            double taken = TrainingRows.hasMarginal(batch, row) ? 0 : batch.longs(Assembled.POSITION)[row];
            return 1 / Math.max(1, candidates - taken);
        }
    }

    /** The weight of a row of a batch; NaN when it was logged with no propensity that may be used. */
    default double weight(Batch batch, int row) {
        double propensity = TrainingRows.propensity(batch, row);
        boolean usable = propensity > 0 && propensity <= 1;
        return switch (this) {
            case Uniform() -> 1;
            case AgainstUniform against ->
                usable ? Math.min(against.most(), against.uniform(batch, row) / propensity) : Double.NaN;
        };
    }
}
