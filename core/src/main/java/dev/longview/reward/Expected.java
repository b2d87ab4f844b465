package dev.longview.reward;

/**
 * Rewards under predictions of what is pending, a row each.
 *
 * @param mean E[r], in units of the reward
 * @param sd its standard deviation under the forecasts; 0 where nothing was predicted
 * @param error the standard error of the mean where it was estimated by draws, since there were too many combinations to enumerate; else
 *     0. It comes from the ends that were drawn: one rarer than about three in {@value Expectation#DRAWS} may be among none of them, and a
 *     reward that is huge there is then missed by mean, deviation and error alike
 * @param predicted whether a forecast took part; where not, the mean is the reward of the outcomes so far
 */
public record Expected(double[] mean, double[] sd, double[] error, boolean[] predicted) {}
