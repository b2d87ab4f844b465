/**
 * A client of the serving station, for Java 11 and without dependencies.
 *
 * <p>In: visits and events. Out: slates, and what became of the events. Start at {@link dev.longview.client.LongviewClient}.
 */
@NullMarked
package dev.longview.client;

import org.jspecify.annotations.NullMarked;
