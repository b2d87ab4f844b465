/**
 * Delayed feedback: what will the final outcome be, given what has been received by now?
 *
 * <p>In: assembled batches at landmark ages, finished and unfinished rows alike. Out: a model that gives, for each pending outcome of a
 * row, a {@link dev.longview.reward.Forecast}: a distribution over final values. What is decided is never predicted. The hazards are of
 * receipt: the delay that a trainer sees.
 *
 * <p>van Houwelingen, Dynamic prediction by landmarking in event history analysis, Scandinavian Journal of Statistics 2007.
 */
@NullMarked
package dev.longview.delay;

import org.jspecify.annotations.NullMarked;
