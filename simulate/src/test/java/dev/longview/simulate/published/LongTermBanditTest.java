package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.simulate.published.LongTermBandit.Log;
import dev.longview.simulate.published.LongTermBandit.Policy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W5, which are listed in docs/worlds.md. */
final class LongTermBanditTest {
    private static final int A = LongTermBandit.ACTIONS;
    private static final int X = LongTermBandit.CONTEXT;
    private static final int F = LongTermBandit.ACTION_FEATURES;
    private static final int S = LongTermBandit.SURROGATES;

    private record Estimates(double ips, double dr, double index, double lope, double experiment) {}

    @Test
    void estimates_of200Rows_errAsPublished() {
        check(20, 200, new Estimates(.440, .444, .305, .249, .078));
    }

    @Test
    @Tag("thorough")
    void estimates_ofMoreRows_errAsPublished() {
        check(60, 200, new Estimates(.440, .444, .305, .249, .078));
        check(60, 600, new Estimates(.200, .171, .192, .086, .046));
        check(60, 1000, new Estimates(.075, .090, .168, .057, .019));
    }

    /** With little noise in the reward, its bias costs more than what LOPE saves: published .007 against .021. */
    @Test
    @Tag("thorough")
    void estimates_ofRewardsWithLittleNoise_areBetterDoublyRobust() {
        Estimates[] errors = errors(60, 1000, 1);
        Sample more = Sample.of(60, r -> errors[r].lope - errors[r].dr);
        agrees("doubly robust", .007, Sample.of(60, r -> errors[r].dr));
        agrees("LOPE", .021, Sample.of(60, r -> errors[r].lope));
        assertThat(more.mean()).isGreaterThan(2 * more.error());
    }

    private static void check(int runs, int n, Estimates published) {
        Estimates[] errors = errors(runs, n, 5);
        // The figures are means over sixty runs as well: as uncertain as ours.
        agrees("importance sampling", published.ips, Sample.of(runs, r -> errors[r].ips));
        agrees("doubly robust", published.dr, Sample.of(runs, r -> errors[r].dr));
        agrees("surrogate index", published.index, Sample.of(runs, r -> errors[r].index));
        agrees("LOPE", published.lope, Sample.of(runs, r -> errors[r].lope));
        agrees("long experiment", published.experiment, Sample.of(runs, r -> errors[r].experiment));
    }

    /** Each run has a world of its own: coefficients are as random as rows. */
    private static Estimates[] errors(int runs, int n, double deviation) {
        Estimates[] errors = new Estimates[runs];
        for (int run = 0; run < runs; run++) {
            LongTermBandit world = LongTermBandit.of(run).withRewardDeviation(deviation);
            double truth = world.value(Policy.EVALUATED);
            Estimates e = estimates(world, n, run);
            errors[run] = new Estimates(
                    square(e.ips - truth),
                    square(e.dr - truth),
                    square(e.index - truth),
                    square(e.lope - truth),
                    square(e.experiment - truth));
        }
        return errors;
    }

    private static void agrees(String what, double figure, Sample ours) {
        ours.assertAgrees(what, figure, ours.error());
    }

    private static double square(double x) {
        return x * x;
    }

    private static Estimates estimates(LongTermBandit world, int n, long seed) {
        Log history = world.log(0, n, Policy.LOGGING);
        Log control = world.log(1, n, Policy.LOGGING);
        Log treated = world.log(2, n, Policy.EVALUATED);
        double[] all = expected(world, history, seed);
        SmallNetwork surrogate = SmallNetwork.fit(withSurrogates(history), X + S, history.reward(), 1, seed + 1);
        SmallNetwork classifier = actions(history, control, seed + 2);
        double[] known = withSurrogates(history);
        double[] short0 = withSurrogates(treated);
        double ips = 0;
        double dr = 0;
        double index = 0;
        double lope = 0;
        double experiment = 0;
        for (int i = 0; i < n; i++) {
            int at = i * A + history.action()[i];
            double weight = history.evaluated()[at] / history.logging()[at];
            double[] posterior = classifier.predict(known, i * (X + S));
            double model = 0;
            double marginal = 0;
            for (int a = 0; a < A; a++) {
                model += history.evaluated()[i * A + a] * all[i * A + a];
                marginal += posterior[a] * history.evaluated()[i * A + a] / history.logging()[i * A + a];
            }
            ips += weight * history.reward()[i] / n;
            dr += (weight * (history.reward()[i] - all[at]) + model) / n;
            lope += (marginal * (history.reward()[i] - all[at]) + model) / n;
            index += surrogate.predict(short0, i * (X + S))[0] / n;
            experiment += treated.reward()[i] / n;
        }
        return new Estimates(ips, dr, index, lope, experiment);
    }

