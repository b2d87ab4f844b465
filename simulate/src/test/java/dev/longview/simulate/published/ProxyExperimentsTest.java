package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W9, which are listed in docs/worlds.md. */
final class ProxyExperimentsTest {
    private static final int P = ProxyExperiments.PROXIES;
    private static final int O = ProxyExperiments.OUTCOMES;

    private record Ranks(double ctr, double members, double naive, double total, double truth) {}

    @Test
    void ranks_ofManyWeakExperiments_areAsPublished() {
        check(3, 1000, 2000, MANY);
    }

    @Test
    @Tag("thorough")
    void ranks_ofManyWeakExperimentsManyTimes_areAsPublished() {
        check(20, 1000, 2000, MANY);
    }

    @Test
    @Tag("thorough")
    void ranks_of200LargeExperiments_areAsPublished() {
        check(20, 200, 20_000, LARGE);
    }

    /** Published rank correlations, and the deviation of one draw, seen over twenty. */
    private record Figures(Ranks published, Ranks deviation) {}

    private static final Figures MANY =
            new Figures(new Ranks(-.05, .20, .755, .876, .958), new Ranks(.026, .027, .075, .037, .003));
    private static final Figures LARGE =
            new Figures(new Ranks(-.06, .19, .941, .945, .958), new Ranks(.075, .064, .015, .015, .010));

    private static void check(int draws, int experiments, int members, Figures figures) {
        Ranks[] ranks = new Ranks[draws];
        for (int d = 0; d < draws; d++) {
            ranks[d] = ranks(ProxyExperiments.of(10 + d).withSizes(experiments, members));
        }
        Ranks figure = figures.published();
        Ranks error = figures.deviation();
        Sample.of(draws, d -> ranks[d].ctr).assertAgrees("clicks", figure.ctr, error.ctr);
        Sample.of(draws, d -> ranks[d].members).assertAgrees("members", figure.members, error.members);
        Sample.of(draws, d -> ranks[d].naive).assertAgrees("naive", figure.naive, error.naive);
        Sample.of(draws, d -> ranks[d].total).assertAgrees("total covariance", figure.total, error.total);
        Sample.of(draws, d -> ranks[d].truth).assertAgrees("true weights", figure.truth, error.truth);
    }

    private static Ranks ranks(ProxyExperiments world) {
        double[] truth = world.trueEffects();
        ProxyExperiments.Measured measured = world.measure();
        int k = measured.experiments();
        double[] covariance = covariance(measured.effects(), k);
        double[] total = covariance.clone();
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < O * O; j++) {
                total[j] -= measured.sampling()[i * O * O + j] / k;
            }
        }
        return new Ranks(
                rank(truth, new double[] {1, 0, 0, 0}),
                rank(truth, regression(measured.withinArms())),
                rank(truth, regression(covariance)),
                rank(truth, regression(total)),
                rank(truth, ProxyExperiments.weights()));
    }

    /** Weights of the proxies for the long-term outcome, by their covariance. */
    private static double[] regression(double[] covariance) {
        double[][] a = new double[P][];
        double[] b = new double[P];
        for (int i = 0; i < P; i++) {
            a[i] = Arrays.copyOfRange(covariance, i * O, i * O + P);
            b[i] = covariance[i * O + P];
        }
        return LinearSystem.solve(a, b);
    }

    private static double[] covariance(double[] effects, int n) {
        double[] mean = new double[O];
        for (int i = 0; i < n * O; i++) {
            mean[i % O] += effects[i] / n;
        }
        double[] covariance = new double[O * O];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < O * O; j++) {
                covariance[j] +=
                        (effects[i * O + j / O] - mean[j / O]) * (effects[i * O + j % O] - mean[j % O]) / (n - 1);
            }
        }
        return covariance;
    }

    /** Spearman's correlation of what these weights make of the true effects with the true long-term effects. */
    private static double rank(double[] truth, double[] weights) {
        int n = truth.length / O;
        double[] proxy = new double[n];
        double[] longTerm = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < P; j++) {
                proxy[i] += weights[j] * truth[i * O + j];
            }
            longTerm[i] = truth[i * O + P];
        }
        double[] a = ranks(proxy);
        double[] b = ranks(longTerm);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return 1 - 6 * squares / ((double) n * ((double) n * n - 1));
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] ranks = new double[values.length];
        for (int i = 0; i < order.length; i++) {
            ranks[order[i]] = i;
        }
        return ranks;
    }

    @Test
    void trueEffects_many_areLinearInTheProxiesButForADirectEffect() {
        double[] truth = ProxyExperiments.of(1).withSizes(20_000, 2).trueEffects();
        double squares = 0;
        double plays = 0;
        for (int i = 0; i < 20_000; i++) {
            double direct = truth[i * O + P];
            for (int j = 0; j < P; j++) {
                direct -= ProxyExperiments.weights()[j] * truth[i * O + j];
            }
            squares += direct * direct;
            plays += truth[i * O] * truth[i * O];
        }

        // A deviation has a relative error of 1/√(2n) = 0.005.
        assertThat(Math.sqrt(squares / 20_000)).isCloseTo(0.003, within(0.003 * 0.02));
        assertThat(Math.sqrt(plays / 20_000)).isCloseTo(0.02, within(0.02 * 0.02));
    }

    @Test
    void measure_errorsOfEffects_haveTheSamplingCovariance() {
        ProxyExperiments world = ProxyExperiments.of(2).withSizes(1000, 100);
        double[] truth = world.trueEffects();
        ProxyExperiments.Measured measured = world.measure();
        double[] errors = new double[truth.length];
        Arrays.setAll(errors, i -> measured.effects()[i] - truth[i]);
        double[] covariance = covariance(errors, 1000);
        double[] told = new double[O * O];
        for (int i = 0; i < 1000 * O * O; i++) {
            told[i % (O * O)] += measured.sampling()[i] / 1000;
        }

        for (int a = 0; a < O; a++) {
            for (int b = 0; b < O; b++) {
                double scale = Math.sqrt(told[a * O + a] * told[b * O + b]);
                // An entry has an error of about √2/√1000 of its scale.
                assertThat(covariance[a * O + b] / scale).isCloseTo(told[a * O + b] / scale, within(4 * 0.045));
                assertThat(told[a * O + b]).isCloseTo(measured.withinArms()[a * O + b] * 2 / 100, within(1e-9));
            }
        }
    }
}
