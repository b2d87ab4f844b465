package dev.longview.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.simulate.published.DelayedConversions;
import dev.longview.simulate.published.DelayedConversions.Cases;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The literature's models as they are defined, and where they must lead when nothing is late. */
class ConversionBaselinesTest {
    private static final double[] TRUTH = {-1.2, 0.8, -0.6, 0.4, 0, 0.3};

    /** The same cases, long ago. */
    private static Cases old(Cases cases) {
        double[] age = new double[cases.size()];
        Arrays.fill(age, 1e4);
        return new Cases(cases.x(), cases.converts(), cases.delay(), age);
    }

    @Test
    void gradient_ofTheDelayedFeedbackModel_isThatOfTheLikelihood() {
        Cases cases = DelayedConversions.cases(3, 500);
        Random random = new Random(1);
        double[] both = random.doubles(12, -0.5, 0.5).toArray();
        double[] gradient = model(both).gradient(cases);
        double step = 1e-5;
        for (int j = 0; j < 12; j++) {
            double[] up = both.clone();
            double[] down = both.clone();
            up[j] += step;
            down[j] -= step;
            double slope = (model(up).logLikelihood(cases) - model(down).logLikelihood(cases)) / (2 * step);
            assertThat(gradient[j]).isCloseTo(slope, within(1e-4));
        }
    }

    private static ConversionBaselines.DelayedFeedback model(double[] both) {
        return new ConversionBaselines.DelayedFeedback(Arrays.copyOf(both, 6), Arrays.copyOfRange(both, 6, 12));
    }

    @Test
    void delayedFeedback_fitted_isAtTheTopOfItsLikelihoodAndNearTheTruth() {
        Cases cases = DelayedConversions.cases(4, 20_000);
        ConversionBaselines.DelayedFeedback fitted = ConversionBaselines.delayedFeedback(cases);
        for (double slope : fitted.gradient(cases)) {
            assertThat(slope).isCloseTo(0, within(0.01));
        }
        // Four standard errors or more.
        assertThat(fitted.converts()).containsExactly(TRUTH, within(0.12));
        assertThat(fitted.rate()).containsExactly(new double[] {-1.6, 0.3, 0.5, -0.4, 0.2, 0}, within(0.12));
    }

    /** When every conversion has come, each must find what a logistic regression on final labels finds. */
    @Test
    void baselines_nothingLate_areNearTheModelOfKnownLabels() {
        Cases cases = old(DelayedConversions.cases(5, 20_000));
        double[] known = ConversionBaselines.logistic(cases, i -> true, i -> cases.converts()[i] ? 1 : 0);
        assertThat(known).containsExactly(TRUTH, within(0.08));
        assertThat(ConversionBaselines.delayedFeedback(cases).converts()).containsExactly(known, within(1e-3));
        assertThat(ConversionBaselines.fakeNegativesWeighted(cases)).containsExactly(known, within(0.05));
        assertThat(ConversionBaselines.elapsedTimeSampling(cases, 3, 15)).containsExactly(known, within(0.05));
    }

    @Test
    void fakeNegativesWeighted_fitted_isAFixedPoint() {
        Cases cases = DelayedConversions.cases(6, 5_000);
        double[] weights = ConversionBaselines.fakeNegativesWeighted(cases);
        double[] x = ConversionBaselines.rows(cases);
        double[] slope = new double[6];
        for (int i = 0; i < cases.size(); i++) {
            double p = Logistic.sigmoid(Logistic.eta(weights, x, i));
            double pull = (cases.convertedByNow(i) ? (1 + p) * (1 - p) : 0) - (1 - p) * (1 + p) * p;
            for (int j = 0; j < 6; j++) {
                slope[j] += pull * x[i * 6 + j];
            }
        }
        assertThat(slope).containsExactly(new double[6], within(1e-3));
    }

    /** One in ten of who is left converts in each bin, whatever the features: 1 − 0.9ᵏ in k bins. */
    @Test
    void hazards_ofATenthInEachBin_giveWhatIsLeft() {
        int n = 40_000;
        double[] delay = new double[n];
        boolean[] converts = new boolean[n];
        Random random = new Random(7);
        for (int i = 0; i < n; i++) {
            int bin = 0;
            while (bin < 16 && random.nextInt(10) > 0) {
                bin++;
            }
            converts[i] = bin < 16;
            delay[i] = converts[i]
                    ? (ConversionHazards.EDGES[bin] + ConversionHazards.EDGES[bin + 1]) / 2
                    : Double.POSITIVE_INFINITY;
        }
        Cases seen = DelayedConversions.cases(8, n);
        Cases cases = new Cases(seen.x(), converts, delay, seen.age());
        ConversionHazards hazards = ConversionHazards.fit(cases);
        double all = 0;
        double four = 0;
        for (int i = 0; i < 1_000; i++) {
            all += hazards.later(cases, i, 0) / 1_000;
            four += hazards.later(cases, i, 15) / 1_000;
        }
        // From day 15 on four bins are left.
        assertThat(all).isCloseTo(1 - Math.pow(0.9, 16), within(0.02));
        assertThat(four).isCloseTo(1 - Math.pow(0.9, 4), within(0.04));
        assertThat(hazards.later(cases, 0, 28)).isEqualTo(0);
    }
}
