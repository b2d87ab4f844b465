/**
 * What comes from outside: files of events, and public data sets, as rows of the log.
 *
 * <p>In: JSON Lines, CSV, text and JSON of Vowpal Wabbit, gzip or not. Out: batches of log rows to a sink, and a summary of what was
 * read, what was skipped and why, with the line of each. A malformed line never stops the rest.
 */
@NullMarked
package dev.longview.ingest;

import org.jspecify.annotations.NullMarked;
