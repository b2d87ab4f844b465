package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ReceivedOracleTest {
    private static final WorldParameters WORLD = WorldParameters.defaults();
    private static final int DAY = 24 * 60;
    private static final double LATE_EVENING = DAY - 1;

    private final Engagement engagement = new Engagement(WORLD);
    private final CompletionOracle days = CompletionOracle.of(WORLD);

    /** A play drawn by the process: its sittings, when each was received, and when it was known to be complete; never is infinite. */
    private record Course(
            double start,
            List<ReceivedOracle.Sitting> sittings,
            List<Double> received,
            double known,
            double completed) {
        List<ReceivedOracle.Sitting> by(double now) {
            List<ReceivedOracle.Sitting> by = new ArrayList<>();
            for (int i = 0; i < sittings.size(); i++) {
                if (received.get(i) <= now) {
                    by.add(sittings.get(i));
                }
            }
            return by;
        }
    }

    @Test
    void completion_nothingIsHidden_isThatOfTheOracleOfDays() {
        ReceivedOracle oracle = ReceivedOracle.atOnce(WORLD, 0);
        double[][] histories = {{10}, {10, 0, 0, 60}, {150, 130}, {31, 0, 0, 0, 0, 0, 45}, {100, 0, 80, 0, 0}, {12, 100}
        };
        for (double[] history : histories) {
            for (double z : new double[] {-1, 0, 1.5}) {
                List<ReceivedOracle.Sitting> sittings = new ArrayList<>();
                for (int day = 0; day < history.length; day++) {
                    if (history[day] > 0) {
                        sittings.add(new ReceivedOracle.Sitting(day, history[day], (day + 0.8) * DAY + history[day]));
                    }
                }
                // In the morning all is over that began on the days before; and a play of the late evening is over 28
                // days later when all has been watched that day.
                double morning = history.length * DAY + 600;
                assertThat(oracle.completion(days.prior(z), new double[] {420}, LATE_EVENING, morning, sittings))
                        .as("%s after %s", z, sittings)
                        // What the grid of a minute costs.
                        .isCloseTo(days.completion(days.prior(z), 420, history, 28, new double[0]), offset(2e-3));
            }
        }
    }

    @Test
    void completion_receivedLateOfSeriesOfUnknownLength_isCalibratedAtEveryAge() {
        ReceivedOracle oracle = ReceivedOracle.of(WORLD, 0.001);
        double[] lengths = ReceivedOracle.lengths(false, 25);
        double[] prior = days.prior(0.2);
        double[] ages = {10, 60, DAY, 4 * DAY, 8 * DAY};
        SplittableRandom random = new SplittableRandom(3);
        int plays = 6_000;
        int bins = 8;
        double[][][] cells = new double[ages.length][bins][3];
        for (int n = 0; n < plays; n++) {
            Course course = draw(0.2, lengths[random.nextInt(lengths.length)], 0.001, random);
            for (int a = 0; a < ages.length; a++) {
                double now = course.start() + ages[a];
                if (course.known() <= now) {
                    continue;
                }
                double p = oracle.completion(prior, lengths, course.start(), now, course.by(now));
                double[] cell = cells[a][Math.min(bins - 1, (int) (bins * p))];
                cell[0] += p;
                cell[1] += course.completed() <= course.start() + 28 * DAY ? 1 : 0;
                cell[2]++;
            }
        }
        for (int a = 0; a < ages.length; a++) {
            for (int bin = 0; bin < bins; bin++) {
                double n = cells[a][bin][2];
                if (n >= 50) {
                    double p = cells[a][bin][0] / n;
                    double error = Math.sqrt(Math.max(p * (1 - p), 1 / n) / n);
                    assertThat(cells[a][bin][1] / n)
                            .as("after %s minutes, bin %d of %s", ages[a], bin, n)
                            .isCloseTo(p, offset(4.5 * error));
                }
            }
        }
    }

    @Test
    void completion_nothingReceivedAfterTenMinutes_isOfThoseWhoAreStillWatching() {
        ReceivedOracle oracle = ReceivedOracle.of(WORLD, 0);
        double[] prior = days.prior(0);
        double[] film = {120};
        double none = oracle.completion(prior, film, 1100, 1110, List.of());
        double ended = oracle.completion(prior, film, 1100, 1110, List.of(new ReceivedOracle.Sitting(0, 6, 1106)));
        assertThat(ended).isLessThan(none);
        // An hour later it is more than an abandonment.
        assertThat(oracle.completion(prior, film, 1100, 1160, List.of())).isGreaterThan(none);
    }

    @Test
    void completion_allIsWatchedButNobodySaysSo_isLikely() {
        ReceivedOracle oracle = ReceivedOracle.of(WORLD, 0);
        List<ReceivedOracle.Sitting> whole = List.of(new ReceivedOracle.Sitting(0, 120, 1220));
        assertThat(oracle.completion(days.prior(0), new double[] {120}, 1100, 1300, whole))
                // Unless three seconds are left that rounding hides.
                .isBetween(0.98, 1.0);
        assertThatThrownBy(() -> oracle.completion(
                        days.prior(0), new double[] {120}, 1100, 1300, List.of(new ReceivedOracle.Sitting(0, 2, 1102))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no engagement");
    }

    private Course draw(double z, double total, double leaves, SplittableRandom random) {
        byte kind = engagement.draw(z, random.nextDouble());
        boolean interrupted = engagement.interrupted(kind, random.nextDouble());
        double start = 12 * 60 + 11 * 60 * random.nextDouble();
        List<ReceivedOracle.Sitting> sittings = new ArrayList<>();
        List<Double> received = new ArrayList<>();
        double watched = 0;
        boolean on = true;
        for (int day = 0; day <= 45 && on; day++) {
            boolean sits = day == 0;
            if (day > 0) {
                switch (engagement.day(kind, random.nextDouble())) {
                    case GIVES_UP -> on = false;
                    case SITTING -> sits = true;
                    case NOTHING -> {}
                }
            }
            if (sits && on) {
                double wanted = day == 0
                        ? engagement.firstSitting(kind, interrupted, random.nextDouble())
                        : engagement.sitting(kind, random.nextDouble());
                double length = Math.min(wanted, total - watched);
                watched += length;
                double begins = day == 0 ? start : day * DAY + (16 + 6 * random.nextDouble()) * 60;
                double end = begins + length;
                sittings.add(new ReceivedOracle.Sitting(day, Math.rint(10 * length) / 10, end));
                received.add(end + delay(random));
                if (watched >= total - 1e-9) {
                    return new Course(start, sittings, received, end + delay(random), end);
                }
                on = kind != Engagement.ABANDON;
            }
            on &= random.nextDouble() >= leaves;
        }
        return new Course(start, sittings, received, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** As the simulator has it. */
    private static double delay(SplittableRandom random) {
        double share = WORLD.replies().lateShare();
        double u = random.nextDouble();
        return u < share ? 60 * (1 + 29 * u / share) : WORLD.replies().delayMinutes() * Math.exp(random.nextGaussian());
    }
}
