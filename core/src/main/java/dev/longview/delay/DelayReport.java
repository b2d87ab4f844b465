package dev.longview.delay;

import java.util.List;
import java.util.Optional;

/**
 * How good a model's forecasts are, by age, on recommendations whose end is known and that could still change at that age.
 *
 * <p>Means are of the value itself for counts, sums, maxima and "occurred", and of whether it happened for times and labels.
 *
 * @param silence that the outcome has stopped arriving
 */
public record DelayReport(String outcome, List<AtAge> ages, Optional<Silence> silence) {
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
     * @param soFarLogLoss the same of taking what was received for the end, with 1 in a thousand for any other
     * @param calibrationError of p(the level still changes): mean |mean p − share that changed| over 20 groups of equal size
     * @param itemBias Σ |Σ forecast − Σ truth| / n, the inner sums being over an item's recommendations: a learner compares items
     * @param itemNoise what that would be of forecasts that are right: √(2/π) Σ √(Σ variance) / n, by the variances that were forecast
     * @param auc of p(the level still changes); NaN where all changed or none
     * @param arrived the share of recommendations in which something had been received by this age, open or not, of those in which
     *     something was in the end; NaN where nothing ever was
     * @param reliability p(the level still changes) against how often it did, in up to ten groups
     */
    public record AtAge(
            long age,
            long open,
            double soFar,
            double forecast,
            double truth,
            double logLoss,
            double priorLogLoss,
            double soFarLogLoss,
            double calibrationError,
            double auc,
            double itemBias,
            double itemNoise,
            double arrived,
            List<Group> reliability) {
        public AtAge {
            reliability = List.copyOf(reliability);
        }
    }

    /**
     * Recommendations of which about the same was predicted.
     *
     * @param predicted the mean probability
     * @param observed the share that came so
     * @param low of its 95% interval
     * @param high of its 95% interval
     */
    public record Group(long size, double predicted, double observed, double low, double high) {}
}
