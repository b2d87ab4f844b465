package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CellComparisonTest {
    private static final CellComparison COMPARISON = CellComparison.withDefaults();

    /** Every case with one stratum, but proportions (theirs are Welch's on p(1 − p)) and ratios with a covariate. */
    @Test
    void compare_casesOfGbstats_hasTheirDifferencesAndPValues() throws IOException {
        int compared = 0;
        for (JsonNode c : Cases.read("gbstats_suite_frequentist.json").get("cases")) {
            JsonNode stats = c.get("stats").get(0);
            String kind = stats.get(0).get("type").asText();
            boolean fits = c.get("method").asText().equals("TwoSidedTTest")
                    && c.get("stats").size() == 1
                    && c.get("result").get("errorMessage").isNull()
                    && (kind.equals("SampleMeanStatistic")
                            || kind.equals("RatioStatistic")
                            || kind.equals("RegressionAdjustedStatistic"));
            if (!fits) {
                continue;
            }
            Observed a = observed(kind, stats.get(0));
            Observed b = observed(kind, stats.get(1));
            JsonNode result = c.get("result");
            double expected = result.get("expected").asDouble();
            Comparison comparison = COMPARISON.compare(a, b);
            if (c.get("config").get("difference_type").asText().equals("absolute")) {
                assertThat(comparison.difference().value()).isCloseTo(expected, relative(expected));
                double p = c.get("pValueFromSurvivalFunction").asDouble();
                assertThat(comparison.pValue()).as(c.get("test").asText()).isCloseTo(p, relative(p));
                double low = result.get("ci").get(0).asDouble();
                assertThat(comparison.difference().low()).isCloseTo(low, relative(low));
                double high = result.get("ci").get(1).asDouble();
                assertThat(comparison.difference().high()).isCloseTo(high, relative(high));
            } else {
                relativeByDelta(
                        a, b, kind, expected, result.get("uplift").get("stddev").asDouble());
                if (!kind.equals("RegressionAdjustedStatistic")) {
                    assertThat(comparison.relative().value()).isCloseTo(expected, relative(expected));
                }
            }
            compared++;
        }
        assertThat(compared).isEqualTo(19);
    }

    /** Their relative error is the delta method's, which is not ours; from our levels and variances it must still
     * come out. Of their adjusted metrics only the difference is compared: their error of it is not spelled out. */
    private static void relativeByDelta(Observed a, Observed b, String kind, double expected, double error) {
        PairSums control = sums(a);
        PairSums treatment = sums(b);
        MeanPair pair = kind.equals("RatioStatistic")
                ? MeanPair.ratios(control, treatment)
                : kind.equals("SampleMeanStatistic")
                        ? MeanPair.values(control, treatment)
                        : MeanPair.adjusted(control, treatment, theirs(control, treatment));
        double base = control.mean();
        if (kind.equals("RatioStatistic")) {
            base = pair.control();
        }
        assertThat((pair.treatment() - pair.control()) / base).isCloseTo(expected, relative(expected));
        double variance = pair.controlVariance() + pair.treatmentVariance() - 2 * pair.covariance();
        if (kind.equals("RegressionAdjustedStatistic")) {
            MeanPair ours = MeanPair.adjusted(control, treatment);
            assertThat(ours.controlVariance() + ours.treatmentVariance() - 2 * ours.covariance())
                    .as("θ from within the cells leaves the least variance")
                    .isLessThanOrEqualTo(variance);
            return;
        }
        double level = pair.treatment();
        double squared =
                pair.treatmentVariance() / (base * base) + pair.controlVariance() * level * level / Math.pow(base, 4);
        assertThat(Math.sqrt(squared)).isCloseTo(error, relative(error));
    }

    /** The slope over both cells thrown together. */
    private static double theirs(PairSums control, PairSums treatment) {
        PairSums both = control.merge(treatment);
        return both.covariance() / both.otherVariance();
    }

    @Test
    void compare_farInTheTail_keepsThePValue() {
        PairSums a = new PairSums(10_000, 0, 0, 9_999, 0, 0);
        PairSums b = new PairSums(10_000, 0.16, 0, 9_999, 0, 0);
        // t = 0.16/√(2/10,000) = 11.31; the density's tail gives about 1.4e-29.
        double p = COMPARISON
                .compare(new Observed.Values(a), new Observed.Values(b))
                .pValue();
        assertThat(p).isBetween(1e-30, 1e-28);
        double shares = COMPARISON
                .compare(new Observed.Proportion(1_000, 10_000), new Observed.Proportion(1_600, 10_000))
                .pValue();
        assertThat(shares).isBetween(1e-45, 1e-30);
    }

    @Test
    void ratioVariance_casesOfNumpy_isTheirDeltaMethod() throws IOException {
        for (JsonNode c : Cases.read("delta_method_ratio.json").get("cases")) {
            double n = c.get("n").asDouble();
            double m = c.get("sum_m").asDouble();
            double d = c.get("sum_d").asDouble();
            PairSums sums = new PairSums(
                    (long) n,
                    m / n,
                    d / n,
                    c.get("sum_mm").asDouble() - m * m / n,
                    c.get("sum_dd").asDouble() - d * d / n,
                    c.get("sum_md").asDouble() - m * d / n);
            double expected = c.get("var_delta").asDouble();
            assertThat(MeanPair.ratioVariance(sums)).isCloseTo(expected, within(1e-10 * expected));
            assertThat(sums.mean() / sums.otherMean()).isCloseTo(c.get("ratio").asDouble(), within(1e-12));
        }
    }

    /** Newcombe (1998), table II, method 10. */
    @Test
    void compare_proportionsOfNewcombesTable_hasItsIntervals() {
        assertInterval(56, 70, 48, 80, 0.0524, 0.3339);
        assertInterval(9, 10, 3, 10, 0.1705, 0.8090);
        assertInterval(10, 10, 0, 10, 0.6075, 1.0000);
        assertInterval(0, 10, 0, 20, -0.1611, 0.2775);
    }

    private static void assertInterval(int x1, int n1, int x2, int n2, double low, double high) {
        Estimate difference = COMPARISON
                .compare(new Observed.Proportion(x2, n2), new Observed.Proportion(x1, n1))
                .difference();
        assertThat(difference.low()).isCloseTo(low, within(5.1e-5));
        assertThat(difference.high()).isCloseTo(high, within(5.1e-5));
    }

    /** The p-value, the difference's interval and the relative one must never disagree on whether there is an effect. */
    @Test
    void compare_randomCells_agreesWithItselfAtEveryLevel() {
        var random = new SplittableRandom(11);
        for (int trial = 0; trial < 500; trial++) {
            int n = 5 + random.nextInt(200);
            int m = 5 + random.nextInt(200);
            Observed a = new Observed.Proportion(random.nextInt(n + 1), n);
            Observed b = new Observed.Proportion(random.nextInt(m + 1), m);
            agree(a, b);
            var x = new PairSums.Accumulator();
            var y = new PairSums.Accumulator();
            for (int i = 0; i < n; i++) {
                double covariate = random.nextGaussian();
                x.add(3 + random.nextGaussian() + covariate, covariate);
                y.add(3.3 + random.nextGaussian() + covariate, covariate + 0.1);
            }
            agree(new Observed.Values(x.sums()), new Observed.Values(y.sums()));
            agree(new Observed.Adjusted(x.sums()), new Observed.Adjusted(y.sums()));
        }
    }

    private static void agree(Observed a, Observed b) {
        for (double level : new double[] {0.5, 0.95, 0.999}) {
            Comparison c = COMPARISON.withLevel(level).compare(a, b);
            boolean inside = c.difference().contains(0);
            assertThat(c.pValue() >= 1 - level).as("%s %s %s", a, b, c).isEqualTo(inside);
            assertThat(c.relative().low() <= 0 && c.relative().high() >= 0)
                    .as("%s %s %s", a, b, c)
                    .isEqualTo(inside);
        }
    }

    /** The interval is what the test accepts: at its ends |b − ρa| is exactly t standard errors of b − ρa. */
    @Test
    void relative_ofAnAdjustedMetric_invertsTheTest() {
        var random = new SplittableRandom(5);
        var x = new PairSums.Accumulator();
        var y = new PairSums.Accumulator();
        for (int i = 0; i < 300; i++) {
            double covariate = random.nextGaussian();
            x.add(1 + random.nextGaussian() + covariate, covariate);
            y.add(1.2 + random.nextGaussian() + covariate, covariate);
        }
        MeanPair pair = MeanPair.adjusted(x.sums(), y.sums());
        double t = TDistribution.of(pair.degrees()).inverseSurvivalProbability(0.025);
        Estimate relative = pair.relative(0.95);
        for (double end : new double[] {relative.low(), relative.high()}) {
            double rho = 1 + end;
            double error = Math.sqrt(
                    pair.treatmentVariance() - 2 * rho * pair.covariance() + rho * rho * pair.controlVariance());
            assertThat(Math.abs(pair.treatment() - rho * pair.control())).isCloseTo(t * error, within(1e-10));
        }
    }

    @Test
    void relative_controlCannotBeToldFromZero_isUnbounded() {
        PairSums a = new PairSums(100, 0.1, 0, 9_900, 0, 0);
        PairSums b = new PairSums(100, 5, 0, 99, 0, 0);
        Comparison comparison = COMPARISON.compare(new Observed.Values(a), new Observed.Values(b));
        assertThat(comparison.relative().high()).isInfinite();
        assertThat(comparison.difference().low()).isFinite();
    }

    @Test
    void compare_noVariation_isUntold() {
        Observed constant = new Observed.Values(new PairSums(10, 1, 0, 0, 0, 0));
        Comparison comparison = COMPARISON.compare(constant, constant);
        assertThat(comparison.verdict()).isInstanceOf(Verdict.Untold.class);
        assertThat(comparison.pValue()).isNaN();
        assertThat(COMPARISON
                        .compare(new Observed.Proportion(0, 0), new Observed.Proportion(1, 2))
                        .verdict()
                        .sentence())
                .isEqualTo("cannot be told: a cell without accounts");
    }

    @Test
    void compare_differentKinds_isRefused() {
        assertThatThrownBy(
                        () -> COMPARISON.compare(new Observed.Values(PairSums.NONE), new Observed.Ratio(PairSums.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("observed as Values, the other cell as Ratio");
    }

    private static Observed observed(String kind, JsonNode stat) {
        return switch (kind) {
            case "SampleMeanStatistic" -> {
                double n = stat.get("n").asDouble();
                double sum = stat.get("sum").asDouble();
                double squares = stat.get("sum_squares").asDouble() - sum * sum / n;
                yield new Observed.Values(new PairSums((long) n, sum / n, 0, squares, 0, 0));
            }
            case "RatioStatistic" ->
                new Observed.Ratio(pair(
                        stat,
                        "m_statistic",
                        "d_statistic",
                        stat.get("m_d_sum_of_products").asDouble()));
            default ->
                new Observed.Adjusted(pair(
                        stat,
                        "post_statistic",
                        "pre_statistic",
                        stat.get("post_pre_sum_of_products").asDouble()));
        };
    }

    private static PairSums pair(JsonNode stat, String first, String second, double products) {
        PairSums x = sums(observed("SampleMeanStatistic", part(stat, first)));
        PairSums y = sums(observed("SampleMeanStatistic", part(stat, second)));
        double n = x.count();
        return new PairSums(
                x.count(), x.mean(), y.mean(), x.squares(), y.squares(), products - n * x.mean() * y.mean());
    }

    private static JsonNode part(JsonNode stat, String name) {
        JsonNode part = stat.get(name);
        // A proportion's squares are its values.
        return part.has("sum_squares")
                ? part
                : ((com.fasterxml.jackson.databind.node.ObjectNode) part)
                        .put("sum_squares", part.get("sum").asDouble());
    }

    private static PairSums sums(Observed observed) {
        return switch (observed) {
            case Observed.Values(PairSums sums) -> sums;
            case Observed.Ratio(PairSums sums) -> sums;
            case Observed.Adjusted(PairSums sums) -> sums;
            case Observed.Proportion other -> throw new AssertionError(other);
            case Observed.Retained other -> throw new AssertionError(other);
        };
    }

    private static Offset<Double> relative(double value) {
        return within(Math.max(1e-300, 1e-9 * Math.abs(value)));
    }
}
