package dev.longview.delay;

import java.util.List;

/**
 * How good a model's forecasts are, by age, on recommendations whose end is known and that could still change at that age.
 *
 * <p>Means are of the value itself for counts, sums, maxima and "occurred", and of whether it happened for times and labels.
 */
public record DelayReport(String outcome, List<AtAge> ages) {
    public DelayReport {
        ages = List.copyOf(ages);
    }

    /**
     * At one age, in microseconds. NaN where nothing was open.
     *
     * @param open recommendations that could still change
     * @param soFar the mean of what was received
     * @param forecast the mean of what was expected
     * @param truth the mean of what it came to
     * @param logLoss −mean log p(final level), in nats, p at least 1e-9
     * @param priorLogLoss the same of the training's shares of final levels, whatever the state and the age
     * @param calibrationError of p(the level still changes): mean |mean p − share that changed| over 20 groups of equal size
     * @param auc of p(the level still changes); NaN where all changed or none
     */
    public record AtAge(
            long age,
            long open,
            double soFar,
            double forecast,
            double truth,
            double logLoss,
            double priorLogLoss,
            double calibrationError,
            double auc) {}
}
