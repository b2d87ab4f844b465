package dev.longview.loop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How alike two ways of valuing the same things put them in order: Spearman's and Kendall's correlations of ranks, exactly, in O(n log n)
 * time. Ties share the average of their ranks.
 *
 * <p>Discordant pairs are inversions of the second order among things sorted by the first [1]. It takes about 40 bytes for each thing
 * while counting, besides the values.
 *
 * <p>[1] Knight, A computer method for calculating Kendall's tau with ungrouped data, JASA 1966.
 */
final class RankAgreement {
    private static final int CODE_BITS = 32;
    private static final long CODE = 0xFFFF_FFFFL;

    private final Order first;
    private final Order second;
    private final long[] pairsSorted;
    private final double spearman;
    private final long discordant;
    private final long tiedInBoth;

    private RankAgreement(Order first, Order second) {
        this.first = first;
        this.second = second;
        int n = first.code.length;
        pairsSorted = new long[n];
        double products = 0;
        for (int i = 0; i < n; i++) {
            pairsSorted[i] = key(i);
            products += first.centred(i) * second.centred(i);
        }
        spearman = products / Math.sqrt(first.squares() * second.squares());
        Arrays.sort(pairsSorted);
        int[] seconds = new int[n];
        long ties = 0;
        long run = 0;
        for (int i = 0; i < n; i++) {
            seconds[i] = (int) pairsSorted[i];
            run = i > 0 && pairsSorted[i] == pairsSorted[i - 1] ? run + 1 : 0;
            ties += run;
        }
        tiedInBoth = ties;
        discordant = inversions(seconds);
    }

    /** @throws IllegalArgumentException when the lengths differ or a value is not a number */
    static RankAgreement of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(first.length + " values and " + second.length);
        }
        return new RankAgreement(Order.of(first), Order.of(second));
    }

    /**
     * Values as their places in order.
     *
     * @param code of each thing, the number of different values below its own
     * @param rank of each code, 1 to n, averaged over ties
     * @param tied pairs of things with the same value
     */
    private record Order(int[] code, double[] rank, long tied) {
        static Order of(double[] values) {
            double[] sorted = values.clone();
            for (int i = 0; i < sorted.length; i++) {
                if (Double.isNaN(sorted[i])) {
                    throw new IllegalArgumentException("value " + i + " is not a number");
                }
                sorted[i] += 0.0; // −0 is 0
            }
            Arrays.sort(sorted);
            int different = 0;
            double[] rank = new double[sorted.length];
            long tied = 0;
            for (int from = 0; from < sorted.length; ) {
                int to = from + 1;
                while (to < sorted.length && sorted[to] == sorted[from]) {
                    to++;
                }
                long size = (long) to - from;
                tied += size * (size - 1) / 2;
                rank[different] = (from + 1.0 + to) / 2;
                sorted[different++] = sorted[from];
                from = to;
            }
            int[] code = new int[values.length];
            for (int i = 0; i < code.length; i++) {
                code[i] = Arrays.binarySearch(sorted, 0, different, values[i] + 0.0);
            }
            return new Order(code, Arrays.copyOf(rank, different), tied);
        }

        double centred(int thing) {
            return rank[code[thing]] - (code.length + 1.0) / 2;
        }

        double squares() {
            double sum = 0;
            for (int i = 0; i < code.length; i++) {
                sum += centred(i) * centred(i);
            }
            return sum;
        }
    }

    private long key(int thing) {
        return (long) first.code[thing] << CODE_BITS | second.code[thing];
    }

    /**
     * Of the pairs of which the second values differ, the share that the first order alike, ties of the first for a half: of scores against
     * what happened or not, the area under the ROC curve. NaN where all second values are alike.
     */
    double auc() {
        long n = first.code.length;
        long differ = n * (n - 1) / 2 - second.tied;
        long undecided = first.tied - tiedInBoth;
        return (differ - discordant - 0.5 * undecided) / differ;
    }

    /** Pairs i before j with a greater value at i, by merging ever longer runs. */
    private static long inversions(int[] values) {
        int n = values.length;
        int[] from = values;
        int[] to = new int[n];
        long inversions = 0;
        for (long width = 1; width < n; width *= 2) {
            for (long start = 0; start < n; start += 2 * width) {
                int middle = (int) Math.min(start + width, n);
                int end = (int) Math.min(start + 2 * width, n);
                int left = (int) start;
                int right = middle;
                for (int out = (int) start; out < end; out++) {
                    if (right < end && (left >= middle || from[right] < from[left])) {
                        inversions += (long) middle - left;
                        to[out] = from[right++];
                    } else {
                        to[out] = from[left++];
                    }
                }
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return inversions;
    }

    /** Correlation of average ranks; NaN where one of the two values all alike. */
    double spearman() {
        return spearman;
    }

    /** All pairs of different things. */
    long pairs() {
        long n = first.code.length;
        return n * (n - 1) / 2;
    }

    /** Pairs that one puts one way and the other the other way. */
    long discordant() {
        return discordant;
    }

    /** Pairs that one of the two values alike, and the other does not. */
    long tiedInOne() {
        return first.tied + second.tied - 2 * tiedInBoth;
    }

    long tiedInBoth() {
        return tiedInBoth;
    }

    /** τ-b: concordant less discordant pairs, over the geometric mean of the pairs that each puts in order. */
    double tauB() {
        long concordant = pairs() - discordant - tiedInOne() - tiedInBoth;
        return (concordant - discordant)
                / Math.sqrt((double) (pairs() - first.tied) * (double) (pairs() - second.tied));
    }

    /** By which share of all things it goes up from the first order to the second; negative where it goes down. */
    double move(int thing) {
        return move(first.code[thing], second.code[thing]);
    }

    private double move(int firstCode, int secondCode) {
        return (second.rank[secondCode] - first.rank[firstCode]) / first.code.length;
    }

    /** The share of all things that it is above, in the first order; ties count half. */
    double firstShare(int thing) {
        return (first.rank[first.code[thing]] - 0.5) / first.code.length;
    }

    double secondShare(int thing) {
        return (second.rank[second.code[thing]] - 0.5) / first.code.length;
    }

    /**
     * Things that move alike, since each of the two values them alike.
     *
     * @param thing the first of them
     * @param count how many there are
     */
    record Move(int thing, long count, double move) {}

    private record Group(long key, long count, double move) {}

    /** The groups that move most, the largest move first: up, or down. */
    List<Move> moves(int most, boolean up) {
        Comparator<Group> larger = Comparator.comparingDouble(group -> Math.abs(group.move));
        List<Group> best = new ArrayList<>();
        for (int from = 0; from < pairsSorted.length; ) {
            int to = from + 1;
            while (to < pairsSorted.length && pairsSorted[to] == pairsSorted[from]) {
                to++;
            }
            long key = pairsSorted[from];
            Group group = new Group(key, (long) to - from, move((int) (key >>> CODE_BITS), (int) (key & CODE)));
            if (up ? group.move > 0 : group.move < 0) {
                int at = best.size();
                while (at > 0 && larger.compare(best.get(at - 1), group) < 0) {
                    at--;
                }
                if (at < most) {
                    best.add(at, group);
                }
                if (best.size() > most) {
                    best.removeLast();
                }
            }
            from = to;
        }
        return best.stream()
                .map(group -> new Move(firstOf(group.key), group.count, group.move))
                .toList();
    }

    private int firstOf(long key) {
        for (int i = 0; i < first.code.length; i++) {
            if (key(i) == key) {
                return i;
            }
        }
        throw new IllegalArgumentException("no thing has these codes: " + key);
    }
}
