package dev.longview.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateTest {
    private static final List<Estimator> UNBIASED = List.of(
            InversePropensity.withDefaults(),
            SelfNormalised.withDefaults(),
            DoublyRobust.withDefaults(),
            SelfNormalisedDoublyRobust.withDefaults());

    /** Values by Open Bandit Pipeline 0.5.5. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny_7x3", "binary_2000x5"})
    void estimate_sharedCase_equalsThePublishedPointValue(String name) throws IOException {
        Path folder = shared("cases/evaluate");
        LoggedRewards logged = caseOf(Files.readAllLines(folder.resolve(name + ".csv")));
        String text = Files.readString(folder.resolve("expected.json"));
        String expected = text.substring(text.indexOf("\"" + name + "\": {"));

        assertNear(DirectMethod.withDefaults().estimate(logged).value(), number(expected, "dm"));
        assertNear(UNBIASED.get(0).estimate(logged).value(), number(expected, "ipw"));
        assertNear(UNBIASED.get(1).estimate(logged).value(), number(expected, "snipw"));
        assertNear(UNBIASED.get(2).estimate(logged).value(), number(expected, "dr"));
        assertNear(UNBIASED.get(3).estimate(logged).value(), number(expected, "sndr"));
        Result ips = UNBIASED.get(0).estimate(logged);
        assertNear(ips.meanWeight(), number(expected, "mean"));
        assertNear(ips.largestWeight(), number(expected, "max"));
        assertNear(ips.effectiveSize(), number(expected, "ess"));
    }

    @Test
    void interval_over1000SimulatedLogsOfClusteredRewards_coversTheTruthAtItsNominalRate() {
        int logs = 1000;
        int[] covered = new int[UNBIASED.size()];
        double[] sum = new double[UNBIASED.size()];
        double[] sumOfSquares = new double[UNBIASED.size()];
        for (int log = 0; log < logs; log++) {
            LoggedRewards logged = simulate(log, 100, 10);
            for (int e = 0; e < covered.length; e++) {
                Result result = UNBIASED.get(e).estimate(logged);
                covered[e] += result.low() <= TRUTH && TRUTH <= result.high() ? 1 : 0;
                sum[e] += result.value();
                sumOfSquares[e] += result.value() * result.value();
            }
        }
        // 4 binomial standard errors at n = 1,000, and half a point for t's approximation to a sum of unequal clusters.
        double tolerance = 4 * Math.sqrt(0.95 * 0.05 / logs) + 0.005;
        for (int e = 0; e < covered.length; e++) {
            String name = UNBIASED.get(e).name();
            double mean = sum[e] / logs;
            double error = Math.sqrt((sumOfSquares[e] / logs - mean * mean) / logs);
            assertThat((double) covered[e] / logs).as(name).isCloseTo(0.95, within(tolerance));
            // The simulated model is wrong by construction: DR's mean must be right all the same.
            assertThat(mean).as(name).isCloseTo(TRUTH, within(4 * error));
        }
    }

    @Test
    void verdict_womenRandomFromThompsonLog_isUnusable() throws IOException {
        Path file = shared("data/open-bandit").resolve("bts_women.csv.gz");
        LoggedRewards logged = openBandit(file, 46);
        Result result = SelfNormalised.withDefaults().estimate(logged);
        assertThat(result.meanWeight()).isCloseTo(3.1, within(0.1));
        assertThat(result.effectiveSize()).isBetween(1.0, 3.0);
        for (Report.Line line : Report.of(logged).lines()) {
            assertThat(line.result().verdict()).as(line.estimator()).isInstanceOf(Verdict.Unusable.class);
        }
        assertThat(Report.of(logged).sentence()).contains("cannot tell");
    }

    @Test
    void verdict_propensitiesTooSmallByAFifth_isUnusable() {
        int n = 20_000;
        LoggedRewards logged = constant(n, 0.5, 0.4);
        assertThat(SelfNormalised.withDefaults().estimate(logged).verdict()).isInstanceOf(Verdict.Unusable.class);
        assertThat(SelfNormalised.withDefaults().estimate(constant(n, 0.4, 0.4)).verdict())
                .isInstanceOf(Verdict.Usable.class);
    }

    @Test
    void estimate_emptyLog_isUnusableAndNotAnException() {
        LoggedRewards none = LoggedRewards.of(new double[0], new double[0], new double[0], new int[0]);
        for (Report.Line line : Report.of(none).lines()) {
            assertThat(line.result().verdict()).isInstanceOf(Verdict.Unusable.class);
        }
    }

    @Test
    void of_propensityIsZeroOrNaN_isRefusedWithTheRow() {
        for (double p : new double[] {0, Double.NaN, -0.1, 1.5}) {
            assertThatThrownBy(() ->
                            LoggedRewards.of(new double[] {0.5}, new double[] {p}, new double[] {1}, new int[] {0}))
                    .hasMessageContaining("unit 0");
        }
    }

    @Test
    void inSlatesOf_threePositions_isTheSumOverPositions() {
        LoggedRewards flat = simulate(7, 30, 9);
        Result perUnit = InversePropensity.withDefaults().estimate(flat);
        Result perDecision = InversePropensity.withDefaults().estimate(flat.inSlatesOf(3));
        assertThat(perDecision.value()).isCloseTo(3 * perUnit.value(), within(1e-12));
        assertThat(perDecision.high() - perDecision.low())
                .isCloseTo(3 * (perUnit.high() - perUnit.low()), within(1e-12));
    }

    /** The target shows anything in one context of two alone, and there the better item always. */
    @Test
    void estimate_targetLeavesPositionsEmpty_countsThemAsNothingAndDoubtsNoWeights() {
        var random = new SplittableRandom(11);
        int n = 20_000;
        double[] target = new double[n];
        double[] filled = new double[n];
        double[] half = new double[n];
        double[] reward = new double[n];
        double[] qTarget = new double[n];
        Arrays.fill(half, 0.5);
        for (int i = 0; i < n; i++) {
            filled[i] = random.nextInt(2);
            int item = random.nextInt(2);
            target[i] = filled[i] * item;
            reward[i] = 2 + item + random.nextGaussian(0, 0.5);
            qTarget[i] = filled[i];
        }
        // The model is off by 2 wherever anything is shown.
        LoggedRewards logged = LoggedRewards.of(
                        target, half, reward, IntStream.range(0, n).toArray())
                .withModel(target, qTarget)
                .withFilled(filled);
        assertThat(logged.meanFilled()).isCloseTo(0.5, within(0.02));
        for (Estimator estimator : UNBIASED) {
            Result result = estimator.estimate(logged);
            assertThat(result.verdict()).as(estimator.name()).isInstanceOf(Verdict.Usable.class);
            assertThat(result.low()).as(estimator.name()).isLessThan(1.5);
            assertThat(result.high()).as(estimator.name()).isGreaterThan(1.5);
            assertThat(result.high() - result.low()).as(estimator.name()).isLessThan(0.15);
        }
        // Twice what is due is doubted as ever.
        Verdict doubted = InversePropensity.withDefaults()
                .estimate(LoggedRewards.of(
                                half, half, reward, IntStream.range(0, n).toArray())
                        .withFilled(half))
                .verdict();
        assertThat(doubted.sentence()).contains("unusable", "from 0.500, as the policy leaves");
    }

    @Test
    void weightSums_mergedFromParts_equalTheWhole() {
        WeightSums parts = WeightSums.NONE.plus(1).plus(3).merge(WeightSums.NONE.plus(4));
        assertThat(parts).isEqualTo(WeightSums.NONE.plus(4).plus(3).plus(1));
        assertThat(parts.effectiveSize()).isCloseTo(64.0 / 26, within(1e-12));
    }

    @Test
    void frequencyPolicy_crossFitted_leavesOutTheAccountsOwnRows() {
        var folds = new CrossFit(5, 1);
        int n = 400;
        int[] item = IntStream.range(0, n).map(i -> i * i % 7 % 3).toArray();
        int[] position = IntStream.range(0, n).map(i -> i % 2).toArray();
        long[] account = IntStream.range(0, n).asLongStream().map(i -> i / 4).toArray();
        var policy = FrequencyPolicy.of(item, position, account, 3, 2, 6, folds);
        int fold = folds.fold(account[10]);
        int rows = 0;
        int shown = 0;
        for (int i = 0; i < n; i++) {
            if (position[i] == 1 && folds.fold(account[i]) != fold) {
                rows++;
                shown += item[i] == 2 ? 1 : 0;
            }
        }
        assertThat(rows).isBetween(1, n / 2 - 1);
        assertThat(policy.probability(2, 1, account[10])).isCloseTo((shown + 2.0) / (rows + 6.0), within(1e-15));
        double sum =
                IntStream.range(0, 3).mapToDouble(i -> policy.probability(i, 0)).sum();
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void compareWithUniform_uniformAndSkewedLogs_tellsThemApart() {
        var random = new SplittableRandom(3);
        int n = 5000;
        int[] zero = new int[n];
        int[] even = random.ints(n, 0, 10).toArray();
        int[] skewed = IntStream.of(even)
                .map(i -> i == 9 && random.nextBoolean() ? 0 : i)
                .toArray();
        long[] account = IntStream.range(0, n).asLongStream().toArray();
        var folds = new CrossFit(2, 0);
        assertThat(FrequencyPolicy.of(even, zero, account, 10, 1, 1, folds)
                        .compareWithUniform()
                        .pValue())
                .isGreaterThan(0.001);
        assertThat(FrequencyPolicy.of(skewed, zero, account, 10, 1, 1, folds)
                        .compareWithUniform()
                        .pValue())
                .isLessThan(1e-9);
    }

    /** Σ_a π(a|x) E[r | x, a] of {@link #simulate}: x is 0 or 1 evenly, and the account's effect has mean 0. */
    private static final double TRUTH = 0.5 * (0.7 * 0.2 + 0.3 * 0.9) + 0.5 * (0.2 * 0.5 + 0.8 * 0.4);

    private static LoggedRewards simulate(long seed, int accounts, int each) {
        double[][] logging = {{0.4, 0.6}, {0.5, 0.5}};
        double[][] target = {{0.7, 0.3}, {0.2, 0.8}};
        double[][] mean = {{0.2, 0.9}, {0.5, 0.4}};
        double[] wrong = {0.6, 0.1};
        var random = new SplittableRandom(seed);
        int n = accounts * each;
        double[] pi = new double[n];
        double[] beta = new double[n];
        double[] reward = new double[n];
        double[] qLogged = new double[n];
        double[] qTarget = new double[n];
        int[] account = new int[n];
        for (int g = 0; g < accounts; g++) {
            double effect = random.nextGaussian(0, 0.5);
            for (int i = g * each; i < (g + 1) * each; i++) {
                int x = random.nextInt(2);
                int a = random.nextDouble() < logging[x][0] ? 0 : 1;
                pi[i] = target[x][a];
                beta[i] = logging[x][a];
                reward[i] = mean[x][a] + effect + random.nextGaussian(0, 0.3);
                qLogged[i] = wrong[a];
                qTarget[i] = target[x][0] * wrong[0] + target[x][1] * wrong[1];
                account[i] = g;
            }
        }
        return LoggedRewards.of(pi, beta, reward, account).withModel(qLogged, qTarget);
    }

    private static LoggedRewards constant(int n, double target, double logged) {
        double[] pi = new double[n];
        double[] beta = new double[n];
        Arrays.fill(pi, target);
        Arrays.fill(beta, logged);
        return LoggedRewards.of(pi, beta, new double[n], IntStream.range(0, n).toArray());
    }

    private static LoggedRewards caseOf(List<String> lines) {
        int n = lines.size() - 1;
        int actions = (lines.getFirst().split(",").length - 4) / 3;
        double[][] c = new double[5][n];
        for (int i = 0; i < n; i++) {
            double[] v = Pattern.compile(",")
                    .splitAsStream(lines.get(i + 1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            int a = (int) v[0];
            c[0][i] = v[4 + actions + a];
            c[1][i] = v[2];
            c[2][i] = v[1];
            c[3][i] = v[4 + 2 * actions + a];
            for (int k = 0; k < actions; k++) {
                c[4][i] += v[4 + actions + k] * v[4 + 2 * actions + k];
            }
        }
        return LoggedRewards.of(c[0], c[1], c[2], IntStream.range(0, n).toArray())
                .withModel(c[3], c[4]);
    }

    private static LoggedRewards openBandit(Path file, int items) throws IOException {
        try (var reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String[]> rows =
                    reader.lines().skip(1).map(line -> line.split(",", 7)).toList();
            double[] target = rows.stream().mapToDouble(row -> 1.0 / items).toArray();
            double[] logged =
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[5])).toArray();
            double[] click =
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[4])).toArray();
            return LoggedRewards.of(
                    target, logged, click, IntStream.range(0, click.length).toArray());
        }
    }

    private static Path shared(String path) {
        String property = System.getProperty("longview.shared");
        String root = System.getProperty("longview.root", "..");
        Path folder = property != null ? Path.of(property) : Path.of(root).resolveSibling("shared");
        Path found = folder.resolve(path);
        assumeTrue(Files.isDirectory(found), () -> "no shared files at " + found + "; set -Dlongview.shared");
        return found;
    }

    private static double number(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": ([-0-9.eE]+)").matcher(json);
        assertThat(matcher.find()).as(key).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static void assertNear(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-10 * Math.abs(expected)));
    }

    /** Plenty of units, and three clicks among them: what the interval leaves out has not happened yet. */
    @Test
    void estimate_fewRewardedUnits_isWeakHoweverManyUnits() {
        int n = 20_000;
        double[] target = new double[n];
        double[] reward = new double[n];
        int[] account = new int[n];
        for (int i = 0; i < n; i++) {
            target[i] = 0.5;
            reward[i] = i < 3 ? 1 : 0;
            account[i] = i;
        }
        Result few = SelfNormalised.withDefaults().estimate(LoggedRewards.of(target, target, reward, account));
        assertThat(few.verdict().sentence()).contains("weak", "about 3 rewarded units");
        Arrays.fill(reward, 0, 300, 1);
        Result many = SelfNormalised.withDefaults().estimate(LoggedRewards.of(target, target, reward, account));
        assertThat(many.verdict()).isInstanceOf(Verdict.Usable.class);
    }
}
