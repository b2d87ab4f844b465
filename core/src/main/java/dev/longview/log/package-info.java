/**
 * The log: what was shown, to whom, with what probability, and what came back.
 *
 * <p>{@link dev.longview.log.Table} is the schema, the one wall that nothing may move: six tables of plain columns, which any engine
 * and any data frame can read. {@link dev.longview.log.FeatureDefinition} declares the columns that a workspace adds (context, member
 * and item features, as they were when the decision was served).
 *
 * <p>Times are microseconds since 1970 in UTC. {@code time} is when something happened, {@code received} when the log got it: a
 * computation as of T sees only rows received by T.
 */
@NullMarked
package dev.longview.log;

import org.jspecify.annotations.NullMarked;
