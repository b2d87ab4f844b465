package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CompletionOracleTest {
    private static final int HORIZON = 28;
    private static final double[] ALWAYS = {};
    private static final int[] AGES = {0, 1, 4, 8, 15};

    private final Engagement engagement = new Engagement(WorldParameters.defaults());
    private final CompletionOracle oracle = CompletionOracle.of(WorldParameters.defaults());

    /** A play drawn by the process itself: what was watched on each day, and whether it was completed within the horizon. */
    private record Course(double[] sittings, boolean completed) {
        double watched(int age) {
            return Arrays.stream(sittings, 0, age + 1).sum();
        }
    }

    @Test
    void completion_manyPlays_isCalibratedAtEveryAgeAndNeverChangesInTheMean() {
        SplittableRandom random = new SplittableRandom(3);
        int plays = 40_000;
        double[] prior = oracle.prior(0.2);
        double total = 480;
        double[] sums = new double[AGES.length];
        double completed = 0;
        double[][] forecast = new double[AGES.length][10];
        double[][] became = new double[AGES.length][10];
        double[][] count = new double[AGES.length][10];
        for (int n = 0; n < plays; n++) {
            Course course = draw(0.2, total, random);
            completed += course.completed() ? 1 : 0;
            for (int a = 0; a < AGES.length; a++) {
                double p =
                        oracle.completion(prior, total, Arrays.copyOf(course.sittings(), AGES[a] + 1), HORIZON, ALWAYS);
                sums[a] += p;
                int bin = Math.min(9, (int) (10 * p));
                forecast[a][bin] += p;
                became[a][bin] += course.completed() ? 1 : 0;
                count[a][bin]++;
            }
        }
        for (int a = 0; a < AGES.length; a++) {
            assertThat(sums[a] / plays).isCloseTo(completed / plays, offset(4 * Math.sqrt(0.25 / plays)));
            for (int bin = 0; bin < 10; bin++) {
                double n = count[a][bin];
                if (n >= 100) {
                    double p = forecast[a][bin] / n;
                    double error = Math.sqrt(Math.max(p * (1 - p), 1 / n) / n);
                    assertThat(became[a][bin] / n)
                            .as("age %d, bin %d", AGES[a], bin)
                            .isCloseTo(p, offset(4.5 * error));
                }
            }
        }
    }

    @Test
    void completion_oneHistory_equalsTheShareOfAllPlaysThatHadIt() {
        // Among drawn plays, those with a short first sitting and nothing for three days.
        SplittableRandom random = new SplittableRandom(4);
        double total = 300;
        double n = 0;
        double completed = 0;
        for (int i = 0; i < 150_000; i++) {
            Course course = draw(0.5, total, random);
            if (course.sittings()[0] < 24 && course.watched(3) == course.sittings()[0]) {
                n++;
                completed += course.completed() ? 1 : 0;
            }
        }
        double p = oracle.completion(oracle.prior(0.5), total, new double[] {12, 0, 0, 0}, HORIZON, ALWAYS);

        assertThat(n).isGreaterThan(10_000);
        // Later minutes are not the same for all of these, so that the history stands for a first sitting of 4 to 24
        // minutes.
        assertThat(completed / n).isCloseTo(p, offset(4 * Math.sqrt(p * (1 - p) / n) + 0.01));
    }

    @Test
    void completion_moreEvidence_movesAsItShould() {
        double[] prior = oracle.prior(0);
        double ten = p(prior, 10);
        assertThat(p(prior, 10, 0)).isLessThan(ten);
        assertThat(p(prior, 10, 0, 0, 0)).isLessThan(p(prior, 10, 0));
        assertThat(p(prior, 10, 90)).isGreaterThan(3 * ten);
        assertThat(p(prior, 300, 180)).isEqualTo(1);
        assertThat(oracle.completion(prior, 480, new double[] {10}, 0, ALWAYS)).isZero();
    }

    @Test
    void completion_accountThatLeaves_countsOnlyTheDaysBefore() {
        double[] prior = oracle.prior(0);
        double[] leaves = new double[HORIZON + 1];
        Arrays.fill(leaves, 0, 6, 1);

        assertThat(oracle.completion(prior, 480, new double[] {60}, HORIZON, leaves))
                .isCloseTo(oracle.completion(prior, 480, new double[] {60}, 5, ALWAYS), offset(1e-12));
    }

    @Test
    void completion_impossibleSittings_areRefused() {
        assertThatThrownBy(() -> p(oracle.prior(0), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no engagement");
    }

    @Test
    void needed_uniformSittings_equalsSimulation() {
        Sittings sittings = new Sittings(30, 70);
        double[] needed = sittings.needed(610);
        double[] seen = new double[needed.length];
        SplittableRandom random = new SplittableRandom(5);
        int runs = 200_000;
        for (int i = 0; i < runs; i++) {
            int n = 0;
            for (double sum = 0; sum < 610; n++) {
                sum += 30 + 40 * random.nextDouble();
            }
            seen[n] += 1.0 / runs;
        }
        assertThat(Arrays.stream(needed).sum()).isCloseTo(1, offset(1e-12));
        for (int n = 0; n < needed.length; n++) {
            assertThat(seen[n]).isCloseTo(needed[n], offset(5e-3));
        }
    }

    @Test
    void irwinHall_knownValues_areMet() {
        // n = 3 at 1: 1/6; at 1.5: 1/2. n = 2 at 0.5: 1/8.
        assertThat(Sittings.irwinHall(1, 3)).isCloseTo(1 / 6.0, offset(1e-15));
        assertThat(Sittings.irwinHall(1.5, 3)).isCloseTo(0.5, offset(1e-15));
        assertThat(Sittings.irwinHall(0.5, 2)).isCloseTo(0.125, offset(1e-15));
        assertThat(Sittings.irwinHall(12.5, 25)).isCloseTo(0.5, offset(1e-13));
    }

    private double p(double[] prior, double... sittings) {
        return oracle.completion(prior, 480, sittings, HORIZON, ALWAYS);
    }

    private Course draw(double z, double total, SplittableRandom random) {
        byte kind = engagement.draw(z, random.nextDouble());
        boolean interrupted = engagement.interrupted(kind, random.nextDouble());
        List<Double> days = new ArrayList<>();
        double watched = Math.min(total, engagement.firstSitting(kind, interrupted, random.nextDouble()));
        days.add(watched);
        boolean on = kind != Engagement.ABANDON;
        for (int day = 1; day <= HORIZON; day++) {
            Engagement.Day brings =
                    on && watched < total ? engagement.day(kind, random.nextDouble()) : Engagement.Day.NOTHING;
            double sitting = brings == Engagement.Day.SITTING
                    ? Math.min(total - watched, engagement.sitting(kind, random.nextDouble()))
                    : 0;
            on &= brings != Engagement.Day.GIVES_UP;
            watched += sitting;
            days.add(sitting);
        }
        return new Course(days.stream().mapToDouble(d -> d).toArray(), watched >= total - 1e-9);
    }
}
