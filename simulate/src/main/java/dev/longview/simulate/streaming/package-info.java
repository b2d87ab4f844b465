/**
 * A streaming service whose members' satisfaction is hidden from everything else in Longview.
 *
 * <p>In: {@link dev.longview.simulate.streaming.WorldParameters}, a seed, and for each account a recommender. Out: the log; and, apart from
 * it, what really became of each account to a {@link dev.longview.simulate.streaming.Truth}. Nothing of the second is in the first.
 *
 * <p>Start at {@link dev.longview.simulate.streaming.Simulation}. What is modelled: docs/simulator.md.
 */
@NullMarked
package dev.longview.simulate.streaming;

import org.jspecify.annotations.NullMarked;
