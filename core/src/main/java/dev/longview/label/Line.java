package dev.longview.label;

import java.util.Arrays;

/**
 * How labels of one age and item type follow from what items are worth: E[ŷ | θ, x] = predicted + predictedEffects·x + slope·(θ − mean),
 * where a final reward has E[y | θ, x] = θ + effects·x, and x are covariates less their means.
 *
 * @param rows recommendations that it was estimated from
 * @param items items of at least two rows among them
 * @param mean the mean of items' final rewards, m
 * @param effects of the covariates on final rewards
 * @param predicted the mean of items' labels, p
 * @param predictedEffects of the covariates on labels
 * @param slope ρ
 * @param slopeError its standard error, of the items that were drawn
 * @param noise variance of labels within an item, ν
 * @param shared variance of the error that the rows of an item share, c
 * @param itemVariance variance of θ among items, τ²
 * @param finalNoise variance of final rewards within an item
 */
public record Line(
        long rows,
        int items,
        double mean,
        double[] effects,
        double predicted,
        double[] predictedEffects,
        double slope,
        double slopeError,
        double noise,
        double shared,
        double itemVariance,
        double finalNoise) {

    /** ρ²/(ν + nc) of one of n rows, relative to a final label's. */
    double precision(double cohort) {
        double variance = noise + Math.max(1, cohort) * shared;
        return variance > 0 ? slope * slope * finalNoise / variance : 0;
    }

    /** This line where {@code ahead} of the way to the next is still to go. */
    Line towards(Line next, double ahead) {
        return new Line(
                rows,
                items,
                mix(ahead, mean, next.mean),
                mix(ahead, effects, next.effects),
                mix(ahead, predicted, next.predicted),
                mix(ahead, predictedEffects, next.predictedEffects),
                mix(ahead, slope, next.slope),
                mix(ahead, slopeError, next.slopeError),
                mix(ahead, noise, next.noise),
                mix(ahead, shared, next.shared),
                mix(ahead, itemVariance, next.itemVariance),
                mix(ahead, finalNoise, next.finalNoise));
    }

    Line keeping(int[] columns) {
        return new Line(
                rows,
                items,
                mean,
                kept(effects, columns),
                predicted,
                kept(predictedEffects, columns),
                slope,
                slopeError,
                noise,
                shared,
                itemVariance,
                finalNoise);
    }

    static double[] kept(double[] of, int[] columns) {
        return Arrays.stream(columns).mapToDouble(column -> of[column]).toArray();
    }

    private static double mix(double ahead, double here, double there) {
        return ahead * here + (1 - ahead) * there;
    }

    private static double[] mix(double ahead, double[] here, double[] there) {
        double[] mixed = new double[here.length];
        for (int j = 0; j < mixed.length; j++) {
            mixed[j] = mix(ahead, here[j], there[j]);
        }
        return mixed;
    }
}
