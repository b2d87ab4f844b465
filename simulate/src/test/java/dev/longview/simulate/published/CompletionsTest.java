package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Draws;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W7, which are listed in docs/worlds.md. */
final class CompletionsTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final int[] AGES = {1, 4, 8, 15};

    private record Plays(int[] length, int[][] watched) {
        static Plays drawn(long seed, int n) {
            Plays plays = new Plays(new int[n], new int[n][Completions.HORIZON + 1]);
            for (int i = 0; i < n; i++) {
                plays.length[i] = Completions.length(Draws.key(seed, i, 0));
                Completions.play(Draws.key(seed, i, 0), plays.length[i], plays.watched[i]);
            }
            return plays;
        }

        boolean done(int i, int day) {
            return watched[i][day] >= length[i];
        }

        double loss(int i, int day) {
            double p = Completions.completes(length[i], watched[i], day);
            return -Math.log(done(i, Completions.HORIZON) ? p : 1 - p);
        }
    }

    @Test
    void completes_ofManyPlays_losesAsPublished() {
        check(20_000);
    }

    @Test
    @Tag("thorough")
    void completes_ofAMillionPlays_losesAsPublished() {
        check(1_000_000);
    }

    /** Fitted to these eight figures, to 0.005 of a loss and 0.01 of a bias, which is printed with two digits. */
    private static void check(int n) {
        Plays plays = Plays.drawn(11, n);
        double[] losses = {.4809, .3412, .1994, .0718};
        double[] biases = {-.38, -.20, -.11, -.03};
        for (int a = 0; a < AGES.length; a++) {
            int age = AGES[a];
            Sample.of(n, i -> plays.loss(i, age)).assertAgrees("loss at age " + age, losses[a], 0.005 / 3.5);
            Sample.of(n, i -> (plays.done(i, age) ? 1 : 0) - (plays.done(i, Completions.HORIZON) ? 1 : 0))
                    .assertAgrees("bias of the label so far at age " + age, biases[a], 0.01 / 3.5);
        }
    }

    @Test
    void completes_manyPlays_isCalibratedAtEveryAge() {
        Plays plays = Plays.drawn(12, 60_000);
        for (int age : new int[] {0, 1, 2, 4, 8, 15, 27}) {
            double[] predicted = new double[10];
            double[] variance = new double[10];
            double[] happened = new double[10];
            for (int i = 0; i < plays.length.length; i++) {
                double p = Completions.completes(plays.length[i], plays.watched[i], age);
                int bin = Math.min(9, (int) (10 * p));
                predicted[bin] += p;
                variance[bin] += p * (1 - p);
                happened[bin] += plays.done(i, Completions.HORIZON) ? 1 : 0;
            }
            for (int bin = 0; bin < 10; bin++) {
                assertThat(happened[bin])
                        .as("age %d, bin %d", age, bin)
                        .isCloseTo(predicted[bin], within(4 * Math.sqrt(variance[bin]) + 3));
            }
        }
    }

    @Test
    void completes_atTheHorizon_isWhatHappened() {
        Plays plays = Plays.drawn(13, 1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(Completions.completes(plays.length[i], plays.watched[i], Completions.HORIZON))
                    .isEqualTo(plays.done(i, Completions.HORIZON) ? 1 : 0);
        }
    }

    /** By the enumeration of everything that can happen to a title of six in the last two days, type by type. */
    @Test
    void completes_twoDaysBeforeTheEnd_isThatOfAllPaths() {
        int[] watched = new int[Completions.HORIZON + 1];
        Arrays.fill(watched, 1, 29, 5);
        // 5 on the first day, nothing since: who is still there needs one episode on either of two days.
        double[][] types = {
            {0.19, 0.75, 0.62, 0.01}, {0.21, 0.35, 0.25, 0.02}, {0.20, 0.12, 0.20, 0.05}, {0.40, 0.30, 0.20, 0.30}
        };
        double there = 0;
        double all = 0;
        for (double[] type : types) {
            // 1 + 4 of 5, without the leaving that comes after
            double first = type[0] * 5 * Math.pow(type[2], 4) * (1 - type[2]);
            double idle = (1 - type[1]) * (1 - type[3]);
            double gone = first * type[3];
            double here = first * (1 - type[3]);
            for (int day = 2; day <= 26; day++) {
                gone += here * (1 - type[1]) * type[3];
                here *= idle;
            }
            all += gone + here;
            there += here * (type[1] + idle * type[1]);
        }

        assertThat(Completions.completes(6, watched, 26)).isCloseTo(there / all, within(1e-12));
    }

    @Test
    void run_log_hasTheEpisodesOfTheTruthAtEachAgeAndNothingElse() {
        RecordedLog log = new RecordedLog();
        int[][] truth = new int[300][];
        int[] lengths = new int[300];
        CompletionsService service = CompletionsService.of(5, START)
                .withDecisionsPerDay(100)
                .withTruth((decision, type, length, watched) -> {
                    truth[number(decision)] = watched.clone();
                    lengths[number(decision)] = length;
                });
        run(service, 3, log);
        long[] time = new long[300];
        int[][] logged = new int[300][Completions.HORIZON + 1];
        int[] completed = new int[300];
        Arrays.fill(completed, Completions.HORIZON + 1);
        log.each(
                Table.DECISIONS,
                (batch, i) -> time[number(batch.texts("decision_id").text(i))] = batch.longs("time")[i]);
        log.each(Table.FEEDBACK, (batch, i) -> {
            int decision = number(batch.texts("decision_id").text(i));
            int day = (int) ((batch.longs("received")[i] - time[decision] + DAY - 1) / DAY);
            switch (batch.texts("kind").text(i)) {
                case "episode" -> {
                    for (int d = day; d <= Completions.HORIZON; d++) {
                        logged[decision][d]++;
                    }
                }
                case "complete" -> completed[decision] = day;
                default -> assertThat(batch.texts("kind").text(i)).isEqualTo("play");
            }
        });

        assertThat(logged).isDeepEqualTo(truth);
        for (int decision = 0; decision < 300; decision++) {
            int day = 0;
            while (day <= Completions.HORIZON && truth[decision][day] < lengths[decision]) {
                day++;
            }
            assertThat(completed[decision]).isEqualTo(day);
        }
        assertThat(log.sums("play")).hasSize(300);
        log.assertSound();
        log.assertHides(service.features(), Set.of());
    }

    private static int number(String decision) {
        String[] parts = decision.substring(1).split("-", 2);
        return 100 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]);
    }

    @Test
    void run_titlesAtRandom_haveTheAssumedLengths() {
        int[] counts = new int[11];
        CompletionsService.of(6, START)
                .withDecisionsPerDay(5000)
                .withTruth((decision, type, length, watched) -> counts[length]++)
                .run(1, Assigner.everybody(any()), LogSink.nobody(), Progress.silent());

        for (int k = 0; k < 4; k++) {
            double share = Completions.lengthShares()[k];
            assertThat(counts[Completions.lengths()[k]] / 5000.0)
                    .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / 5000)));
        }
    }

    @Test
    void run_sameSeed_sameBytesAlsoInTwoParts() {
        RecordedLog once = new RecordedLog();
        RecordedLog parts = new RecordedLog();
        RecordedLog other = new RecordedLog();
        run(CompletionsService.of(3, START).withDecisionsPerDay(20), 4, once);
        run(run(CompletionsService.of(3, START).withDecisionsPerDay(20), 1, parts), 3, parts);
        run(CompletionsService.of(4, START).withDecisionsPerDay(20), 4, other);

        assertThat(parts.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(once.fingerprint());
    }

    private static CompletionsService run(CompletionsService service, int days, LogSink log) {
        return service.run(days, Assigner.everybody(any()), log, Progress.silent());
    }

    private static Recommender any() {
        return (visit, slate) -> slate.add((int) Math.floorMod(visit.seed(), 100L), 0.01, 0.01, Double.NaN);
    }
}
