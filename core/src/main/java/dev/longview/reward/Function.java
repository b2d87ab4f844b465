package dev.longview.reward;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of the language. */
enum Function {
    MIN(2, Integer.MAX_VALUE),
    MAX(2, Integer.MAX_VALUE),
    ABS(1, 1),
    EXP(1, 1),
    /** Natural logarithm. */
    LOG(1, 1),
    SQRT(1, 1),
    POW(2, 2),
    /** clamp(x, low, high). */
    CLAMP(3, 3),
    /** Of a time-to-first: days from its clock's origin; its whole horizon where there was no event. */
    DAYS(1, 1),
    HOURS(1, 1),
    /** orValue(item.runtime, 90): a feature that is a number, or the second where it is missing. Of CEL's optional values. */
    OR_VALUE(2, 2),
    /** Of a category: what was said, or would have been by who said nothing. */
    OPINION(1, 1);

    static final double MICROS_PER_DAY = 86_400e6;
    static final double MICROS_PER_HOUR = 3_600e6;

    final int fewest;
    final int most;

    Function(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
    }

    String spelling() {
        return this == OR_VALUE ? "orValue" : name().toLowerCase(Locale.ROOT);
    }

    static Optional<Function> of(String spelling) {
        return Arrays.stream(values())
                .filter(f -> f.spelling().equals(spelling))
                .findFirst();
    }

    static List<String> spellings() {
        return Arrays.stream(values()).map(Function::spelling).toList();
    }
}
