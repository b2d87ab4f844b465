package dev.longview.simulate.counterfactual;

import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import dev.longview.simulate.streaming.Truth.PlayTruth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs a world twice and tells the difference, account by account.
 *
 * <pre>{@code
 * Effect effect = RollOut.over(180).compare(Course.of(world, glad), Course.of(world, clicks));
 * if (effect.retainedMonths().clear()) ...
 * }</pre>
 */
public final class RollOut {
    private static final double DAYS_OF_A_MONTH = 30;

    /**
     * What became of the accounts of a run.
     *
     * @param accounts by name
     * @param plays those that began on the first day and answer no decision, scripted ones among them, once they have ended
     */
    public record Became(Map<String, AccountTruth> accounts, List<PlayTruth> plays) {
        public Became {
            accounts = Map.copyOf(accounts);
            plays = List.copyOf(plays);
        }
    }

    private final int days;
    private final Predicate<String> among;

    private RollOut(int days, Predicate<String> among) {
        this.days = days;
        this.among = among;
    }

    /** @param days of both runs, 1 or more */
    public static RollOut over(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("a roll-out takes at least one day: " + days);
        }
        return new RollOut(days, account -> true);
    }

    /** Counts only these accounts; all others are run but not compared. */
    public RollOut among(Collection<String> accounts) {
        return new RollOut(days, Set.copyOf(accounts)::contains);
    }

    /**
     * The effect of the first course against the second. Accounts are those that were subscribed on a day of either run.
     *
     * @throws IllegalArgumentException when the courses begin on different days
     */
    public Effect compare(Course with, Course without) {
        if (with.from().day() != without.from().day()) {
            throw new IllegalArgumentException("courses begin on days "
                    + with.from().day() + " and " + without.from().day());
        }
        return difference(run(with), run(without));
    }

    /** What became of every account of a course, to be compared with others: a run is what costs. */
    public Became run(Course course) {
        Map<String, AccountTruth> accounts = new HashMap<>();
        List<PlayTruth> plays = new ArrayList<>();
        Simulation.withDefaults()
                .run(
                        course.from(),
                        days,
                        course.assigner(),
                        LogSink.nobody(),
                        new Truth() {
                            @Override
                            public void account(AccountTruth account) {
                                accounts.put(account.account(), account);
                            }

                            @Override
                            public void play(PlayTruth play) {
                                if (play.decision().isEmpty()
                                        && play.startedDay() == course.from().day()) {
                                    plays.add(play);
                                }
                            }

                            @Override
                            public boolean listens() {
                                return true;
                            }
                        },
                        Progress.silent());
        return new Became(accounts, plays);
    }

    /** The first run against the second, over the accounts that count. */
    public Effect difference(Became with, Became without) {
        Map<String, AccountTruth> one = with.accounts();
        Map<String, AccountTruth> other = without.accounts();
        TreeSet<String> accounts = new TreeSet<>(one.keySet());
        accounts.addAll(other.keySet());
        accounts.removeIf(among.negate());
        return new Effect(
                mean(accounts, one, other, AccountTruth::playSatisfaction),
                mean(accounts, one, other, a -> a.satisfaction() * a.activeDays()),
                mean(accounts, one, other, a -> a.activeDays() / DAYS_OF_A_MONTH),
                mean(accounts, one, other, a -> a.plays() + a.organicPlays()),
                mean(accounts, one, other, AccountTruth::completions));
    }

    /**
     * How far one course is on the way that another goes: its gain in satisfaction from plays over the course without, as a share of the
     * gain of the best over the worst.
     *
     * @return nothing where the best is not clearly better than the worst
     */
    public Optional<PairedShare> share(Became with, Became without, Became best, Became worst) {
        TreeSet<String> accounts = new TreeSet<>();
        for (Became each : List.of(with, without, best, worst)) {
            accounts.addAll(each.accounts().keySet());
        }
        accounts.removeIf(among.negate());
        PairedShare.Sums sums = new PairedShare.Sums();
        for (String account : accounts) {
            sums.add(
                    satisfaction(with, account) - satisfaction(without, account),
                    satisfaction(best, account) - satisfaction(worst, account));
        }
        return sums.share();
    }

    private static double satisfaction(Became became, String account) {
        return value(became.accounts().get(account), AccountTruth::playSatisfaction);
    }

    private static PairedMean mean(
            Collection<String> accounts,
            Map<String, AccountTruth> one,
            Map<String, AccountTruth> other,
            ToDoubleFunction<AccountTruth> of) {
        PairedMean.Sums sums = new PairedMean.Sums();
        for (String account : accounts) {
            sums.add(value(one.get(account), of) - value(other.get(account), of));
        }
        return sums.mean();
    }

    /** An account that was not subscribed for a day of the run has nothing of anything. */
    private static double value(@Nullable AccountTruth truth, ToDoubleFunction<AccountTruth> of) {
        return truth == null ? 0 : of.applyAsDouble(truth);
    }
}
