package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.reward.RecommendationSeeds;
import java.util.HashMap;
import java.util.Map;

/**
 * The first recommendation of each item to each account. Where a reward reads what the account did, all others share what became of that
 * one: taken for independent, they would make items of few accounts look certain, and chance among accounts a difference among items.
 */
final class OncePerAccount {
    /** By account and item, the hash of their first recommendation. */
    private final Map<Pair, Long> firsts = new HashMap<>();

    private record Pair(String account, String item) {}

    /** Rows in the canonical order; all rows of a recommendation have the same answer. */
    boolean isFirst(Batch batch, int row) {
        Column.Texts accounts = batch.texts(Assembled.ACCOUNT);
        Column.Texts items = batch.texts(Assembled.ITEM);
        if (accounts.isMissing(row) || items.isMissing(row)) {
            return true;
        }
        long recommendation =
                RecommendationSeeds.of(batch.texts(Assembled.DECISION).text(row), batch.longs(Assembled.POSITION)[row]);
        return firsts.computeIfAbsent(new Pair(accounts.text(row), items.text(row)), unseen -> recommendation)
                == recommendation;
    }
}
