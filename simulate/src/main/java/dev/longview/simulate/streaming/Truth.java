package dev.longview.simulate.streaming;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes what the log must never have. Told from the thread that runs the simulation, in the same order whatever the number of threads:
 * titles and bills day by day, plays when they end, accounts at the end of the run.
 */
@FunctionalInterface
public interface Truth {
    void account(AccountTruth account);

    /** A bill that came due. */
    default void bill(BillTruth bill) {}

    /** A play that ended: finished, given up, or stopped as the account lapsed. */
    default void play(PlayTruth play) {}

    /** A title as it arrives; those of the first day before all else. */
    default void title(TitleTruth title) {}

    /** Whether bills, plays and titles are worth telling; accounts are always told. */
    default boolean listens() {
        return false;
    }

    static Truth ignored() {
        return account -> {};
    }

    /** Nothing but plays, as they end. */
    static Truth ofPlays(Consumer<PlayTruth> plays) {
        return new Truth() {
            @Override
            public boolean listens() {
                return true;
            }

            @Override
            public void account(AccountTruth account) {}

            @Override
            public void play(PlayTruth play) {
                plays.accept(play);
            }
        };
    }

    /**
     * One account that was active on at least one day of the period.
     *
     * @param satisfaction mean of the hidden satisfaction S over the active days, and over its members; about standard normal over accounts
     * @param playSatisfaction sum of the satisfaction that plays gave in the period
     * @param organicPlays plays found by search, not among {@code plays}
     * @param completions titles finished, however found
     * @param billings bills that came due
     * @param renewals those that were paid
     * @param lapsed whether the account left at one of them
     * @param voluntary whether it wanted to; a failed payment is not
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
            int renewals,
            boolean lapsed,
            boolean voluntary) {}

    /**
     * @param month 1 for the first bill since joining or coming back
     * @param satisfaction S on the day, the mean of the account's members, as is habit H
     * @param probability of cancelling, given all of that
     */
    record BillTruth(
            String account,
            int day,
            int month,
            double satisfaction,
            double habit,
            double probability,
            boolean lapsed,
            boolean voluntary) {}

    /**
     * @param decision what it answers; nothing for an organic play
     * @param position of its slate; 0 for an organic play
     * @param startedDay since the world's start
     * @param z the hidden inclination from which its kind was drawn: quality, taste and mood
     * @param kind the hidden kind of engagement
     * @param interrupted whether the first sitting was
     * @param thumb up, down or none: what was said as it ended, whether or not it was taken back
     * @param satisfaction what it gave in all
     */
    record PlayTruth(
            String member,
            String item,
            Optional<String> decision,
            int position,
            int startedDay,
            int endedDay,
            double z,
            String kind,
            boolean interrupted,
            double minutes,
            boolean completed,
            String thumb,
            double satisfaction) {}

    /**
     * @param quality standard normal, as is appeal
     * @param arrival the first day on which it is offered
     * @param departure the first day on which it is not
     */
    record TitleTruth(String item, double quality, double appeal, int arrival, int departure) {}
}
