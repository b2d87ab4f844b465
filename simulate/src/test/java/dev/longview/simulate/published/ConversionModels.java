package dev.longview.simulate.published;

import dev.longview.simulate.Draws;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** The models that W6 was published with: logistic regressions by Newton's steps, and the delayed feedback model by EM. */
final class ConversionModels {
    private static final int WIDTH = DelayedConversions.FEATURES + 1;

    private ConversionModels() {}

    /** Weights, the intercept first, of a logistic regression on the cases used, with targets in [0, 1]. */
    static double[] logistic(DelayedConversions.Cases cases, IntPredicate used, IntToDoubleFunction target) {
        double[] weights = new double[WIDTH];
        for (int step = 0; step < 8; step++) {
            newton(cases, weights, used, (eta, i, out) -> {
                double p = Draws.logistic(eta);
                out[0] = target.applyAsDouble(i) - p;
                out[1] = p * (1 - p);
            });
        }
        return weights;
    }

    /**
     * Chapelle's delayed feedback model on the snapshot. E: a case without conversion is one to come with probability
     * pe^(−λa)/(1 − p + pe^(−λa)); M: one Newton step for p, and one for λ.
     */
    static double[] delayedFeedback(DelayedConversions.Cases cases) {
        double[] p = logistic(cases, i -> true, i -> cases.convertedByNow(i) ? 1 : 0);
        double[] rate = new double[WIDTH];
        rate[0] = -1;
        double[] converts = new double[cases.size()];
        for (int round = 0; round < 120; round++) {
            for (int i = 0; i < converts.length; i++) {
                double chance = Draws.logistic(eta(p, cases.x(), i));
                double late = chance * Math.exp(-Math.exp(eta(rate, cases.x(), i)) * cases.age()[i]);
                converts[i] = cases.convertedByNow(i) ? 1 : late / (1 - chance + late);
            }
            newton(cases, p, i -> true, (eta, i, out) -> {
                double now = Draws.logistic(eta);
                out[0] = converts[i] - now;
                out[1] = now * (1 - now);
            });
            newton(cases, rate, i -> true, (eta, i, out) -> {
                double time = Math.min(cases.delay()[i], cases.age()[i]);
                out[1] = converts[i] * Math.exp(eta) * time;
                out[0] = (cases.convertedByNow(i) ? 1 : 0) - out[1];
            });
        }
        return p;
    }

    /** Mean log loss on the final labels. */
    static double loss(DelayedConversions.Cases cases, IntToDoubleFunction probability) {
        double sum = 0;
        for (int i = 0; i < cases.size(); i++) {
            double p = probability.applyAsDouble(i);
            sum -= Math.log(cases.converts()[i] ? p : 1 - p);
        }
        return sum / cases.size();
    }

    static double eta(double[] weights, double[] x, int i) {
        double eta = weights[0];
        for (int j = 1; j < WIDTH; j++) {
            eta += weights[j] * x[i * DelayedConversions.FEATURES + j - 1];
        }
        return eta;
    }

    /** Fills the derivative of the log-likelihood by the linear predictor, and minus the second one. */
    @FunctionalInterface
    private interface Derivatives {
        void of(double eta, int i, double[] out);
    }

    private static void newton(DelayedConversions.Cases cases, double[] weights, IntPredicate used, Derivatives of) {
        double[][] information = new double[WIDTH][WIDTH];
        double[] gradient = new double[WIDTH];
        double[] out = new double[2];
        double[] x = new double[WIDTH];
        x[0] = 1;
        for (int i = 0; i < cases.size(); i++) {
            if (used.test(i)) {
                System.arraycopy(cases.x(), i * DelayedConversions.FEATURES, x, 1, DelayedConversions.FEATURES);
                of.of(eta(weights, cases.x(), i), i, out);
                for (int a = 0; a < WIDTH; a++) {
                    gradient[a] += out[0] * x[a];
                    for (int b = 0; b < WIDTH; b++) {
                        information[a][b] += out[1] * x[a] * x[b];
                    }
                }
            }
        }
        double[] step = LinearSystem.solve(information, gradient);
        Arrays.setAll(weights, a -> weights[a] + step[a]);
    }
}
