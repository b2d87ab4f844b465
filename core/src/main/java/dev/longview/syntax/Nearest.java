package dev.longview.syntax;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the nearest known word, by edits of a letter or swaps of two neighbours. */
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** The known word that is nearest to {@code word}, when one is near: at most 3 edits, or a third of its letters. */
    public static Optional<String> to(String word, Collection<String> known) {
        int best = Math.min(3, Math.max(1, word.length() / 3)) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : known) {
            int distance = word.length() > LONGEST || candidate.length() > LONGEST
                    ? best
                    : distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < best) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Optimal string alignment. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
