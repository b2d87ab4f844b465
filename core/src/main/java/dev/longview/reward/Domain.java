package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.outcome.State;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The values that an outcome can take, and how they are read from a batch: occurred 0 or 1; counts, sums and maxima in [0, max]; a
 * category's index; a time in [0, horizon] microseconds or NaN for never. What lies outside by a rounding or a skewed clock is brought
 * to the nearest of these, so that a reward's range holds whatever the data; what cannot be read is an error.
 *
 * <p>An opinion is the category's value where there was one; else any other of its values, pending until someone forecasts it, whatever
 * the state of the category. It is {@link Aggregate#NONE} where the clock of the category never started, and so far where nothing was said.
 *
 * @param origin the index of the outcome that starts its clock, −1 for the decision
 * @param spoken of an opinion the index of its category, else −1
 */
record Domain(OutcomeDefinition outcome, int origin, int spoken) {
    private static final int MOST_WAYS = 1000;

    /** What the opinion on a category is called. */
    static String opinion(String category) {
        return Function.OPINION.spelling() + "(" + category + ")";
    }

    /** What forecasts and expressions call it. */
    String name() {
        return isOpinion() ? opinion(outcome.name()) : outcome.name();
    }

    boolean isOpinion() {
        return spoken >= 0;
    }

    double highest() {
        return switch (outcome.as()) {
            case Aggregate.Occurred() -> 1;
            case Aggregate.Count(double max) -> max;
            case Aggregate.Sum(double max) -> max;
            case Aggregate.Max(double max) -> max;
            case Aggregate.TimeToFirst() -> horizon();
            case Aggregate.Last(List<String> values) -> values.size() - 1;
        };
    }

    /** Microseconds. */
    double horizon() {
        return TimeUnit.MICROSECONDS.convert(outcome.finalAfter());
    }

    boolean isTime() {
        return outcome.as() instanceof Aggregate.TimeToFirst;
    }

    /** The value of an outcome whose origin has not happened. */
    double absent() {
        return switch (outcome.as()) {
            case Aggregate.TimeToFirst() -> Double.NaN;
            case Aggregate.Last(List<String> values) -> Math.max(0, values.indexOf(Aggregate.NONE));
            case Aggregate.Occurred o -> 0;
            case Aggregate.Count c -> 0;
            case Aggregate.Sum s -> 0;
            case Aggregate.Max m -> 0;
        };
    }

    /** Whether a value says that an event happened; a sum or maximum of 0 counts as none. */
    boolean happened(double value) {
        return isTime() ? !Double.isNaN(value) : value != absent();
    }

    /** Whether a final value without event proves that there was none: events may add up to 0, and "none" may be said. */
    boolean provesAbsence() {
        return switch (outcome.as()) {
            case Aggregate.Occurred o -> true;
            case Aggregate.Count c -> c.max() >= 1;
            case Aggregate.TimeToFirst t -> true;
            case Aggregate.Sum s -> false;
            case Aggregate.Max m -> false;
            case Aggregate.Last l -> false;
        };
    }

    /**
     * Whether more feedback can move a value one way only: up, or earlier for a time. Not after an outcome as origin, whose own first
     * event may yet turn out to be earlier and move the window.
     */
    boolean monotone() {
        return !outcome.mayFall() && origin < 0 && !(outcome.as() instanceof Aggregate.Last);
    }

    /** @throws IllegalArgumentException for a value that cannot be of this outcome */
    double normal(double value, int row) {
        if (isTime()) {
            return Double.isNaN(value) ? value : Math.clamp(value, 0, horizon());
        }
        boolean wrong = outcome.as() instanceof Aggregate.Last
                ? !(value >= 0 && value <= highest() && value == Math.rint(value))
                : Double.isNaN(value);
        if (wrong) {
            throw new IllegalArgumentException("outcome '" + name() + "' is " + value + " at row " + row
                    + "; allowed are 0 to " + highest() + " (" + outcome.as().canonical()
                    + "). Was the batch assembled from other definitions?");
        }
        return outcome.as() instanceof Aggregate.Occurred ? (value > 0 ? 1 : 0) : Math.clamp(value, 0, highest()) + 0.0;
    }

    double[] values(Batch batch) {
        double[] stored = batch.doubles(Assembled.value(outcome.name()));
        double[] values = new double[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = normal(stored[i], i);
        }
        return values;
    }

    /**
     * The values as the batch stores them, not a copy, all of them readable.
     *
     * @throws IllegalArgumentException for a value that cannot be of this outcome
     */
    double[] stored(Batch batch) {
        double[] stored = batch.doubles(Assembled.value(outcome.name()));
        if (outcome.as() instanceof Aggregate.Last) {
            for (int i = 0; i < stored.length; i++) {
                normal(stored[i], i);
            }
        } else if (!isTime()) {
            boolean missing = false;
            for (double value : stored) {
                missing |= Double.isNaN(value);
            }
            for (int i = 0; missing && i < stored.length; i++) {
                normal(stored[i], i);
            }
        }
        return stored;
    }

    /** In how many ways it may end, where there are few: its values; of a time never, or some day. Else 1. */
    int ways() {
        return switch (outcome.as()) {
            case Aggregate.Occurred() -> 2;
            case Aggregate.Count(double max) -> max < MOST_WAYS ? (int) max + 1 : 1;
            case Aggregate.Last(List<String> values) -> values.size();
            case Aggregate.TimeToFirst() -> 2;
            case Aggregate.Sum s -> 1;
            case Aggregate.Max m -> 1;
        };
    }

    /** Rows that wait for the next billing, of which none is known to be due. */
    boolean[] undue(Batch batch) {
        boolean[] undue = new boolean[batch.size()];
        if (outcome.scope().reach() == Scope.Reach.NEXT_BILLING) {
            Column origin = batch.column(Assembled.origin(outcome.name()));
            for (int i = 0; i < undue.length; i++) {
                undue[i] = origin.isMissing(i);
            }
        }
        return undue;
    }

    /** Rows that can still change; a missing state is one. */
    boolean[] pending(Batch batch) {
        Column column = batch.column(Assembled.state(outcome.name()));
        long[] codes = batch.longs(Assembled.state(outcome.name()));
        boolean[] pending = new boolean[codes.length];
        for (int i = 0; i < pending.length; i++) {
            pending[i] = codes[i] != State.FINAL.code() || column.isMissing(i);
        }
        if (isOpinion()) {
            double[] values = values(batch);
            for (int i = 0; i < pending.length; i++) {
                pending[i] |= values[i] == absent();
            }
        }
        return pending;
    }
}
