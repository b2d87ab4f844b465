/**
 * Experiments: who is in which cell, and what the cells did to their members.
 *
 * <p>In: accounts and, for each metric, a value per account. Out: cells by hash, and comparisons with intervals, a sample-ratio check
 * beside them. Everything is computed from mergeable sums.
 */
@NullMarked
package dev.longview.experiment;

import org.jspecify.annotations.NullMarked;
