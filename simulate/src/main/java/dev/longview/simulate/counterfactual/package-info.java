/**
 * What would have happened otherwise: the same world run twice, with the same luck.
 *
 * <p>In: two {@link dev.longview.simulate.counterfactual.Course}s of one world that differ in what is recommended, or in one thing that
 * happens. Out: an {@link dev.longview.simulate.counterfactual.Effect}: how much satisfaction and how many retained months the difference
 * is worth, with an interval. This is the truth that rewards, labels and policies are judged by; it never looks at a reward's formula.
 *
 * <p>Common random numbers [1]: every draw of a world is a function of who, when and what for, so that two runs differ only where the
 * difference reaches. An account that it does not reach contributes exactly zero.
 *
 * <p>Start at {@link dev.longview.simulate.counterfactual.RollOut}.
 *
 * <p>[1] Owen, Monte Carlo theory, methods and examples, section 8.6.
 */
@NullMarked
package dev.longview.simulate.counterfactual;

import org.jspecify.annotations.NullMarked;
