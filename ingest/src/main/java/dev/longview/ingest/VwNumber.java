package dev.longview.ingest;

import java.util.regex.Pattern;

/** Numbers as Vowpal Wabbit writes them, and what a cost and a probability may be. */
final class VwNumber {
    /** How far above 1 a probability is taken for 1: it was a float on its way. */
    private static final double ROUNDING = 1e-6;

    private static final Pattern SPELLED =
            Pattern.compile("[-+]?(?:[0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?");

    private VwNumber() {}

    /** The number; NaN when the text is none. */
    static double parse(String text) {
        return SPELLED.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    /** A cost: any finite number. */
    static double cost(String text, RowProblems problems) {
        double cost = parse(text);
        if (!Double.isFinite(cost)) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "cost",
                    RowProblems.quoted(text) + " is no cost; allowed: finite numbers, the lower the better");
        }
        return cost;
    }

    /** The probability of the action that was chosen: it was chosen, so it is not 0. */
    static double probability(String text, RowProblems problems) {
        double probability = parse(text);
        if (!(probability > 0 && probability <= 1 + ROUNDING)) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "probability",
                    RowProblems.quoted(text) + " is no probability of an action that was chosen; allowed: above 0, at"
                            + " most 1");
        }
        return Math.min(1, probability);
    }
}
