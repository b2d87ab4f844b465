/**
 * Worlds that others defined and measured, behind the same seam as ours: what a method does here can be compared with what was
 * published, and nobody can say that the world was built to suit it.
 *
 * <p>Each has a core, which computes on columns of primitives and knows the truth, and most have a
 * {@link dev.longview.simulate.Service}, which lets any recommender run in it and writes the log that a product would get. The truth is
 * in the core or goes to a sink of its own; nothing of it is in the log.
 *
 * <ul>
 *   <li>{@link dev.longview.simulate.published.ImpatientShows}: feedback that takes sixty days (W1; with a moving catalogue, W2)
 *   <li>{@link dev.longview.simulate.published.ChocolateKale}: what engages now and tires later (W3)
 *   <li>{@link dev.longview.simulate.published.InterestEvolution}: quality that costs or gives time (W4)
 *   <li>{@link dev.longview.simulate.published.LongTermBandit}: what surrogates tell of a later reward (W5)
 *   <li>{@link dev.longview.simulate.published.DelayedConversions}: labels that come late (W6)
 *   <li>{@link dev.longview.simulate.published.Completions}: a forecast whose best is known exactly (W7)
 *   <li>{@link dev.longview.simulate.published.LoggedDecisions}: a log to learn a policy from (W8)
 *   <li>{@link dev.longview.simulate.published.ProxyExperiments}: which of many proxies stands for the north star (W9)
 * </ul>
 *
 * <p>The figures that each reproduces, and those that it does not: docs/worlds.md.
 */
@NullMarked
package dev.longview.simulate.published;

import org.jspecify.annotations.NullMarked;
