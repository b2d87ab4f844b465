/**
 * Reports as one self-contained HTML file: no request leaves it, it reads on paper, on a telephone and in the dark.
 *
 * <p>In: a {@link dev.longview.report.Page} of immutable blocks (text, provenance, tables, plots). Out: a string, the same bytes for the
 * same page. It is written as well-formed XML, so that a test can parse it, and every text is escaped, so that an item called
 * {@code <script>} is only a name. Plots are SVG of our own, drawn once for a wide and once for a narrow screen.
 *
 * <p>Start at {@link dev.longview.report.Page}; {@link dev.longview.report.ExperimentPage} is a page as it is made.
 */
@NullMarked
package dev.longview.report;

import org.jspecify.annotations.NullMarked;