    /** q̂(x, a) of all actions. */
    private static double[] expected(LongTermBandit world, Log log, long seed) {
        int n = log.size();
        double[] features = world.actionFeatures();
        double[] x = new double[n * (X + F)];
        for (int i = 0; i < n; i++) {
            System.arraycopy(log.context(), i * X, x, i * (X + F), X);
            System.arraycopy(features, log.action()[i] * F, x, i * (X + F) + X, F);
        }
        SmallNetwork network = SmallNetwork.fit(x, X + F, log.reward(), 1, seed);
        double[] all = new double[n * A];
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < A; a++) {
                System.arraycopy(features, a * F, x, i * (X + F) + X, F);
                all[i * A + a] = network.predict(x, i * (X + F))[0];
            }
        }
        return all;
    }

    /** P(a | x, s), from both logs of the logging policy. */
    private static SmallNetwork actions(Log history, Log control, long seed) {
        int n = history.size();
        double[] x = new double[2 * n * (X + S)];
        System.arraycopy(withSurrogates(history), 0, x, 0, n * (X + S));
        System.arraycopy(withSurrogates(control), 0, x, n * (X + S), n * (X + S));
        double[] classes = new double[2 * n];
        for (int i = 0; i < n; i++) {
            classes[i] = history.action()[i];
            classes[n + i] = control.action()[i];
        }
        return SmallNetwork.fit(x, X + S, classes, A, seed);
    }

    private static double[] withSurrogates(Log log) {
        double[] x = new double[log.size() * (X + S)];
        for (int i = 0; i < log.size(); i++) {
            System.arraycopy(log.context(), i * X, x, i * (X + S), X);
            System.arraycopy(log.surrogates(), i * S, x, i * (X + S) + X, S);
        }
        return x;
    }

    @Test
    void value_ofTwelveWorlds_isAsPublished() {
        // Published for one draw: 0.796 and 1.311; worlds differ by about 0.07.
        Sample.of(12, w -> LongTermBandit.of(w).value(Policy.LOGGING)).assertAgrees("W5 logging", 0.796, 0.07);
        Sample.of(12, w -> LongTermBandit.of(w).value(Policy.EVALUATED)).assertAgrees("W5 evaluated", 1.311, 0.07);
    }

    @Test
    void log_manyRows_ofEitherPolicyEarnsItsValue() {
        LongTermBandit world = LongTermBandit.of(3);
        for (Policy policy : Policy.values()) {
            Log log = world.log(5, 40_000, policy);
            Sample.of(40_000, i -> log.reward()[i]).assertAgrees(policy.name(), world.value(policy), 0);
        }
    }

    @Test
    void log_rowsOfOnePolicyWeightedForTheOther_tellTheOthersValue() {
        LongTermBandit world = LongTermBandit.of(4);
        Log log = world.log(6, 40_000, Policy.LOGGING);

        Sample.of(
                        40_000,
                        i -> log.evaluated()[i * A + log.action()[i]]
                                / log.logging()[i * A + log.action()[i]]
                                * log.reward()[i])
                .assertAgrees("weighted", world.value(Policy.EVALUATED), 0);
    }

    @Test
    void log_expectedRewards_areStandardisedAndPoliciesSumToOne() {
        Log log = LongTermBandit.of(5).log(0, 20_000, Policy.LOGGING);
        Sample expected = Sample.of(20_000 * A, i -> log.expected()[i]);

        assertThat(expected.mean()).isCloseTo(0, within(0.03));
        assertThat(expected.deviation()).isCloseTo(1, within(0.03));
        for (int i = 0; i < 100; i++) {
            double logging = 0;
            double evaluated = 0;
            for (int a = 0; a < A; a++) {
                logging += log.logging()[i * A + a];
                evaluated += log.evaluated()[i * A + a];
            }
            assertThat(logging).isCloseTo(1, within(1e-12));
            assertThat(evaluated).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void log_withNoDirectPath_rewardIsThatOfTheSurrogatesAlone() {
        Log through = LongTermBandit.of(6).withLambda(0).log(0, 500, Policy.LOGGING);
        Log past = LongTermBandit.of(6).withLambda(1).log(0, 500, Policy.LOGGING);
        Log both = LongTermBandit.of(6).log(0, 500, Policy.LOGGING);
        double[] sums = new double[5];
        for (int i = 0; i < 500 * A; i++) {
            double a = through.expected()[i];
            double b = past.expected()[i];
            sums[0] += a * a;
            sums[1] += b * b;
            sums[2] += a * b;
            sums[3] += a * both.expected()[i];
            sums[4] += b * both.expected()[i];
        }

        // q of λ = ½ is half of each, so that it lies as near to either.
        assertThat(sums[3] / Math.sqrt(sums[0]))
                .isCloseTo(sums[4] / Math.sqrt(sums[1]), within(0.02 * sums[3] / Math.sqrt(sums[0])));
        assertThat(Math.abs(sums[2])).isLessThan(0.5 * Math.sqrt(sums[0] * sums[1]));
    }

    @Test
    void log_sameNumber_sameRowsAndAnother_others() {
        LongTermBandit world = LongTermBandit.of(7);

        assertThat(world.log(1, 50, Policy.LOGGING).reward())
                .isEqualTo(world.log(1, 50, Policy.LOGGING).reward());
        assertThat(world.log(1, 50, Policy.LOGGING).reward())
                .isNotEqualTo(world.log(2, 50, Policy.LOGGING).reward());
        assertThat(LongTermBandit.of(8).log(1, 50, Policy.LOGGING).reward())
                .isNotEqualTo(world.log(1, 50, Policy.LOGGING).reward());
    }
}
