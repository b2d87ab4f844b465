package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Compilation;
import dev.longview.reward.Forecast;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BoostedEndsTest {
    private static final TreeSettings SETTINGS = new TreeSettings(30, 4, 0.2, 1, 5, 1, 1, 1);
    private static final Landmarks LANDMARKS = Viewing.landmarks(1, 2, 4, 8, 15, 28);

    private static List<Viewing.Watched> watched(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> Viewing.watched(random)).limit(n).toList();
    }

    private static int[] observed(int n, int... days) {
        int[] observed = new int[n];
        for (int i = 0; i < n; i++) {
            observed[i] = days[i % days.length];
        }
        return observed;
    }

    private static DelayDefinition blind(Optional<TreeInputs> trees) {
        return new DelayDefinition("completed", Optional.empty(), List.of(), Optional.empty(), trees);
    }

    private static final TreeInputs SEEING =
            new TreeInputs(List.of("episodes"), List.of("item.length"), Optional.empty());

    private static DelayLearner boosted(DelayDefinition definition, OutcomeDefinition outcome, Landmarks landmarks) {
        return DelayLearner.of(definition, outcome, landmarks)
                .withTrees(new PlainTrees(), SETTINGS, 1_000_000, Optional.empty());
    }

    private static DelayModel fit(List<Viewing.Watched> past, int[] observed) {
        return boosted(blind(Optional.of(SEEING)), Viewing.COMPLETED, LANDMARKS)
                .add(Viewing.rows(past, LANDMARKS, observed, 0))
                .fit();
    }

    /** Mean log loss of the model above that of the exact posterior, on a day. */
    private static double excess(DelayModel model, List<Viewing.Watched> future, int day) {
        Batch batch = Viewing.rows(future, Viewing.landmarks(day, 40), observed(future.size(), day), 0);
        Forecast forecast = model.forecast(batch);
        double sum = 0;
        for (int i = 0; i < future.size(); i++) {
            double truth = Viewing.oracle(future.get(i), day);
            double p = future.get(i).completedBy(day) ? 1 : forecast.probability()[2 * i + 1];
            sum += truth == 1 ? 0 : truth * Math.log(truth / p) + (1 - truth) * Math.log((1 - truth) / (1 - p));
        }
        return sum / future.size();
    }

    @Test
    void forecast_tableThatSeesNothing_isMendedByTreesThatSee() {
        List<Viewing.Watched> past = watched(6_000, 1);
        List<Viewing.Watched> future = watched(6_000, 2);
        DelayModel table = DelayLearner.of(blind(Optional.empty()), Viewing.COMPLETED, LANDMARKS)
                .add(Viewing.rows(past, LANDMARKS, observed(6_000, 28), 0))
                .fit();
        DelayModel trees = fit(past, observed(6_000, 28));
        // Later the state leaves out more of the history that the exact posterior knows.
        for (int day : new int[] {1, 4, 8}) {
            // Relative entropy to the exact posterior: what is left to be won, free of the outcomes' own noise.
            assertThat(excess(trees, future, day)).as("day " + day).isLessThan(0.35 * excess(table, future, day));
        }
    }

    @Test
    void fit_unfinishedRows_helpWhereFewAreFinished() {
        int n = 3_000;
        List<Viewing.Watched> past = watched(n, 3);
        List<Viewing.Watched> future = watched(6_000, 4);
        int[] days = observed(n, 4, 8, 15, 8, 4, 15, 8, 15, 4, 15);
        for (int i = 0; i < n / 10; i++) {
            days[i] = 28;
        }
        DelayModel all = fit(past, days);
        DelayModel finished = fit(past.subList(0, n / 10), observed(n / 10, 28));
        for (int day : new int[] {1, 4}) {
            assertThat(excess(all, future, day)).isLessThan(0.85 * excess(finished, future, day));
        }
    }

    @Test
    void fit_nothingToLearn_leavesTheTable() {
        List<Viewing.Watched> past = watched(4_000, 5);
        TreeInputs constant = new TreeInputs(List.of(), List.of(), Optional.empty());
        Batch rows = Viewing.rows(past, LANDMARKS, observed(4_000, 28), 0);
        DelayModel table = DelayLearner.of(blind(Optional.empty()), Viewing.COMPLETED, LANDMARKS)
                .add(rows)
                .fit();
        DelayModel trees = boosted(blind(Optional.of(constant)), Viewing.COMPLETED, LANDMARKS)
                .add(rows)
                .fit();
        Batch open = Viewing.rows(past.subList(0, 50), LANDMARKS, observed(50, 15), 0);
        double[] before = table.forecast(open).probability();
        double[] after = trees.forecast(open).probability();
        for (int i = 0; i < before.length; i++) {
            if (!Double.isNaN(before[i])) {
                assertThat(after[i]).isCloseTo(before[i], within(0.01));
            }
        }
    }

    @Test
    void fit_rowsCutIntoBatchesAndMoreThanAreKept_isTheSame() {
        List<Viewing.Watched> past = watched(1_500, 6);
        int[] observed = observed(1_500, 28, 8, 15);
        DelayLearner whole = DelayLearner.of(blind(Optional.of(SEEING)), Viewing.COMPLETED, LANDMARKS)
                .withTrees(new PlainTrees(), SETTINGS, 2_000, Optional.empty());
        DelayLearner cut = DelayLearner.of(blind(Optional.of(SEEING)), Viewing.COMPLETED, LANDMARKS)
                .withTrees(new PlainTrees(), SETTINGS, 2_000, Optional.empty());
        whole.add(Viewing.rows(past, LANDMARKS, observed, 0));
        for (int from = 0; from < 1_500; from += 500) {
            int[] part = Arrays.copyOfRange(observed, from, from + 500);
            cut.add(Viewing.rows(past.subList(from, from + 500), LANDMARKS, part, from));
        }
        byte[] bytes = DelayBytes.write(whole.fit());
        assertThat(DelayBytes.write(cut.fit())).isEqualTo(bytes);
        assertThat(DelayBytes.write(DelayBytes.read(bytes, new PlainTrees()))).isEqualTo(bytes);
    }

    /** Who is keen watches more and completes more: given what is seen on the first day, both are still to come together. */
    @Test
    void expected_productOfTwoOpenOutcomes_isUnbiasedWhenOneIsGivenTheOther() {
        int n = 5_000;
        Batch past = Evenings.rows(Evenings.draw(n, 7), Evenings.landmarks().ages(), ages(n));
        List<Evenings.Evening> future = Evenings.draw(n, 8);
        OutcomeDefinition completed = Evenings.outcome("completed");
        OutcomeDefinition visits = Evenings.outcome("visits");
        DelayLearner first = boosted(
                new DelayDefinition(
                        "completed", Optional.empty(), List.of(), Optional.empty(), inputs(Optional.empty())),
                completed,
                Evenings.landmarks());
        DelayLearner alone = boosted(
                new DelayDefinition("visits", Optional.empty(), List.of(), Optional.empty(), inputs(Optional.empty())),
                visits,
                Evenings.landmarks());
        DelayLearner after = DelayLearner.of(
                        new DelayDefinition(
                                "visits",
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                inputs(Optional.of("completed"))),
                        visits,
                        Evenings.landmarks())
                .withTrees(new PlainTrees(), SETTINGS, 1_000_000, Optional.of(first));
        first.add(past);
        alone.add(past);
        after.add(past);
        DelayModel completion = first.fit();
        String is = "played && !completed ? visits : 0";
        double[] independent = bias(is, completion, alone.fit(), future);
        double[] joint = bias(is, completion, after.fit(), future);
        assertThat(joint[0]).isCloseTo(0, within(joint[1]));
        assertThat(independent[0]).isGreaterThan(2 * joint[1]);
    }

    private static Optional<TreeInputs> inputs(Optional<String> after) {
        return Optional.of(new TreeInputs(List.of("minutes", "completed"), List.of("item.kind"), after));
    }

    private static double[] ages(int n) {
        double[] ages = new double[n];
        Arrays.fill(ages, Evenings.END);
        return ages;
    }

    /** Mean expected minus true reward at a quarter of a day, and three of its standard errors, for both samples. */
    private static double[] bias(String is, DelayModel completed, DelayModel visits, List<Evenings.Evening> future) {
        Reward reward = ((Compilation.Compiled) Reward.compile(
                        new RewardDefinition("r", is, Optional.empty(), Optional.empty()),
                        Evenings.OUTCOMES,
                        List.of()))
                .reward();
        int n = future.size();
        Batch open = Evenings.rows(future, List.of(Evenings.DAY / 4), ages(n));
        Map<String, Forecast> forecasts = new HashMap<>();
        forecasts.put("completed", completed.forecast(open));
        forecasts.put("visits", visits.forecast(open));
        double[] expected = reward.expected(open, forecasts).mean();
        double[] truth = reward.evaluate(
                Evenings.rows(future, List.of(Evenings.landmarks().end()), ages(n)));
        double bias = 0;
        double squares = 0;
        int played = 0;
        for (int i = 0; i < n; i++) {
            if (future.get(i).playReceived() <= 0.25) {
                double d = expected[i] - truth[i];
                bias += d;
                squares += d * d;
                played++;
            }
        }
        return new double[] {bias / played, 3 * Math.sqrt(2 * squares) / played};
    }
}
