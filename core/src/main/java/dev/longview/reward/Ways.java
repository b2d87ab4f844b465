package dev.longview.reward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The combinations of ways in which some outcomes may end: each value of an outcome that has few, never and some day of a time. Outcomes
 * that are not looked at in ways stand for all their values at once.
 *
 * @param outcomes those that are, ascending
 * @param counts how many ways each has
 */
record Ways(int[] outcomes, int[] counts, int combinations) {
    static final Ways NONE = new Ways(new int[0], new int[0], 1);

    /** @param most combinations: the outcomes with most ways are left out until there are no more */
    static Ways of(Domains domains, List<Integer> pending, int most) {
        List<Integer> chosen = new ArrayList<>(
                pending.stream().filter(k -> domains.at(k).ways() > 1).toList());
        chosen.sort(Comparator.comparingInt((Integer k) -> domains.at(k).ways()).thenComparingInt(k -> k));
        long product = 1;
        int kept = 0;
        while (kept < chosen.size() && product * domains.at(chosen.get(kept)).ways() <= most) {
            product *= domains.at(chosen.get(kept++)).ways();
        }
        int[] outcomes =
                chosen.subList(0, kept).stream().mapToInt(k -> k).sorted().toArray();
        int[] counts = new int[kept];
        for (int i = 0; i < kept; i++) {
            counts[i] = domains.at(outcomes[i]).ways();
        }
        return new Ways(outcomes, counts, (int) product);
    }

    /** In which way each outcome ends; −1 for one that is not looked at in ways. */
    int[] digits(int combination, int size) {
        int[] digits = new int[size];
        java.util.Arrays.fill(digits, -1);
        int rest = combination;
        for (int i = 0; i < outcomes.length; i++) {
            digits[outcomes[i]] = rest % counts[i];
            rest /= counts[i];
        }
        return digits;
    }

    /** The combination to look at {@code turn}th: the two that differ most first, since most rows are told apart by these. */
    int turn(int turn) {
        return turn == 0 ? 0 : turn == 1 ? combinations - 1 : turn - 1;
    }
}
