/**
 * Policies: which items to show, with which probabilities.
 *
 * <p>In: labelled recommendations (features as served, propensities, a reward's reading and its weight). Out: an immutable model that
 * scores items for a member in a context, and an {@link dev.longview.policy.Exploration} that turns scores into a slate with exact
 * propensities. A learner knows nothing of what a reward means.
 *
 * <p>On top of a model, or without one: {@link dev.longview.policy.ItemEffects} believes something of each item from its own rows, whose
 * labels are replaced as their feedback arrives, and {@link dev.longview.policy.GaussianThompson} draws from such beliefs.
 */
@NullMarked
package dev.longview.policy;

import org.jspecify.annotations.NullMarked;
