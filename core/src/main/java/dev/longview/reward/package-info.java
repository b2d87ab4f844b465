/**
 * Rewards: versioned functions of outcomes, r(member, item), written in a small, typed, total language.
 *
 * <p>In: a {@link dev.longview.reward.RewardDefinition}, the outcomes and the features that the workspace declares. Out: a checked, compiled
 * {@link dev.longview.reward.Reward} that evaluates batches of outcomes, knows which outcomes it needs, its range, whether a row is
 * settled, and its expectation under a {@link dev.longview.reward.Forecast} of what is pending; or a list of problems, each with a
 * caret and advice.
 *
 * <p>Start at {@link dev.longview.reward.Reward}. Compiler takes a reward part by part through {@link dev.longview.syntax} (to an
 * Expression), Checker and Names (types), Ranges (interval analysis: what could fail is refused), Constants (conditions that never vary)
 * and Columnar (loops over arrays). Completions are what pending outcomes may still become; Settlement looks at all of them, Expectation
 * weighs them. Attributes are what is asked of features.
 */
@NullMarked
package dev.longview.reward;

import org.jspecify.annotations.NullMarked;
