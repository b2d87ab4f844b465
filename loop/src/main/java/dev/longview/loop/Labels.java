package dev.longview.loop;

/**
 * The labels of a batch, a row each: what a reward is expected to be, and what is known so far, told apart.
 *
 * @param expected E[r | what is observed], in units of the reward
 * @param sd its standard deviation; 0 where nothing is predicted
 * @param soFar the reward of what has been observed, as if nothing more would come
 * @param settled rows that no feedback can change any more
 * @param predicted rows whose expectation rests on a forecast
 */
public record Labels(double[] expected, double[] sd, double[] soFar, boolean[] settled, boolean[] predicted) {}
