package dev.longview.outcome;

import java.util.List;
import java.util.Locale;

/** How the events of one kind become one value. */
public sealed interface Aggregate {
    /** The category that stands for "no event". */
    String NONE = "none";

    /** 1 when there was an event, else 0. */
    record Occurred() implements Aggregate {}

    /** The number of events, capped at {@code max} (it makes the reward's range finite). */
    record Count(double max) implements Aggregate {}

    /** The sum of the events' values, each at least 0, capped at {@code max}. */
    record Sum(double max) implements Aggregate {}

    /** The largest of the events' values, at least 0, capped at {@code max}. */
    record Max(double max) implements Aggregate {}

    /** Microseconds from the clock's origin to the first event; NaN when there was none. */
    record TimeToFirst() implements Aggregate {}

    /** The index in {@code values} of the label of the latest event; of {@link #NONE} when there was none. */
    record Last(List<String> values) implements Aggregate {
        public Last {
            values = List.copyOf(values);
        }
    }

    /** A text that is equal for equal aggregates only; part of an outcome's version. */
    default String canonical() {
        return switch (this) {
            case Occurred() -> "occurred";
            case Count(double max) -> "count max " + max;
            case Sum(double max) -> "sum max " + max;
            case Max(double max) -> "max max " + max;
            case TimeToFirst() -> "time-to-first";
            case Last(List<String> values) -> "last " + String.join("|", values).toLowerCase(Locale.ROOT);
        };
    }
}
