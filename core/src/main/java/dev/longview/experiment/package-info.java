/**
 * Experiments: who is in which cell, and what the cells did to their members.
 *
 * <p>In: accounts and, for each metric, a value per account. Out: cells by hash, and comparisons with intervals, a sample-ratio check
 * beside them. Everything is computed from mergeable sums.
 *
 * <p>Start at {@link dev.longview.experiment.ExperimentReport}; {@link dev.longview.experiment.CellComparison} tells which method
 * compares what. Every interval's coverage is a test. An analysis holds for one look at a time fixed before: looking daily and stopping
 * at the first conclusive day is not covered yet, nor are many metrics at once.
 */
@NullMarked
package dev.longview.experiment;

import org.jspecify.annotations.NullMarked;
