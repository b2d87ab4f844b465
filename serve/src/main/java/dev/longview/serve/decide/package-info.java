/**
 * From a visit to a slate: which policy serves the account, its draw, and the row that is logged.
 *
 * <p>In: a visit, the policies in service and the catalogue as of a moment. Out: a decision with its propensities, and the lines by
 * which the log gets it: what {@code longview recommend} would have written. Everything that is in service at a moment is one immutable
 * {@link dev.longview.serve.decide.InService}; all use of core's scorers and samplers is in
 * {@link dev.longview.serve.decide.Drawing}.
 */
@NullMarked
package dev.longview.serve.decide;

import org.jspecify.annotations.NullMarked;
