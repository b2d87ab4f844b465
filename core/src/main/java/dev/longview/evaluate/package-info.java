/**
 * Off-policy evaluation: what would a policy have earned on decisions that another policy made?
 *
 * <p>In: {@link dev.longview.evaluate.LoggedRewards}, columns of propensities, rewards and the account that each unit belongs to, with
 * a reward model's predictions where there is one. Out: a {@link dev.longview.evaluate.Result} per estimator, with a 95% interval
 * clustered by account and a {@link dev.longview.evaluate.Verdict}: where the log does not support the policy, no number is offered
 * as if it meant something.
 *
 * <p>A unit is a recommendation. A slate's value is the sum over its positions, weighed by marginal propensities (independent IPS: Li
 * et al., Offline evaluation of ranking policies with click models, KDD 2018).
 *
 * <p>Start at {@link dev.longview.evaluate.Report}, or at {@link dev.longview.evaluate.Estimator}; the formulas are those of Dudík et
 * al., Doubly robust policy evaluation and optimization (2014), unless a class says otherwise.
 */
@NullMarked
package dev.longview.evaluate;

import org.jspecify.annotations.NullMarked;
