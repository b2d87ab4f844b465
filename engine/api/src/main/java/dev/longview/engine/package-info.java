/**
 * Where rows live and are joined.
 *
 * <p>In: batches of log rows, published as segments. Out: assembled batches, a row for each recommendation with its outcomes as of a
 * moment. {@link dev.longview.engine.Engine} is the whole interface: few verbs, so that one machine and a cluster can both be behind it.
 */
@NullMarked
package dev.longview.engine;

import org.jspecify.annotations.NullMarked;
