/**
 * Services that do not exist, in simulated time: what they have in common.
 *
 * <p>In: a {@link dev.longview.simulate.Service}, and for each account a {@link dev.longview.simulate.Recommender}. Out: the tables of the
 * log, as production would have written them, to a {@link dev.longview.simulate.LogSink}. Nothing hidden is in it.
 *
 * <p>Every draw is a function of (seed, subject, day, purpose, number), never of a stream ({@link dev.longview.simulate.Draws}): two runs
 * under different recommenders share their random numbers, and a result does not depend on the number of threads.
 *
 * <p>The rooms: {@code streaming} is our own world; {@code published} has worlds that others defined. What they can and cannot prove:
 * docs/simulator.md.
 */
@NullMarked
package dev.longview.simulate;

import org.jspecify.annotations.NullMarked;
