/**
 * The serving station: recommend, listen, learn, and lose nothing.
 *
 * <p>In: visits, feedback, items and memberships, as JSON objects, from any number of threads. Out: slates with their propensities, and
 * rows of the log, durable before anyone is answered. {@link dev.longview.serve.Station} is the whole of it without HTTP; what it keeps
 * in memory ({@link dev.longview.serve.Present}) is rebuilt from the log at start.
 */
@NullMarked
package dev.longview.serve;

import org.jspecify.annotations.NullMarked;
