package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.outcome.Aggregate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A hundred decisions a day, each of which happens on its first day with probability a half. */
class ArrivalsTest {
    private static final int DAYS = 30;

    private final Chain chain = new Chain(
            new DelayDefinition("happened", Optional.empty(), List.of(), Optional.empty()),
            Viewing.outcome("happened", new Aggregate.Occurred()));
    private final Landmarks landmarks = Viewing.landmarks(1, 2, 3);
    private final Arrivals arrivals =
            new Arrivals(chain, landmarks, Clock.of(chain.definition(), chain.outcome(), landmarks));

    /** @param stops the first day on which nothing is received any more */
    private void decide(int perDay, int from, int until, int stops) {
        SplittableRandom random = new SplittableRandom(from);
        int no = chain.pending(0, 0);
        int yes = chain.ended(1);
        for (int day = from; day < until; day++) {
            for (int i = 0; i < perDay; i++) {
                // Received by the second landmark, two days after the decision.
                boolean happens = random.nextBoolean() && day + 2 < stops;
                arrivals.path(day * Viewing.DAY, "", new long[2], new int[] {no, happens ? yes : no}, 0, 1);
            }
        }
    }

    @Test
    void silence_outcomeStopsArriving_isSinceTheDayBeforeTheFirstQuietOne() {
        decide(100, 0, DAYS, 25);
        Silence silence = arrivals.silence().orElseThrow();
        assertThat(silence.since()).isEqualTo(24 * Viewing.DAY);
        assertThat(silence.arrived()).isZero();
        // Of 30 days' decisions those of 23 arrived: a rate of 23/60, for 700 decisions; five binomial errors.
        assertThat(silence.expected()).isCloseTo(700 * 23 / 60.0, within(5 * 700 * Math.sqrt(0.25 / 3_000)));
    }

    @Test
    void silence_everythingArrives_isNone() {
        decide(100, 0, DAYS, Integer.MAX_VALUE);
        assertThat(arrivals.silence()).isEmpty();
    }

    @Test
    void silence_thereAreFewDecisions_isNone() {
        // Four decisions a day are no reason for a warning, silent or not.
        decide(100, 0, 25, Integer.MAX_VALUE);
        decide(4, 25, DAYS, 0);
        assertThat(arrivals.silence()).isEmpty();
    }

    @Test
    void silence_oneQuietDay_isNone() {
        decide(100, 0, DAYS, DAYS + 1);
        assertThat(arrivals.silence()).isEmpty();
    }

    @Test
    void silence_itArrivesAgain_isNone() {
        decide(100, 0, 10, 5);
        decide(100, 10, DAYS, Integer.MAX_VALUE);
        assertThat(arrivals.silence()).isEmpty();
    }
}
