package dev.longview.experiment;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Compares a cell with the control, by the method that suits what was observed.
 *
 * <table>
 * <caption>Methods</caption>
 * <tr><th>observed</th><th>level</th><th>difference and p</th><th>relative</th></tr>
 * <tr><td>values, ratio, adjusted</td><td>Student's t</td><td>Welch</td><td>Fieller</td></tr>
 * <tr><td>proportion</td><td>Wilson</td><td>Newcombe</td><td>MOVER</td></tr>
 * <tr><td>retained</td><td>log(−log) of Kaplan–Meier</td><td>MOVER</td><td>MOVER</td></tr>
 * </table>
 *
 * <p>Each comparison stands for itself: with many metrics or cells some will be conclusive by chance. The level holds for one look at a
 * time that was fixed before.
 *
 * <pre>{@code
 * Comparison comparison = CellComparison.withDefaults().withLevel(0.99).compare(control, treatment);
 * }</pre>
 */
public final class CellComparison {
    private final double level;

    private CellComparison(double level) {
        this.level = level;
    }

    /** Intervals of 95%. */
    public static CellComparison withDefaults() {
        return new CellComparison(0.95);
    }

    /** Coverage of every interval, in (0, 1). */
    public CellComparison withLevel(double newLevel) {
        if (!(newLevel > 0 && newLevel < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1: " + newLevel);
        }
        return new CellComparison(newLevel);
    }

    public double level() {
        return level;
    }

    /** A cell by itself; an adjusted metric's plain mean. */
    public Estimate level(Observed cell) {
        return switch (cell) {
            case Observed.Values(PairSums sums) -> mean(sums.mean(), sums.variance() / sums.count(), sums.count());
            case Observed.Adjusted(PairSums sums) -> mean(sums.mean(), sums.variance() / sums.count(), sums.count());
            case Observed.Ratio(PairSums sums) ->
                mean(sums.mean() / sums.otherMean(), MeanPair.ratioVariance(sums), sums.count());
            case Observed.Proportion(long successes, long accounts) ->
                accounts == 0
                        ? Estimate.NONE
                        : Limits.share(successes, accounts).at(Limits.normal(level));
            case Observed.Retained(Survival survival, int day) -> survival.retained(day, level);
        };
    }

    private Estimate mean(double value, double variance, long count) {
        if (count < 2 || !Double.isFinite(value)) {
            return new Estimate(count == 0 ? Double.NaN : value, Double.NaN, Double.NaN);
        }
        double t = TDistribution.of(count - 1.0).inverseSurvivalProbability((1 - level) / 2);
        return MeanPair.around(value, t * Math.sqrt(variance));
    }

    /** @throws IllegalArgumentException where the two are not the same kind of observation */
    public Comparison compare(Observed control, Observed treatment) {
        return switch (control) {
            case Observed.Values a ->
                means(a, treatment, MeanPair.values(a.sums(), like(a, treatment).sums()));
            case Observed.Ratio a ->
                means(a, treatment, MeanPair.ratios(a.sums(), like(a, treatment).sums()));
            case Observed.Adjusted a ->
                means(
                        a,
                        treatment,
                        MeanPair.adjusted(a.sums(), like(a, treatment).sums()));
            case Observed.Proportion a -> proportions(a, like(a, treatment));
            case Observed.Retained a -> retained(a, like(a, treatment));
        };
    }

    private static <T extends Observed> T like(T control, Observed treatment) {
        @SuppressWarnings("unchecked") // getClass() of a record is exactly T
        Class<T> kind = (Class<T>) control.getClass();
        if (!kind.isInstance(treatment)) {
            throw new IllegalArgumentException("the control was observed as %s, the other cell as %s"
                    .formatted(kind.getSimpleName(), treatment.getClass().getSimpleName()));
        }
        return kind.cast(treatment);
    }

    private Comparison proportions(Observed.Proportion control, Observed.Proportion treatment) {
        if (control.accounts() == 0 || treatment.accounts() == 0) {
            return untold(control, treatment, "a cell without accounts");
        }
        return shares(
                control,
                treatment,
                Limits.share(control.successes(), control.accounts()),
                Limits.share(treatment.successes(), treatment.accounts()));
    }

    private Comparison means(Observed control, Observed treatment, MeanPair pair) {
        if (control.accounts() < 2 || treatment.accounts() < 2) {
            return untold(control, treatment, "a comparison needs at least 2 accounts in each cell");
        }
        if (!pair.told()) {
            return untold(control, treatment, "no variation between accounts, or a level that is not a number");
        }
        Estimate difference = pair.difference(level);
        return new Comparison(
                // An adjusted level depends on the cell that it is compared with.
                control instanceof Observed.Adjusted
                        ? mean(pair.control(), pair.controlVariance(), control.accounts())
                        : level(control),
                control instanceof Observed.Adjusted
                        ? mean(pair.treatment(), pair.treatmentVariance(), treatment.accounts())
                        : level(treatment),
                difference,
                pair.relative(level),
                pair.pValue(),
                Verdict.of(difference));
    }

    private Comparison retained(Observed.Retained control, Observed.Retained treatment) {
        if (control.day() != treatment.day()) {
            throw new IllegalArgumentException(
                    "retention of day %d cannot be compared with day %d".formatted(control.day(), treatment.day()));
        }
        Survival.Point a = control.survival().at(control.day());
        Survival.Point b = treatment.survival().at(treatment.day());
        if (Double.isNaN(a.survival()) || Double.isNaN(b.survival())) {
            return untold(control, treatment, "no account of a cell was watched until day " + control.day());
        }
        return shares(control, treatment, Limits.retained(a), Limits.retained(b));
    }

    private Comparison shares(Observed control, Observed treatment, Limits a, Limits b) {
        double z = Limits.normal(level);
        Estimate difference = b.minus(a, z);
        return new Comparison(
                level(control), level(treatment), difference, b.over(a, z), b.pValue(a), Verdict.of(difference));
    }

    private Comparison untold(Observed control, Observed treatment, String reason) {
        return new Comparison(
                level(control), level(treatment), Estimate.NONE, Estimate.NONE, Double.NaN, new Verdict.Untold(reason));
    }
}
