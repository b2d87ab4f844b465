package dev.longview.loop;

/**
 * What labels were made.
 *
 * @param id equal for equal labels of equal rows
 * @param rows recommendations
 * @param settled of which no feedback can change the reward any more
 * @param predicted of which the expectation rests on a forecast
 * @param meanSoFar mean reward of what has been observed
 * @param meanExpected mean expected reward; the difference is what is predicted to come
 */
public record LabelSummary(String id, long rows, long settled, long predicted, double meanSoFar, double meanExpected) {}
