/**
 * Columns of primitives: the shape in which rows move through Longview.
 *
 * <p>In: whatever an engine reads. Out: a {@link dev.longview.columns.Batch}, a few thousand rows as named, typed columns over plain
 * arrays, so that a loop over them allocates nothing per row and the same algorithm runs in one process or inside a cluster's
 * partitions. Text is dictionary-coded. A missing value is NaN in doubles, code −1 in text, and a mark of its own in integers and
 * booleans; it is never 0.
 *
 * <p>Start at {@link dev.longview.columns.Batch}; rows become batches through {@link dev.longview.columns.BatchBuilder}.
 */
@NullMarked
package dev.longview.columns;

import org.jspecify.annotations.NullMarked;
