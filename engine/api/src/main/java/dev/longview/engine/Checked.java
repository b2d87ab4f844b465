package dev.longview.engine;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a check found.
 *
 * @param check its name
 * @param rows how many met it
 * @param of how many were looked at
 * @param examples ids of at most {@link #EXAMPLES}: the first in the order of their texts
 * @param largest where the check measures, the largest difference
 * @param meaning what meets it
 * @param fix what to do
 */
public record Checked(
        String check,
        Status status,
        long rows,
        long of,
        List<String> examples,
        OptionalDouble largest,
        String meaning,
        String fix) {
    /** How many ids a check shows at most. */
    public static final int EXAMPLES = 10;

    /** How grave it is. */
    public enum Status {
        PASS,
        WARN,
        FAIL
    }

    public Checked {
        examples = List.copyOf(examples);
    }

    /** With the status that the check's thresholds give. */
    public static Checked of(Check check, long rows, long of, List<String> examples, OptionalDouble largest) {
        return new Checked(
                check.checkName(), check.status(rows, of), rows, of, examples, largest, check.meaning(), check.fix());
    }
}
