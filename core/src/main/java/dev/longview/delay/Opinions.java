package dev.longview.delay;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values that an opinion may have: all that can be said but {@link Aggregate#NONE}, in their declared order, worst first.
 *
 * @param values as the outcome stores them
 */
record Opinions(OutcomeDefinition outcome, int[] values) {
    /** @throws IllegalArgumentException when nothing tells silence from what is said, or there is but one thing to say */
    static Opinions of(OutcomeDefinition outcome) {
        if (!(outcome.as() instanceof Aggregate.Last(List<String> labels)) || !labels.contains(Aggregate.NONE)) {
            throw new IllegalArgumentException("there is no opinion of '" + outcome.name() + "', which is "
                    + outcome.as().canonical() + ": it takes the last of values of which one is "
                    + Aggregate.NONE);
        }
        int none = labels.indexOf(Aggregate.NONE);
        int[] values = IntStream.range(0, labels.size()).filter(i -> i != none).toArray();
        if (values.length < 2) {
            throw new IllegalArgumentException("'" + outcome.name() + "' has one value besides " + Aggregate.NONE
                    + ": all who say anything say that");
        }
        return new Opinions(outcome, values);
    }

    int size() {
        return values.length;
    }

    /** Which one a value is, −1 for silence. */
    int indexOf(double value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Tilts a distribution in place: p(v) ∝ p(v) exp(δ s(v)), with s from 0 for the first value to 1 for the last. Of two values the odds
     * of the second become e^δ times as large.
     */
    void tilt(double[] p, int from, double delta) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            p[from + i] *= Math.exp(delta * i / (values.length - 1));
            sum += p[from + i];
        }
        for (int i = 0; i < values.length; i++) {
            p[from + i] /= sum;
        }
    }
}
