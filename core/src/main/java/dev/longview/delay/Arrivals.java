package dev.longview.delay;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes of an outcome by the day on which they were received, against what open recommendations of the same ages have on all days.
 * Decisions that become few, or young, are therefore no silence.
 *
 * <p>An outcome is silent from the day since which there have been, on each day and in all, less than a tenth of the changes expected, when
 * these are at least {@value #ENOUGH} over at least two days: where changes come independently, three or fewer of thirty have a
 * probability below 1e-9. A step between landmarks counts on the day of its end, so that what happened in it may have been received on the
 * day before, which is what is told; steps of more than a day are left out.
 */
final class Arrivals {
    private static final long DAY = 86_400_000_000L;
    private static final double ENOUGH = 30;
    private static final double LEAST = 0.1;

    private final Chain chain;
    private final Landmarks landmarks;
    private final long[] open;
    private final long[] changes;
    private final NavigableMap<Long, Received> days = new TreeMap<>();

    /** Of one day, by bin of ages. */
    private static final class Received {
        private final long[] open;
        private long changes;

        private Received(int bins) {
            open = new long[bins];
        }
    }

    Arrivals(Chain chain, Landmarks landmarks) {
        this.chain = chain;
        this.landmarks = landmarks;
        open = new long[landmarks.bins()];
        changes = new long[landmarks.bins()];
    }

    /** @param time of the decision, in microseconds */
    void path(long time, int[] states, int first, int last) {
        if (Clock.billed(chain.outcome())) {
            // Accounts may all be billed on the same day of a month: the others are no silence.
            return;
        }
        for (int bin = first; bin < last; bin++) {
            if (!chain.isPending(states[bin]) || landmarks.age(bin + 1) - landmarks.age(bin) > DAY) {
                continue;
            }
            Received day = days.computeIfAbsent(
                    Math.floorDiv(time + landmarks.age(bin + 1), DAY), unseen -> new Received(landmarks.bins()));
            open[bin]++;
            day.open[bin]++;
            if (chain.moves(chain.classOf(states[bin]), chain.classOf(states[bin + 1]))) {
                changes[bin]++;
                day.changes++;
            }
        }
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
        return expected >= ENOUGH && quiet >= 2
                ? Optional.of(new Silence((since - 1) * DAY, expected, arrived))
                : Optional.empty();
    }

    private double expected(Received day) {
        double expected = 0;
        for (int bin = 0; bin < open.length; bin++) {
            expected += open[bin] == 0 ? 0 : day.open[bin] * (double) changes[bin] / open[bin];
        }
        return expected;
    }
}
