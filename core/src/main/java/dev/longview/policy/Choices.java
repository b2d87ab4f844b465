package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each training row's decision chose from: sets of candidates, each kept once, and which of them the row shows. */
final class Choices {
    /** Rows of the catalogue, by set. */
    final List<int[]> sets = new ArrayList<>();

    private final Offers offers;
    private final IdentityHashMap<int[], Integer> numbers = new IdentityHashMap<>();
    private final Map<String, Integer> rowOf = new HashMap<>();
    /** By training row. */
    int[] set = new int[0];

    int[] chosen = new int[0];

    Choices(Offers offers) {
        this.offers = offers;
        Column.Texts items = offers.catalogue().texts(Assembled.ITEM);
        for (int row = 0; row < offers.catalogue().size(); row++) {
            rowOf.put(items.text(row), row);
        }
    }

    Batch catalogue() {
        return offers.catalogue();
    }

    /** Takes the choice of a row of a batch as that of training row {@code at}; false when it is not known or the item was none of it. */
    boolean take(Batch batch, int row, int at) {
        Optional<int[]> candidates = offers.candidates(batch, row);
        Column.Texts items = batch.texts(Assembled.ITEM);
        int item = items.isMissing(row) ? -1 : rowOf.getOrDefault(items.text(row), -1);
        if (item < 0 || candidates.isEmpty() || !contains(candidates.get(), item)) {
            return false;
        }
        if (at >= set.length) {
            int capacity = Math.max(1024, at + at / 2);
            set = Arrays.copyOf(set, capacity);
            chosen = Arrays.copyOf(chosen, capacity);
        }
        set[at] = numbers.computeIfAbsent(candidates.get(), first -> {
            sets.add(first);
            return sets.size() - 1;
        });
        chosen[at] = item;
        return true;
    }

    private static boolean contains(int[] candidates, int item) {
        for (int candidate : candidates) {
            if (candidate == item) {
                return true;
            }
        }
        return false;
    }
}
