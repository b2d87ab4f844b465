package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Visit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W4, which are listed in docs/worlds.md. */
final class InterestEvolutionTest {
    private static final long START = 1_704_067_200_000_000L;

    @Test
    void session_baselines_watchAsPublished() {
        baselines(3000);
    }

    @Test
    @Tag("thorough")
    void session_baselinesOver50000Sessions_watchAsPublished() {
        baselines(50_000);
    }

    @Test
    void meanQuality_ofTopics_isEvenlySpacedBelowAndAboveZero() {
        assertThat(InterestEvolution.meanQuality(0)).isEqualTo(-3);
        assertThat(InterestEvolution.meanQuality(1)).isCloseTo(-3 + 3 / 13.0, within(1e-12));
        assertThat(InterestEvolution.meanQuality(13)).isZero();
        assertThat(InterestEvolution.meanQuality(14)).isZero();
        assertThat(InterestEvolution.meanQuality(19)).isEqualTo(3);
    }

    @Test
    void drift_manyClicks_movesByItsStepWithTheProbabilityOfTheInterest() {
        int ups = 0;
        for (int i = 0; i < 10_000; i++) {
            double[] interest = {0.5};
            InterestEvolution.drift(i, interest, 0);
            // 0.3·(1 − 0.5)·(1 − 0.5)
            assertThat(Math.abs(interest[0] - 0.5)).isCloseTo(0.075, within(1e-12));
            ups += interest[0] > 0.5 ? 1 : 0;
        }

        // (0.5 + 1)/2 with a binomial error of 0.0043
        assertThat(ups / 10_000.0).isBetween(0.75 - 4 * 0.0044, 0.75 + 4 * 0.0044);
    }

    @Test
    void clicked_manyTimes_isInProportionToInterestAndNone() {
        int[] count = new int[3];
        for (int i = 0; i < 20_000; i++) {
            count[
                    1
                            + InterestEvolution.clicked(
                                    i, new double[] {0.5, -0.5}, 0, new int[] {0, 1}, new int[] {1, 0}, 2)]++;
        }

        // none 2, topic 1 0.5, topic 0 1.5
        assertThat(count[0] / 20_000.0).isBetween(0.5 - 0.015, 0.5 + 0.015);
        assertThat(count[1] / 20_000.0).isBetween(0.125 - 0.010, 0.125 + 0.010);
        assertThat(count[2] / 20_000.0).isBetween(0.375 - 0.014, 0.375 + 0.014);
    }

    @Test
    void run_log_hasTheMinutesOfTheTruthAndNothingHidden() {
        RecordedLog log = new RecordedLog();
        Map<String, Double> minutes = new HashMap<>();
        Set<Double> hidden = new HashSet<>();
        InterestEvolutionService service = service(3).withTruth((decision, budget, quality, watched) -> {
            assertThat(budget).isPositive();
            if (watched > 0) {
                minutes.put(decision, watched);
            }
            Arrays.stream(quality).forEach(hidden::add);
        });
        run(service, 2, log);

        assertThat(minutes).hasSizeGreaterThan(2 * 25 * 20);
        assertThat(log.sums("watch")).isEqualTo(minutes);
        assertThat(log.sums("click").keySet()).isEqualTo(minutes.keySet());
        log.assertSound();
        log.assertHides(service.features(), hidden);
    }

    @Test
    void run_loggedInterests_moveByTheClickedTopicAlone() {
        RecordedLog log = new RecordedLog();
        run(service(3), 1, log);
        Map<String, double[]> last = new HashMap<>();
        int[] moves = new int[4];
        log.each(Table.DECISIONS, (batch, i) -> {
            double[] now = new double[InterestEvolution.TOPICS];
            int moved = 0;
            for (int k = 0; k < now.length; k++) {
                now[k] = batch.doubles("member.u" + k)[i];
                assertThat(now[k]).isBetween(-1.0, 1.0);
            }
            double[] before = last.put(batch.texts("member").text(i), now);
            for (int k = 0; before != null && k < now.length; k++) {
                moved += now[k] == before[k] ? 0 : 1;
            }
            moves[moved]++;
        });

        assertThat(moves[1]).isGreaterThan(500);
        assertThat(moves[2]).isZero();
    }

