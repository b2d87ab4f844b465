package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.reward.Forecast;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Completion, where the best possible prediction is known. */
class ViewingTest {
    private static final Landmarks LANDMARKS = Viewing.landmarks(1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 28);
    private static final int[] DAYS = {1, 4, 8, 15};

    private record Losses(double oracle, double model, double prior, double bias, double soFar, int n) {}

    private static List<Viewing.Watched> watched(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> Viewing.watched(random)).limit(n).toList();
    }

    private static int[] all(int n) {
        int[] days = new int[n];
        Arrays.fill(days, Viewing.HORIZON);
        return days;
    }

    private static DelayModel fit(List<Viewing.Watched> watched, int[] observed) {
        return DelayLearner.of(Viewing.BY_EPISODES, Viewing.COMPLETED, LANDMARKS)
                .add(Viewing.rows(watched, LANDMARKS, observed, 0))
                .fit();
    }

    private static Losses losses(DelayModel model, List<Viewing.Watched> test, double prior, int day) {
        Batch batch = Viewing.rows(test, Viewing.landmarks(day, 40), all(test.size()), 0);
        Forecast forecast = model.forecast(batch);
        double[] sums = new double[6];
        for (int i = 0; i < test.size(); i++) {
            boolean truth = test.get(i).completedBy(Viewing.HORIZON);
            boolean done = test.get(i).completedBy(day);
            double p = done ? 1 : forecast.probability()[2 * i + 1];
            sums[0] += loss(Viewing.oracle(test.get(i), day), truth);
            sums[1] += loss(p, truth);
            sums[2] += loss(prior, truth);
            sums[3] += p - (truth ? 1 : 0);
            sums[4] += (done ? 1 : 0) - (truth ? 1 : 0);
        }
        int n = test.size();
        return new Losses(sums[0] / n, sums[1] / n, sums[2] / n, sums[3] / n, sums[4] / n, n);
    }

    private static double loss(double p, boolean truth) {
        return -Math.log(Math.clamp(truth ? p : 1 - p, 1e-9, 1));
    }

    private static void check(int train, int test, double gapClosed) {
        List<Viewing.Watched> past = watched(train, 1);
        List<Viewing.Watched> future = watched(test, 2);
        DelayModel model = fit(past, all(train));
        double prior = past.stream().filter(w -> w.completedBy(Viewing.HORIZON)).count() / (double) train;
        double[] labelSoFar = {-0.38, -0.20, -0.11, -0.03};
        for (int k = 0; k < DAYS.length; k++) {
            Losses losses = losses(model, future, prior, DAYS[k]);
            String at = "day " + DAYS[k] + " " + losses;
            assertThat(losses.model()).as(at).isLessThan(losses.prior()).isGreaterThan(losses.oracle() - 0.002);
            double closed = (losses.prior() - losses.model()) / (losses.prior() - losses.oracle());
            assertThat(closed).as(at).isGreaterThan(gapClosed);
            // Four binomial errors of the test's mean and of the training's.
            assertThat(losses.bias()).as(at).isCloseTo(0, within(2 * Math.sqrt(1.0 / train + 1.0 / test)));
            assertThat(losses.soFar()).as(at).isCloseTo(labelSoFar[k], within(0.03));
        }
    }

    @Test
    void forecast_completionByHiddenTypes_closesMostOfTheGapFromPriorToOracle() {
        check(10_000, 5_000, 0.95);
    }

    @Tag("thorough")
    @Test
    void forecast_completionOfManyMembers_isNearTheOracle() {
        check(60_000, 50_000, 0.96);
    }

    @Test
    void oracle_ofManyMembers_isCalibrated() {
        List<Viewing.Watched> members = watched(40_000, 3);
        for (int day : DAYS) {
            for (double low = 0; low < 1; low += 0.25) {
                double sum = 0;
                double completed = 0;
                int n = 0;
                for (Viewing.Watched member : members) {
                    double p = Viewing.oracle(member, day);
                    if (p >= low && p < low + 0.25) {
                        sum += p;
                        completed += member.completedBy(Viewing.HORIZON) ? 1 : 0;
                        n++;
                    }
                }
                assertThat(sum / n).isCloseTo(completed / n, within(2 / Math.sqrt(n)));
            }
        }
    }

    @Test
    void fit_fewFinished_isBetterOnAllThanOnFinishedAlone() {
        // Three in a hundred are finished; the others were decided 4 to 22 days ago.
        int n = 6_000;
        List<Viewing.Watched> past = watched(n, 4);
        int[] observed = new int[n];
        for (int i = 0; i < n; i++) {
            observed[i] = i < n * 3 / 100 ? Viewing.HORIZON : 4 + i % 19;
        }
        int finished = n * 3 / 100;
        DelayModel onAll = fit(past, observed);
        DelayModel onFinished = fit(past.subList(0, finished), all(finished));
        List<Viewing.Watched> future = watched(10_000, 5);
        for (int day : new int[] {1, 4}) {
            Losses all = losses(onAll, future, 0.5, day);
            Losses few = losses(onFinished, future, 0.5, day);
            // Later, most of what is lost is the history that the state leaves out, which no number of rows brings
            // back.
            double most = day == 1 ? 0.5 : 0.9;
            assertThat(all.model() - all.oracle()).isLessThan(most * (few.model() - few.oracle()));
        }
    }
}
