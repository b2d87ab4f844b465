package dev.longview.delay;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.util.List;

/**
 * The finitely many levels that an outcome's value is modelled in: not yet and happened; the categories of a last label; bins of a sum
 * or a count, of which the first is exactly 0. One more level, {@link #unborn()}, stands for "the clock has not started".
 */
final class Levels {
    /** Bins of a sum above 0: the lowest ends at max / 2^(this − 1). */
    private static final int DOUBLINGS = 10;
    /** A count up to this is its own level. */
    private static final int COUNTED_ONE_BY_ONE = 16;

    private final OutcomeDefinition outcome;
    private final int size;

    Levels(OutcomeDefinition outcome) {
        this.outcome = outcome;
        this.size = switch (outcome.as()) {
            case Aggregate.Occurred occurred -> 2;
            case Aggregate.TimeToFirst time -> 2;
            case Aggregate.Last(List<String> values) -> values.size() + (values.contains(Aggregate.NONE) ? 0 : 1);
            case Aggregate.Count(double max) -> max <= COUNTED_ONE_BY_ONE ? (int) max + 1 : DOUBLINGS + 1;
            case Aggregate.Sum sum -> DOUBLINGS + 1;
            case Aggregate.Max max -> DOUBLINGS + 1;
        };
    }

    int size() {
        return size;
    }

    int unborn() {
        return size;
    }

    /** Whether the times of events are forecast, not the levels. */
    boolean timed() {
        return outcome.as() instanceof Aggregate.TimeToFirst;
    }

    /** Whether a level's value is the mean of what was seen in it. */
    boolean binned() {
        return switch (outcome.as()) {
            case Aggregate.Occurred occurred -> false;
            case Aggregate.TimeToFirst time -> false;
            case Aggregate.Last last -> false;
            case Aggregate.Count(double max) -> max > COUNTED_ONE_BY_ONE;
            case Aggregate.Sum sum -> true;
            case Aggregate.Max max -> true;
        };
    }

    /** Whether nothing can follow this level. */
    boolean absorbing(int level) {
        return level == 1
                && !outcome.retractable()
                && (outcome.as() instanceof Aggregate.Occurred || outcome.as() instanceof Aggregate.TimeToFirst);
    }

    int of(double value) {
        return switch (outcome.as()) {
            case Aggregate.Occurred() -> value > 0 ? 1 : 0;
            case Aggregate.TimeToFirst() -> Double.isNaN(value) ? 0 : 1;
            case Aggregate.Last(List<String> values) -> {
                int none = values.contains(Aggregate.NONE) ? values.indexOf(Aggregate.NONE) : values.size();
                yield value >= 0 && value < size ? (int) value : none;
            }
            case Aggregate.Count(double max) ->
                max <= COUNTED_ONE_BY_ONE ? (value > 0 ? (int) Math.min(value, max) : 0) : doubling(value, max);
            case Aggregate.Sum(double max) -> doubling(value, max);
            case Aggregate.Max(double max) -> doubling(value, max);
        };
    }

    /** The middle of a level: its value where none was seen. */
    double middle(int level) {
        return switch (outcome.as()) {
            case Aggregate.Count(double max) -> binned() ? middle(level, max) : level;
            case Aggregate.Sum(double max) -> middle(level, max);
            case Aggregate.Max(double max) -> middle(level, max);
            case Aggregate.Occurred occurred -> level;
            case Aggregate.TimeToFirst time -> level;
            case Aggregate.Last last -> level;
        };
    }

    private static int doubling(double value, double max) {
        if (!(value > 0)) {
            return 0;
        }
        int level = 1;
        while (level < DOUBLINGS && value > Math.scalb(max, level - DOUBLINGS)) {
            level++;
        }
        return level;
    }

    private static double middle(int level, double max) {
        return level == 0 ? 0 : 0.75 * Math.scalb(max, level - DOUBLINGS);
    }
}