    @Test
    void run_sameSeed_sameBytesAlsoInTwoParts() {
        RecordedLog once = new RecordedLog();
        RecordedLog parts = new RecordedLog();
        RecordedLog other = new RecordedLog();
        run(service(3), 2, once);
        run(run(service(3), 1, parts), 1, parts);
        run(service(4), 2, other);

        assertThat(parts.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(once.fingerprint());
    }

    @Test
    void run_affinityByTheLogsFeatures_watchesAsTheCore() {
        Recommender affinity = (visit, slate) -> {
            var topics = visit.candidates().features().texts("item.topic");
            int first = 0;
            int second = -1;
            for (int i = 1; i < visit.candidates().size(); i++) {
                if (interest(visit, topics.text(i)) > interest(visit, topics.text(first))) {
                    second = first;
                    first = i;
                } else if (second < 0 || interest(visit, topics.text(i)) > interest(visit, topics.text(second))) {
                    second = i;
                }
            }
            slate.add(first, 1, 1, Double.NaN);
            slate.add(second, 1, 1, Double.NaN);
        };
        double[] watched = new double[300];
        InterestEvolutionService.of(InterestEvolution.withDefaults(), 9, START)
                .withMembersPerDay(50)
                .run(
                        6,
                        Assigner.everybody(affinity),
                        (table, batch) -> {
                            for (int i = 0; table == Table.FEEDBACK && i < batch.size(); i++) {
                                if (batch.texts("kind").text(i).equals("watch")) {
                                    int member = Integer.parseInt(
                                            batch.texts("member").text(i).substring(1));
                                    watched[member] += batch.doubles("value")[i];
                                }
                            }
                        },
                        Progress.silent());
        Sample core =
                Sample.of(3000, m -> InterestEvolution.withDefaults().session(2, m, InterestEvolution.affinity()));

        // Members of a day share candidates, which adds about half of the error of six days.
        Sample.of(300, member -> watched[member])
                .assertAgrees("W4 affinity, served", core.mean(), 1.5 * core.deviation() / Math.sqrt(300));
    }

    private static double interest(Visit visit, String topic) {
        return visit.number(Integer.parseInt(topic.substring(1)));
    }

    /** The figures are of some hundred sessions each: for 200, the error is the deviation over √200. */
    private static void baselines(int sessions) {
        watched(sessions, InterestEvolution.random(), "random", 154);
        watched(sessions, InterestEvolution.affinity(), "affinity", 168);
        watched(sessions, InterestEvolution.affinityTimesQuality(), "affinity × quality", 237);
        watched(sessions, InterestEvolution.quality(), "true quality", 281);
    }

    private static void watched(int sessions, InterestEvolution.Score score, String name, double figure) {
        Sample watched =
                Sample.of(sessions, m -> InterestEvolution.withDefaults().session(2, m, score));
        watched.assertAgrees("W4 " + name, figure, watched.deviation() / Math.sqrt(200));
    }

    private static InterestEvolutionService service(long seed) {
        return InterestEvolutionService.of(InterestEvolution.withDefaults(), seed, START)
                .withMembersPerDay(25);
    }

    private static InterestEvolutionService run(InterestEvolutionService service, int days, LogSink log) {
        Recommender any = (visit, slate) -> {
            slate.add((int) Math.floorMod(visit.seed(), 9L), 1 / 9.0, 1 / 9.0, Double.NaN);
            slate.add(9, 1, 1, Double.NaN);
        };
        return service.run(days, Assigner.everybody(any), log, Progress.silent());
    }
}
