/**
 * A streaming service whose members' satisfaction is hidden from everything else in Longview.
 *
 * <p>In: {@link dev.longview.simulate.WorldParameters}, a seed, and for each account a {@link dev.longview.simulate.Recommender}. Out:
 * the tables of the log, as production would have written them, to a {@link dev.longview.simulate.LogSink}; and, apart from it, what
 * really became of each account to a {@link dev.longview.simulate.Truth}. Nothing of the second is in the first.
 *
 * <p>Every draw is a function of (seed, member, day, purpose, number), never of a stream: two runs under different recommenders share
 * their random numbers, and a result does not depend on the number of threads.
 *
 * <p>Start at {@link dev.longview.simulate.Simulation}. What is modelled, and what it cannot prove: docs/simulator.md.
 */
@NullMarked
package dev.longview.simulate;

import org.jspecify.annotations.NullMarked;
