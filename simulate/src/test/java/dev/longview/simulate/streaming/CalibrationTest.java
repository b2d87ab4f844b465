package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rates that docs/simulator.md states, in the world of the defaults under the built-in logging policy. Where a range is narrow, the
 * sampling error of 24,000 accounts over 70 days is a fifth of it or less.
 */
final class CalibrationTest {
    private static final Observed SEEN = new Observed();
    private static long activeAtTheEnd;

    @BeforeAll
    static void run() {
        World end = Simulation.withDefaults()
                .run(
                        World.create(WorldParameters.defaults(), 11, 24_000, 1_704_067_200_000_000L),
                        70,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        SEEN,
                        SEEN,
                        Progress.silent());
        activeAtTheEnd = end.activeAccounts();
    }

    @Test
    void plays_perImpressionAndOrganicAndCompleted_areInTheStatedRanges() {
        double plays = SEEN.plays + SEEN.organic;

        assertThat(SEEN.plays / SEEN.impressions).isBetween(0.02, 0.05);
        assertThat(SEEN.organic / plays).isBetween(0.2, 0.3);
        assertThat(SEEN.completed.size() / plays).isBetween(0.4, 0.6);
    }

    @Test
    void thumbs_rareMostlyUpMoreAfterCompletion_areInTheStatedRanges() {
        double up = SEEN.count("up");
        double down = SEEN.count("down");
        Set<String> both = new HashSet<>(SEEN.completed);
        both.retainAll(SEEN.thumbed);

        assertThat((up + down) / (SEEN.plays + SEEN.organic)).isBetween(0.02, 0.06);
        assertThat((double) both.size() / SEEN.completed.size()).isBetween(0.08, 0.15);
        assertThat(up / down).isBetween(3.5, 6.5);
        assertThat(SEEN.count("retracts") / (up + down)).isBetween(0.02, 0.06);
    }

    @Test
    void churn_firstMonthAndTenured_areInTheStatedRanges() {
        assertThat(churn(bill -> bill.month() == 1)).isBetween(0.15, 0.23);
        assertThat(churn(bill -> bill.month() >= 4)).isBetween(0.020, 0.024);
        assertThat((double) activeAtTheEnd).isBetween(23_000.0, 25_500.0);
    }

    /** Of leaving at will; who leaves because a payment failed tells nothing of satisfaction. */
    @Test
    void cancelling_onSatisfaction_isWeakAndOneDeviationMovesItAsStated() {
        Regression tenured = Regression.of(
                SEEN.bills.stream().filter(bill -> bill.month() >= 4).toList());

        assertThat(tenured.oddsOfOneDeviation()).isBetween(1.6, 2.0);
        assertThat(tenured.pseudoR2()).isBetween(0.02, 0.05);
        assertThat(Regression.of(SEEN.bills).pseudoR2()).isBetween(0.02, 0.05);
    }

    /** What happened at bills is what the truth calls their probability. The noise of a sum of coins is under its square root. */
    @Test
    void cancelling_summedOverBills_isItsProbability() {
        double expected =
                SEEN.bills.stream().mapToDouble(Truth.BillTruth::probability).sum();
        double cancelled = SEEN.bills.stream()
                .filter(bill -> bill.lapsed() && bill.voluntary())
                .count();

        assertThat(cancelled).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }

    private static double churn(Predicate<Truth.BillTruth> of) {
        List<Truth.BillTruth> bills = SEEN.bills.stream().filter(of).toList();
        return bills.stream().filter(Truth.BillTruth::lapsed).count() / (double) bills.size();
    }

    /** Logistic regression of cancelling on S by Newton's method; pseudo-R² is McFadden's, 1 − log-likelihood over that of the mean. */
    private record Regression(double oddsOfOneDeviation, double pseudoR2) {
        static Regression of(List<Truth.BillTruth> bills) {
            double n = bills.size();
            double mean =
                    bills.stream().mapToDouble(Truth.BillTruth::satisfaction).sum() / n;
            double deviation = Math.sqrt(bills.stream()
                            .mapToDouble(bill -> (bill.satisfaction() - mean) * (bill.satisfaction() - mean))
                            .sum()
                    / n);
            double rate = bills.stream()
                            .filter(bill -> bill.lapsed() && bill.voluntary())
                            .count()
                    / n;
            double intercept = Math.log(rate / (1 - rate));
            double slope = 0;
            double likelihood = 0;
            for (int step = 0; step < 15; step++) {
                double[] sums = new double[5];
                likelihood = 0;
                for (Truth.BillTruth bill : bills) {
                    double z = (bill.satisfaction() - mean) / deviation;
                    double p = 1 / (1 + Math.exp(-intercept - slope * z));
                    boolean left = bill.lapsed() && bill.voluntary();
                    likelihood += Math.log(left ? p : 1 - p);
                    double error = (left ? 1 : 0) - p;
                    double weight = p * (1 - p);
                    sums[0] += error;
                    sums[1] += error * z;
                    sums[2] += weight;
                    sums[3] += weight * z;
                    sums[4] += weight * z * z;
                }
                double determinant = sums[2] * sums[4] - sums[3] * sums[3];
                intercept += (sums[4] * sums[0] - sums[3] * sums[1]) / determinant;
                slope += (sums[2] * sums[1] - sums[3] * sums[0]) / determinant;
            }
            double ofTheMean = n * (rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
            return new Regression(Math.exp(-slope), 1 - likelihood / ofTheMean);
        }
    }

    /** What the run's log and truth come to. A play is known by its member and item. */
    private static final class Observed implements Truth, LogSink {
        private double plays;
        private double organic;
        private double impressions;
        private final List<BillTruth> bills = new ArrayList<>();
        private final Set<String> completed = new HashSet<>();
        private final Set<String> thumbed = new HashSet<>();
        private final Map<String, Integer> counts = new TreeMap<>();

        double count(String what) {
            return counts.getOrDefault(what, 0);
        }

        @Override
        public boolean listens() {
            return true;
        }

        @Override
        public void account(AccountTruth account) {
            plays += account.plays();
            organic += account.organicPlays();
            impressions += account.impressions();
        }

        @Override
        public void bill(BillTruth bill) {
            bills.add(bill);
        }

        @Override
        public void play(PlayTruth play) {
            if (play.completed()) {
                completed.add(play.member() + play.item());
            }
        }

        @Override
        public void rows(Table table, Batch batch) {
            for (int row = 0; table == Table.FEEDBACK && row < batch.size(); row++) {
                if (!batch.texts("label").isMissing(row)) {
                    counts.merge(batch.texts("label").text(row), 1, Integer::sum);
                    thumbed.add(batch.texts("member").text(row)
                            + batch.texts("item").text(row));
                }
                if (!batch.texts("retracts").isMissing(row)) {
                    counts.merge("retracts", 1, Integer::sum);
                }
            }
        }
    }
}
