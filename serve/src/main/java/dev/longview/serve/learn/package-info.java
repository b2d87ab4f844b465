/**
 * Learning while serving.
 *
 * <p>In: a station. Out: versions of its policies, each trained on what the log has by then (arrived feedback, and forecasts of what is
 * pending), checked by a {@link dev.longview.serve.learn.Gate}, and swapped in at once for all requests that begin afterwards. The stations
 * of {@code loop} do the work; {@link dev.longview.serve.learn.Continuous} is the clock that calls them.
 */
@NullMarked
package dev.longview.serve.learn;

import org.jspecify.annotations.NullMarked;
