package dev.longview.delay;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.util.List;

/**
 * The finitely many levels that an outcome's value is modelled in: not yet and happened; the categories of a last label; bins of a sum
 * or a count, of which the first is exactly 0 and each other ends at twice the end of the one before.
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

    /** The level of no event at all. */
    int absent() {
        return switch (outcome.as()) {
            case Aggregate.Last(List<String> values) ->
                values.contains(Aggregate.NONE) ? values.indexOf(Aggregate.NONE) : values.size();
            case Aggregate.Occurred occurred -> 0;
            case Aggregate.TimeToFirst time -> 0;
            case Aggregate.Count count -> 0;
            case Aggregate.Sum sum -> 0;
            case Aggregate.Max max -> 0;
        };
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
                && !outcome.mayFall()
                && (outcome.as() instanceof Aggregate.Occurred || outcome.as() instanceof Aggregate.TimeToFirst);
    }

    /** Whether a level can follow another: unless events are taken away, all but the latest label only grow. */
    boolean possible(int from, int to) {
        return to >= from || outcome.mayFall() || outcome.as() instanceof Aggregate.Last;
    }

    int of(double value) {
        return switch (outcome.as()) {
            case Aggregate.Occurred() -> value > 0 ? 1 : 0;
            case Aggregate.TimeToFirst() -> Double.isNaN(value) ? 0 : 1;
            case Aggregate.Last last -> value >= 0 && value < size ? (int) value : absent();
            case Aggregate.Count(double max) ->
                max <= COUNTED_ONE_BY_ONE ? (value > 0 ? (int) Math.min(value, max) : 0) : doubling(value, max);
            case Aggregate.Sum(double max) -> doubling(value, max);
            case Aggregate.Max(double max) -> doubling(value, max);
        };
    }

    /** What reports average: a value that can be averaged as it is; 1 for a label or a time that has come, else 0. */
    double measure(double value) {
        return switch (outcome.as()) {
            case Aggregate.TimeToFirst time -> of(value);
            case Aggregate.Last last -> of(value) == absent() ? 0 : 1;
            case Aggregate.Occurred occurred -> of(value);
            case Aggregate.Count count -> value;
            case Aggregate.Sum sum -> value;
            case Aggregate.Max max -> value;
        };
    }

    /** The final value that a level stands for where it is one value: not binned, not timed. */
    double value(int level) {
        return switch (outcome.as()) {
            case Aggregate.Count(double max) -> Math.min(level, max);
            // A label that was never given has no index of its own when "none" is not declared: rewards then read the
            // first.
            case Aggregate.Last(List<String> values) -> level < values.size() ? level : 0;
            case Aggregate.Occurred occurred -> level;
            case Aggregate.TimeToFirst time -> level;
            case Aggregate.Sum sum -> level;
            case Aggregate.Max max -> level;
        };
    }

    /** The upper end of a bin. */
    double end(int level) {
        return switch (outcome.as()) {
            case Aggregate.Count(double max) -> end(level, max);
            case Aggregate.Sum(double max) -> end(level, max);
            case Aggregate.Max(double max) -> end(level, max);
            case Aggregate.Occurred occurred -> level;
            case Aggregate.TimeToFirst time -> level;
            case Aggregate.Last last -> level;
        };
    }

    /** The lower end of a bin: half its upper end, or 0 in the lowest. */
    double start(int level) {
        return level <= 1 ? 0 : end(level) / 2;
    }

    private static int doubling(double value, double max) {
        if (!(value > 0)) {
            return 0;
        }
        int level = 1;
        while (level < DOUBLINGS && value > end(level, max)) {
            level++;
        }
        return level;
    }

    private static double end(int level, double max) {
        return level == 0 ? 0 : Math.scalb(max, level - DOUBLINGS);
    }
}
