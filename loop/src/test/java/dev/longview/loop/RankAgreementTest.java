package dev.longview.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against every pair looked at, and ranks counted one by one. */
class RankAgreementTest {

    @Test
    void of_randomValuesWithTies_equalsEveryPairLookedAt() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            int n = 1 + random.nextInt(40);
            int different = 1 + random.nextInt(round % 2 == 0 ? 5 : 200);
            double[] a =
                    random.doubles(n).map(u -> Math.floor(u * different) - 2).toArray();
            double[] b = new double[n];
            for (int i = 0; i < n; i++) {
                b[i] = random.nextInt(3) == 0 ? a[i] : random.nextInt(different) - 2;
                a[i] = a[i] == 0 && random.nextBoolean() ? -0.0 : a[i];
            }
            RankAgreement agreement = RankAgreement.of(a, b);
            long flipped = 0;
            long one = 0;
            long both = 0;
            long concordant = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    double s = Math.signum(a[i] - a[j]) * Math.signum(b[i] - b[j]);
                    boolean ties = s == 0;
                    boolean tiedBoth = a[i] == a[j] && b[i] == b[j];
                    flipped += s < 0 ? 1 : 0;
                    concordant += s > 0 ? 1 : 0;
                    both += tiedBoth ? 1 : 0;
                    one += ties && !tiedBoth ? 1 : 0;
                }
            }
            assertThat(agreement.pairs()).isEqualTo(n * (n - 1L) / 2);
            assertThat(agreement.discordant()).isEqualTo(flipped);
            assertThat(agreement.tiedInOne()).isEqualTo(one);
            assertThat(agreement.tiedInBoth()).isEqualTo(both);
            double[] ranksA = ranks(a);
            double[] ranksB = ranks(b);
            double expected = pearson(ranksA, ranksB);
            if (Double.isNaN(expected)) {
                assertThat(agreement.spearman()).isNaN();
                assertThat(agreement.tauB()).isNaN();
            } else {
                // Sums of at most 40 products of ranks.
                assertThat(agreement.spearman()).isEqualTo(expected, within(1e-12));
                double tau = (concordant - flipped)
                        / Math.sqrt((double) (agreement.pairs() - ties(a)) * (agreement.pairs() - ties(b)));
                assertThat(agreement.tauB()).isEqualTo(tau, within(1e-12));
            }
            for (int i = 0; i < n; i++) {
                assertThat(agreement.move(i)).isEqualTo((ranksB[i] - ranksA[i]) / n, within(1e-15));
            }
            moves(agreement, a, b, ranksA, ranksB, true);
            moves(agreement, a, b, ranksA, ranksB, false);
        }
    }

    private static void moves(
            RankAgreement agreement, double[] a, double[] b, double[] ranksA, double[] ranksB, boolean up) {
        int n = a.length;
        List<RankAgreement.Move> moves = agreement.moves(3, up);
        List<Double> sizes = IntStream.range(0, n)
                .filter(i -> IntStream.range(0, i).noneMatch(j -> a[i] == a[j] && b[i] == b[j]))
                .mapToObj(i -> (ranksB[i] - ranksA[i]) / n)
                .filter(move -> up ? move > 0 : move < 0)
                .map(Math::abs)
                .sorted((x, y) -> Double.compare(y, x))
                .limit(3)
                .toList();
        assertThat(moves).hasSize(sizes.size());
        for (int k = 0; k < moves.size(); k++) {
            RankAgreement.Move move = moves.get(k);
            int thing = move.thing();
            assertThat(Math.abs(move.move())).isEqualTo(sizes.get(k), within(1e-15));
            assertThat(move.move()).isEqualTo(agreement.move(thing));
            assertThat(move.count())
                    .isEqualTo(IntStream.range(0, n)
                            .filter(j -> a[j] == a[thing] && b[j] == b[thing])
                            .count());
            assertThat(IntStream.range(0, thing)).noneMatch(j -> a[j] == a[thing] && b[j] == b[thing]);
        }
    }

    @Test
    void of_theReverseOrder_isMinusOneAndEveryPairFlips() {
        double[] a = {1, 2, 3, 4, 5};
        double[] b = {50, 40, 30, 20, 10};
        RankAgreement agreement = RankAgreement.of(a, b);
        assertThat(agreement.spearman()).isEqualTo(-1, within(1e-15));
        assertThat(agreement.tauB()).isEqualTo(-1, within(1e-15));
        assertThat(agreement.discordant()).isEqualTo(10);
    }

    @Test
    void of_notANumber_isRefused() {
        assertThatThrownBy(() -> RankAgreement.of(new double[] {1, Double.NaN}, new double[] {1, 2}))
                .hasMessageContaining("value 1");
    }

    private static long ties(double[] x) {
        return IntStream.range(0, x.length)
                .mapToLong(i -> IntStream.range(0, i).filter(j -> x[i] == x[j]).count())
                .sum();
    }

    /** One more than how many are below, and half of the others that are equal. */
    private static double[] ranks(double[] x) {
        double[] ranks = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            ranks[i] = 1;
            for (int j = 0; j < x.length; j++) {
                ranks[i] += x[j] < x[i] ? 1 : j != i && x[j] == x[i] ? 0.5 : 0;
            }
        }
        return ranks;
    }

    private static double pearson(double[] x, double[] y) {
        double meanX =
                IntStream.range(0, x.length).mapToDouble(i -> x[i]).average().orElseThrow();
        double meanY =
                IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** Against counting all pairs, with ties on both sides. */
    @Test
    void auc_randomScoresAndRewards_isThatOfAllPairs() {
        SplittableRandom random = new SplittableRandom(8);
        for (int levels : new int[] {2, 5, 1_000_000}) {
            double[] score = new double[300];
            double[] reward = new double[300];
            for (int i = 0; i < score.length; i++) {
                score[i] = random.nextInt(40);
                reward[i] = (double) random.nextInt(levels) / levels + score[i] / 100;
                reward[i] = levels == 2 ? Math.round(reward[i]) : reward[i];
            }
            double pairs = 0;
            double right = 0;
            for (int i = 0; i < score.length; i++) {
                for (int j = 0; j < score.length; j++) {
                    if (reward[i] > reward[j]) {
                        pairs++;
                        right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
                    }
                }
            }
            assertThat(RankAgreement.of(score, reward).auc()).isCloseTo(right / pairs, within(1e-12));
        }
        assertThat(RankAgreement.of(new double[] {1, 2}, new double[] {3, 3}).auc())
                .isNaN();
    }
}
