/**
 * Items while they change: what is known of each, and since when.
 *
 * <p>In: rows of the log's items, as they are read or received. Out: the catalogue as of a moment, the same that an engine reads from
 * the log as of it; and what was known of an item when an event about it was received.
 */
@NullMarked
package dev.longview.serve.item;

import org.jspecify.annotations.NullMarked;
