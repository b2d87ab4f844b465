/**
 * Policies: which items to show, with which probabilities.
 *
 * <p>In: labelled recommendations (features as served, propensities, a reward's reading and its weight). Out: an immutable model that
 * scores items for a member in a context, and an {@link dev.longview.policy.Exploration} that turns scores into a slate with exact
 * propensities. A learner knows nothing of what a reward means.
 */
@NullMarked
package dev.longview.policy;

import org.jspecify.annotations.NullMarked;
