package dev.longview.experiment;

import java.util.Locale;

/** What a comparison of a cell with the control comes to, at the interval's level and for this comparison alone. */
public sealed interface Verdict {
    /** The interval of the difference lies above 0. */
    record Up(Estimate difference) implements Verdict {}

    /** The interval of the difference lies below 0. */
    record Down(Estimate difference) implements Verdict {}

    /** The interval holds 0: the truth may be anywhere in it, and "no difference" has not been shown. */
    record Inconclusive(Estimate difference) implements Verdict {}

    /** There is no interval. */
    record Untold(String reason) implements Verdict {}

    /** One line for a person. */
    default String sentence() {
        return switch (this) {
            case Up(Estimate d) ->
                String.format(
                        Locale.ROOT, "conclusive up: by %s (%s to %s)", sign(d.value()), sign(d.low()), sign(d.high()));
            case Down(Estimate d) ->
                String.format(
                        Locale.ROOT,
                        "conclusive down: by %s (%s to %s)",
                        sign(d.value()),
                        sign(d.low()),
                        sign(d.high()));
            case Inconclusive(Estimate d) ->
                String.format(Locale.ROOT, "inconclusive: could be between %s and %s", sign(d.low()), sign(d.high()));
            case Untold(String reason) -> "cannot be told: " + reason;
        };
    }

    static Verdict of(Estimate difference) {
        if (difference.low() > 0) {
            return new Up(difference);
        }
        if (difference.high() < 0) {
            return new Down(difference);
        }
        return new Inconclusive(difference);
    }

    private static String sign(double value) {
        return String.format(Locale.ROOT, "%+.3g", value).replace('-', '−');
    }
}
