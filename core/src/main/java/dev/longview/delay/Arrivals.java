package dev.longview.delay;

import dev.longview.outcome.Scope;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes of an outcome by the day on which they were received, against what open recommendations in the same place have on all days: of the
 * same age, and of one that ends with the next billing as long before it or after. Decisions that become few, or young, are therefore no
 * silence; nor are days on which nobody is billed.
 *
 * <p>An outcome is silent from the day since which there have been, on each day and in all, less than a tenth of the changes expected, when
 * these are at least {@value #ENOUGH} over at least two days: where changes come independently, three or fewer of thirty have a
 * probability below 1e-9. A step between landmarks counts on the day of its end, so that what happened in it may have been received on the
 * day before, which is what is told; steps of more than a day are left out.
 *
 * <p>What a member or an account does is one event for all of its recommendations. Of these only the first of each day of decisions counts,
 * and since steps of up to a day end within three days, one event counts at most {@value #REPEATED} times: as many times as much must have
 * been expected.
 */
final class Arrivals {
    private static final long DAY = 86_400_000_000L;
    private static final double ENOUGH = 30;
    private static final double LEAST = 0.1;
    private static final int REPEATED = 4;
    /** Places before and after a billing are told apart by so much, up to so many days. */
    private static final long QUARTER = DAY / 4;

    private static final int NEAR_DAYS = 32;

    private final Chain chain;
    private final Landmarks landmarks;
    private final Clock clock;
    private final int places;
    private final boolean repeated;
    private final long[] open;
    private final long[] changes;
    private final NavigableMap<Long, Received> days = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private long decided;

    /** Of one day, by bin of ages and place. */
    private static final class Received {
        private final long[] open;
        private long changes;

        private Received(int cells) {
            open = new long[cells];
        }
    }

    Arrivals(Chain chain, Landmarks landmarks, Clock clock) {
        this.chain = chain;
        this.landmarks = landmarks;
        this.clock = clock;
        places = clock.billed() ? (int) (2 * NEAR_DAYS * DAY / QUARTER) : 1;
        repeated = !(chain.outcome().scope() instanceof Scope.Recommendation);
        open = new long[landmarks.bins() * places];
        changes = new long[open.length];
    }

    /**
     * @param time of the decision, in microseconds
     * @param account that it was served to; empty where that is not known
     * @param at by landmark, where it is on the {@link Clock}
     */
    void path(long time, String account, long[] at, int[] states, int first, int last) {
        if (repeated && !account.isEmpty() && !isFirstOfDay(time, account)) {
            return;
        }
        for (int bin = first; bin < last; bin++) {
            if (!chain.isPending(states[bin]) || landmarks.age(bin + 1) - landmarks.age(bin) > DAY) {
                continue;
            }
            int cell = bin * places + place(at[bin + 1]);
            Received day = days.computeIfAbsent(
                    Math.floorDiv(time + landmarks.age(bin + 1), DAY), unseen -> new Received(open.length));
            open[cell]++;
            day.open[cell]++;
            if (chain.moves(chain.classOf(states[bin]), chain.classOf(states[bin + 1]))) {
                changes[cell]++;
                day.changes++;
            }
        }
    }

    private boolean isFirstOfDay(long time, String account) {
        long day = Math.floorDiv(time, DAY);
        if (day != decided) {
            seen.clear();
            decided = day;
        }
        return seen.add(account);
    }

    private int place(long at) {
        return places == 1
                ? 0
                : (int) Math.clamp(Math.floorDiv(at - clock.due(), QUARTER) + places / 2, 0L, places - 1L);
    }

    Optional<Silence> silence() {
        double expected = 0;
        long arrived = 0;
        long since = Long.MAX_VALUE;
        int quiet = 0;
        // From the last day back.
        for (Map.Entry<Long, Received> each : days.descendingMap().entrySet()) {
            Received day = each.getValue();
            double of = expected(day);
            if (day.changes > LEAST * of) {
                break;
            }
            expected += of;
            arrived += day.changes;
            since = each.getKey();
            quiet++;
        }
        return expected >= (repeated ? REPEATED : 1) * ENOUGH && quiet >= 2
                ? Optional.of(new Silence((since - 1) * DAY, expected, arrived))
                : Optional.empty();
    }

    private double expected(Received day) {
        double expected = 0;
        for (int cell = 0; cell < open.length; cell++) {
            expected += day.open[cell] == 0 ? 0 : day.open[cell] * (double) changes[cell] / open[cell];
        }
        return expected;
    }
}
