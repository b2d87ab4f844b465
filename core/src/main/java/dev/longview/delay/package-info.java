/**
 * Delayed feedback: what will the final outcome be, given what has been received by now?
 *
 * <p>In: assembled batches at landmark ages, finished and unfinished rows alike. {@link dev.longview.delay.DelayLearner} makes of them a
 * {@link dev.longview.delay.DelayModel}, which gives for each pending row a {@link dev.longview.reward.Forecast}: a distribution over
 * final values. {@link dev.longview.delay.DelayEvaluation} judges it on later decisions; {@link dev.longview.delay.DelayBytes} keeps it.
 *
 * <p>What is decided is never predicted, and what the definition rules out has probability exactly 0. The hazards are of receipt: the
 * delay that a trainer sees. Ages count from the decision, not from the outcome's clock; what tells of the clock is whether it has
 * started, and everything is conditional on that; of what ends with the next billing, how far that is ({@link dev.longview.delay.Clock}). A table of states is corrected by boosted trees where the definition says what they read
 * ({@link dev.longview.delay.BoostedEnds}); they are behind {@link dev.longview.delay.TreeLearner}, since core has no native code. A forecast
 * may be given the end of another outcome, and {@link dev.longview.delay.JointForecast} puts such forecasts together; else outcomes are taken
 * to be independent, given what is observed and that the origin happened.
 *
 * <p>How: Chain (states) ← Paths (rows of one recommendation) ← TransitionCounts ← Transitions (shrunk) ← Incidence (what it leads to).
 * What the silent would have said: {@link dev.longview.delay.OpinionModel}.
 * Trees: SampledPaths → Boosting (fractional imputation of unfinished paths, three sweeps) → BoostedEnds (continuation ratios).
 * van Houwelingen, Dynamic prediction by landmarking in event history analysis, Scandinavian Journal of Statistics 2007.
 */
@NullMarked
package dev.longview.delay;

import org.jspecify.annotations.NullMarked;
