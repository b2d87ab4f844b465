package dev.longview.report;

import java.util.List;

/**
 * Lines over a common axis, with bands where points have intervals.
 *
 * @param title of the figure
 * @param description what it shows, for those who cannot see it
 * @param across label of the horizontal axis
 * @param up label of the vertical axis
 * @param measure of the vertical axis
 * @param series up to six are told apart by colour and dash
 */
public record LineChart(
        String title, String description, String across, String up, Measure measure, List<Series> series)
        implements Block {
    /** @param points by ascending x; one with a value that is not finite breaks the line */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** @param y value, with its interval where it has one */
    public record Point(double x, Interval y) {
        public static Point of(double x, double y) {
            return new Point(x, new Interval(y, Double.NaN, Double.NaN));
        }
    }

    public LineChart {
        series = List.copyOf(series);
        if (series.size() > 6) {
            throw new IllegalArgumentException("a line chart tells apart 6 series, not " + series.size());
        }
    }
}
