/**
 * The calibration sheet of a simulated service: what came of its parameters, measured, beside what they were meant to give.
 *
 * <p>In: the rows of a run's log and its truth, as they are made ({@link dev.longview.simulate.sheet.Measured}); only counts are kept. Out:
 * {@link dev.longview.simulate.sheet.Sheet}: rates with intervals and the ranges that they should lie in, curves, and retention's four
 * drawbacks as a metric, in numbers.
 */
@NullMarked
package dev.longview.simulate.sheet;

import org.jspecify.annotations.NullMarked;
