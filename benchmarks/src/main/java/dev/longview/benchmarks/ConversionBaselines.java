package dev.longview.benchmarks;

import dev.longview.simulate.published.DelayedConversions;
import dev.longview.simulate.published.DelayedConversions.Cases;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the literature does about delayed conversions, each with logistic regressions on the same features, from one snapshot. All return
 * weights, the intercept first.
 *
 * <p>Chapelle, Modeling delayed feedback in display advertising, KDD 2014. Ktena et al., Addressing delayed feedback for continuous
 * training with neural networks in CTR prediction, RecSys 2019. Yang et al., Capturing delayed feedback in conversion rate prediction via
 * elapsed-time sampling, AAAI 2021.
 */
final class ConversionBaselines {
    static final int COLUMNS = DelayedConversions.FEATURES + 1;
    private static final int ROUNDS = 300;
    private static final double STILL = 1e-9;

    private ConversionBaselines() {}

    /** A 1 and the features of each case. */
    static double[] rows(Cases cases) {
        double[] x = new double[cases.size() * COLUMNS];
        for (int i = 0; i < cases.size(); i++) {
            x[i * COLUMNS] = 1;
            System.arraycopy(
                    cases.x(), i * DelayedConversions.FEATURES, x, i * COLUMNS + 1, DelayedConversions.FEATURES);
        }
        return x;
    }

    /** On the cases that are used, with targets in [0, 1]. */
    static double[] logistic(Cases cases, IntPredicate used, IntToDoubleFunction target) {
        return Logistic.fit(COLUMNS, rows(cases), each(cases, target), each(cases, i -> used.test(i) ? 1 : 0));
    }

    static double[] each(Cases cases, IntToDoubleFunction of) {
        return IntStream.range(0, cases.size()).mapToDouble(of).toArray();
    }

    private static double now(Cases cases, int i) {
        return cases.convertedByNow(i) ? 1 : 0;
    }

    /**
     * The delayed feedback model: p = σ(w·x), delays exponential with rate exp(v·x).
     *
     * @param converts w
     * @param rate v
     */
    record DelayedFeedback(double[] converts, double[] rate) {
        /** Of what the snapshot shows: log p + log λ − λd of a conversion after d, log(1 − p + p·exp(−λa)) of none by age a. */
        double logLikelihood(Cases cases) {
            double[] x = rows(cases);
            double sum = 0;
            for (int i = 0; i < cases.size(); i++) {
                double p = Logistic.sigmoid(Logistic.eta(converts, x, i));
                double log = Logistic.eta(rate, x, i);
                sum += cases.convertedByNow(i)
                        ? Math.log(p) + log - Math.exp(log) * cases.delay()[i]
                        : Math.log(1 - p + p * Math.exp(-Math.exp(log) * cases.age()[i]));
            }
            return sum;
        }

        /** Its derivatives by w, then by v. */
        double[] gradient(Cases cases) {
            double[] x = rows(cases);
            double[] gradient = new double[2 * COLUMNS];
            for (int i = 0; i < cases.size(); i++) {
                double p = Logistic.sigmoid(Logistic.eta(converts, x, i));
                double lambda = Math.exp(Logistic.eta(rate, x, i));
                boolean now = cases.convertedByNow(i);
                double time = now ? cases.delay()[i] : cases.age()[i];
                double late = p * Math.exp(-lambda * time);
                double comes = now ? 1 : late / (1 - p + late);
                for (int j = 0; j < COLUMNS; j++) {
                    gradient[j] += (comes - p) * x[i * COLUMNS + j];
                    gradient[COLUMNS + j] += ((now ? 1 : 0) - comes * lambda * time) * x[i * COLUMNS + j];
                }
            }
            return gradient;
        }
    }

    /** By EM: who has not converted is one to come with the posterior probability; then one Newton step for p and one for λ. */
    static DelayedFeedback delayedFeedback(Cases cases) {
        double[] x = rows(cases);
        double[] converts = logistic(cases, i -> true, i -> now(cases, i));
        double[] rate = new double[COLUMNS];
        rate[0] = -1;
        double[] ones = new double[cases.size()];
        Arrays.fill(ones, 1);
        double[] comes = new double[cases.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < comes.length; i++) {
                double p = Logistic.sigmoid(Logistic.eta(converts, x, i));
                double late = p * Math.exp(-Math.exp(Logistic.eta(rate, x, i)) * cases.age()[i]);
                comes[i] = cases.convertedByNow(i) ? 1 : late / (1 - p + late);
            }
            double change = Logistic.step(COLUMNS, x, comes, ones, converts);
            change = Math.max(change, Logistic.step(COLUMNS, x, rate, (i, eta, out) -> {
                out[1] = comes[i] * Math.exp(eta) * Math.min(cases.delay()[i], cases.age()[i]);
                out[0] = now(cases, i) - out[1];
            }));
            if (change < STILL) {
                break;
            }
        }
        return new DelayedFeedback(converts, rate);
    }

    /**
     * Fake negatives, weighted: every case counts at once as a failure with weight (1 − p)(1 + p), and, when it converts, once more as a
     * success with weight 1 + p; p is the model's own, taken as given.
     */
    static double[] fakeNegativesWeighted(Cases cases) {
        int n = cases.size();
        double[] one = rows(cases);
        double[] x = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, x, one.length, one.length);
        double[] target = new double[2 * n];
        Arrays.fill(target, n, 2 * n, 1);
        double[] weight = new double[2 * n];
        double[] weights = logistic(cases, i -> true, i -> now(cases, i));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < n; i++) {
                double p = Logistic.sigmoid(Logistic.eta(weights, one, i));
                weight[i] = (1 - p) * (1 + p);
                weight[n + i] = cases.convertedByNow(i) ? 1 + p : 0;
            }
            if (Logistic.step(COLUMNS, x, target, weight, weights) < STILL) {
                break;
            }
        }
        return weights;
    }

    /**
     * Elapsed-time sampling: a case is taken when it is as old as the window, with the label that it has then, and once more as a success
     * when it converts later. Successes weigh 1 + p(late), failures (1 + p(late))·p(real | none in the window), both by logistic
     * regressions on the cases of which the label is known for long.
     *
     * @param window days
     * @param mature days: the age from which the label so far is taken for the final one by those two
     */
    static double[] elapsedTimeSampling(Cases cases, double window, double mature) {
        int n = cases.size();
        double[] one = rows(cases);
        IntPredicate old = i -> cases.age()[i] >= mature;
        IntPredicate late = i -> cases.convertedByNow(i) && cases.delay()[i] > window;
        double[] comesLate = logistic(cases, old, i -> late.test(i) ? 1 : 0);
        double[] real =
                logistic(cases, i -> old.test(i) && cases.delay()[i] > window, i -> cases.convertedByNow(i) ? 0 : 1);
        double[] x = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, x, one.length, one.length);
        double[] target = new double[2 * n];
        double[] weight = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double success = 1 + Logistic.sigmoid(Logistic.eta(comesLate, one, i));
            boolean taken = cases.age()[i] >= window;
            boolean soon = cases.delay()[i] <= window;
            target[i] = soon ? 1 : 0;
            weight[i] = !taken ? 0 : soon ? success : success * Logistic.sigmoid(Logistic.eta(real, one, i));
            target[n + i] = 1;
            weight[n + i] = taken && late.test(i) ? success : 0;
        }
        return Logistic.fit(COLUMNS, x, target, weight);
    }
}
