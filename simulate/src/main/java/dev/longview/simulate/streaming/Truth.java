package dev.longview.simulate.streaming;

import java.util.List;

/** Takes what the log must never have: how each account really fared in a run's period. */
@FunctionalInterface
public interface Truth {
    void account(AccountTruth account);

    static Truth ignored() {
        return account -> {};
    }

    /**
     * One account that was active on at least one day of the period.
     *
     * @param satisfaction mean of the hidden satisfaction S over the active days; about standard normal over accounts
     * @param playSatisfaction sum of the satisfaction that plays gave in the period
     * @param organicPlays plays found by search, not among {@code plays}
     * @param completions titles finished, however found
     * @param billings billings that came due
     * @param lapsed whether the account left at one of them
     */
    record AccountTruth(
            String account,
            List<String> cells,
            int activeDays,
            int impressions,
            int plays,
            int organicPlays,
            int completions,
            double satisfaction,
            double playSatisfaction,
            int billings,
            boolean lapsed) {}
}
