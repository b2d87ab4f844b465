/**
 * Outcomes: what a recommendation led to, as far as it is known at a moment.
 *
 * <p>{@link dev.longview.outcome.OutcomeDefinition} says how feedback is summed up (occurred, count, sum, time-to-first, last
 * category), from when its clock runs and for how long. An engine turns definitions and the log into an assembled batch: a row for each
 * recommendation, with columns named as in {@link dev.longview.outcome.Assembled}. Each outcome has a value and a
 * {@link dev.longview.outcome.State}: pending (it can still change) or final (it cannot).
 *
 * <p>{@link dev.longview.outcome.Condition} says which events count: text in, a checked tree out, which an engine renders and a reference
 * evaluates; {@link dev.longview.outcome.ConditionScope} says what it may read.
 */
@NullMarked
package dev.longview.outcome;

import org.jspecify.annotations.NullMarked;
