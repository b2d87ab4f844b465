package dev.longview.reward;

/**
 * Rewards under predictions of what is pending, a row each.
 *
 * @param mean E[r], in units of the reward
 * @param sd its standard deviation under the forecasts; 0 where nothing was predicted
 * @param predicted whether a forecast took part; where not, the mean is the reward of the outcomes so far
 */
public record Expected(double[] mean, double[] sd, boolean[] predicted) {}
