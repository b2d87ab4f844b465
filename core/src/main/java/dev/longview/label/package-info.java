/**
 * Readings: what an early label says about an item, without the shrinkage of the forecast that made it.
 *
 * <p>A forecast that is pooled over items does not know an item's own effect θ, so its early labels are shrunk to the pool:
 * E[ŷ_a | θ] = p_a + ρ_a(θ − m), with noise of variance ν_a within an item, and an error of variance c_a that all rows of the item share.
 * In: recommendations whose final reward is known, each with what its label was at landmark ages. {@link
 * dev.longview.label.ReadingLearner} keeps mergeable sums of them by item and makes {@link dev.longview.label.Readings}, which turn the
 * label of a row of any age into a reading z = m + (ŷ − p_a)/ρ_a and a precision relative to a final label's. {@link
 * dev.longview.label.Posterior} adds readings up; {@link dev.longview.label.Waiting} tells what it costs not to use them yet.
 *
 * <p>Three numbers are never mixed: the standard deviation of y given what is observed (for explaining), ν (for learning), and the
 * variance of an imputation (for intervals).
 *
 * <p>How: Moments (one item) ← LandmarkSums (one age) ← LandmarkFit (errors in variables) ← Line (what came of it). Fuller, Measurement
 * error models, Wiley 1987, chapter 1.
 */
@NullMarked
package dev.longview.label;

import org.jspecify.annotations.NullMarked;
