package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Accounts that are all billed on every thirtieth day, and of which nine in ten renew, which is received within a day. */
class BilledArrivalsTest {
    private static final long HOUR = Viewing.DAY / 24;
    private static final int BILLED = 30;

    private final Landmarks landmarks = Landmarks.upTo(Duration.ofDays(34));
    private final Chain chain = new Chain(
            new DelayDefinition("renewed", Optional.empty(), List.of(), Optional.empty()),
            new OutcomeDefinition(
                            "renewed", "renew", new Aggregate.Occurred(), Optional.empty(), Duration.ofDays(1), false)
                    .withScope(new Scope.Account(Scope.Source.MEMBERSHIPS, Scope.Reach.NEXT_BILLING)));
    private final Clock clock = Clock.of(chain.definition(), chain.outcome(), landmarks);
    private final Arrivals arrivals = new Arrivals(chain, landmarks, clock);

    /**
     * Recommends at noon of each day.
     *
     * @param accounts to so many, and so often to each
     * @param untilDay the log ends at its midnight
     * @param stops from this day's midnight on nothing is received any more
     */
    private void recommend(int accounts, int each, int untilDay, int stops) {
        for (int day = 0; day < untilDay; day++) {
            long decided = day * Viewing.DAY + 12 * HOUR;
            long due = (day / BILLED + 1L) * BILLED * Viewing.DAY;
            for (int account = 0; account < accounts; account++) {
                SplittableRandom random = new SplittableRandom(account + 1_000L * (due / Viewing.DAY));
                boolean renews = random.nextInt(10) > 0;
                long received = due + (long) (random.nextDouble() * 24 * HOUR);
                boolean comes = renews && received < stops * Viewing.DAY;
                for (int i = 0; i < each; i++) {
                    path(decided, "a" + account, due, comes ? received : Long.MAX_VALUE, untilDay * Viewing.DAY);
                }
            }
        }
    }

    private void path(long decided, String account, long due, long received, long now) {
        int[] states = new int[landmarks.bins() + 1];
        long[] at = new long[states.length];
        int last = -1;
        for (int k = 0; k < states.length && decided + landmarks.age(k) <= now; k++) {
            boolean came = decided + landmarks.age(k) >= received;
            boolean over = decided + landmarks.age(k) >= due + 3 * Viewing.DAY;
            states[k] = came ? chain.ended(1) : over ? chain.ended(0) : chain.pending(0, 0);
            at[k] = clock.due() + decided + landmarks.age(k) - due;
            last = k;
        }
        if (last > 0) {
            arrivals.path(decided, account, at, states, 0, last);
        }
    }

    @Test
    void silence_nobodyIsBilledForWeeks_isNone() {
        recommend(300, 1, 3 * BILLED - 1, Integer.MAX_VALUE);
        assertThat(arrivals.silence()).isEmpty();
    }

    @Test
    void silence_everyBillingIsReceived_isNone() {
        recommend(300, 1, 3 * BILLED + 4, Integer.MAX_VALUE);
        assertThat(arrivals.silence()).isEmpty();
    }

    @Test
    void silence_renewalsAreNoLongerReceived_isSinceTheLastThatWere() {
        recommend(300, 1, 3 * BILLED + 4, 3 * BILLED);
        Silence silence = arrivals.silence().orElseThrow();
        // The renewals of the second billing were received on its day, which the noon after it sees.
        assertThat(silence.since()).isEqualTo((2 * BILLED + 1) * Viewing.DAY);
        assertThat(silence.arrived()).isZero();
        // Of the noons of three days before each of three billings a step ends within the day after it: 270 renewals
        // of two
        // billings were seen three times, of 300 accounts at three.
        assertThat(silence.expected()).isCloseTo(3 * 270 * 2 / 3.0, within(60.0));
    }

    /** Their recommendations share what becomes of them. */
    @Test
    void silence_fewAccountsWithManyRecommendations_isNone() {
        recommend(6, 100, 3 * BILLED + 4, 3 * BILLED);
        assertThat(arrivals.silence()).isEmpty();
    }
}
