package dev.longview.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Draws a {@link LineChart} at a width. */
final class LineDrawing {
    private static final double FEW_POINTS = 25;

    private final LineChart chart;
    private final Svg svg;

    LineDrawing(LineChart chart, double width) {
        this.chart = chart;
        this.svg = new Svg(width);
    }

    void draw(Markup out, String id) {
        double top = Legend.draw(
                svg, chart.series().stream().map(LineChart.Series::name).toList(), Legend.Key.LINE);
        for (String line : Lettering.wrap(chart.up(), Svg.SMALL, svg.width(), 2)) {
            svg.text("start small", 0, top + 10, line);
            top += 16;
        }
        top += 8;
        double bottom = top + (svg.width() < Page.WIDE ? 200 : 280);
        double[] y = Axis.range(
                points().flatMap(p -> DoubleStream.of(p.y().value(), p.y().low(), p.y().high())
                                .boxed())
                        .mapToDouble(v -> v),
                0.05);
        // Zero belongs to the picture where it is near, and what is never negative has no axis below it.
        boolean negative = points().anyMatch(p -> p.y().value() < 0 || p.y().low() < 0);
        double low = !negative && y[0] < 0.4 * (y[1] - y[0]) ? 0 : y[0];
        Axis up = new Axis(low, y[1], bottom, top, chart.measure());
        List<Axis.Tick> upTicks = up.ticks(svg.width() < Page.WIDE ? 4 : 5);
        double left = 10
                + upTicks.stream()
                        .mapToDouble(tick -> Lettering.width(tick.label(), Svg.SMALL))
                        .max()
                        .orElse(0);
        double[] x = Axis.range(points().mapToDouble(LineChart.Point::x), 0);
        Axis across = new Axis(x[0], x[1], left, svg.width() - 12, Measure.PLAIN);
        for (Axis.Tick tick : upTicks) {
            svg.line("grid", left, tick.at(), svg.width() - 12, tick.at());
            svg.text("end small", left - 8, tick.at() + 4, tick.label());
        }
        svg.line("axis", left, bottom, svg.width() - 12, bottom);
        for (Axis.Tick tick : across.ticksThatFit(Svg.SMALL, svg.width())) {
            svg.line("axis", tick.at(), bottom, tick.at(), bottom + 4);
            svg.text("middle small", tick.labelAt(), bottom + 18, tick.label());
        }
        svg.text(
                "middle small",
                (left + svg.width() - 12) / 2,
                bottom + 36,
                Lettering.wrap(chart.across(), Svg.SMALL, svg.width() - left, 1).getFirst());
        for (int i = 0; i < chart.series().size(); i++) {
            band(chart.series().get(i).points(), i, across, up);
        }
        for (int i = 0; i < chart.series().size(); i++) {
            line(chart.series().get(i).points(), i, across, up);
        }
        svg.finish(out, id, bottom + 44, chart.title(), chart.description());
    }

    private Stream<LineChart.Point> points() {
        return chart.series().stream().flatMap(series -> series.points().stream());
    }

    private void band(List<LineChart.Point> points, int index, Axis across, Axis up) {
        int from = 0;
        while (from < points.size()) {
            int to = from;
            while (to < points.size() && points.get(to).y().told()) {
                to++;
            }
            if (to - from > 1) {
                StringBuilder path = new StringBuilder();
                for (int i = from; i < to; i++) {
                    step(
                            path,
                            across.at(points.get(i).x()),
                            up.at(points.get(i).y().high()));
                }
                for (int i = to - 1; i >= from; i--) {
                    step(
                            path,
                            across.at(points.get(i).x()),
                            up.at(points.get(i).y().low()));
                }
                svg.path("band b" + index, path.append('Z').toString());
            }
            from = to + 1;
        }
    }

    private void line(List<LineChart.Point> points, int index, Axis across, Axis up) {
        StringBuilder path = new StringBuilder();
        boolean broken = true;
        for (LineChart.Point point : points) {
            double y = point.y().value();
            if (!Double.isFinite(y)) {
                broken = true;
                continue;
            }
            path.append(broken ? "M" : "L")
                    .append(Svg.c(across.at(point.x())))
                    .append(' ')
                    .append(Svg.c(up.at(y)));
            broken = false;
            if (points.size() <= FEW_POINTS) {
                svg.circle("dot d" + index, across.at(point.x()), up.at(y), 2.8);
            }
        }
        if (!path.isEmpty()) {
            svg.path("series s" + index, path.toString());
        }
    }

    private static void step(StringBuilder path, double x, double y) {
        path.append(path.isEmpty() ? "M" : "L").append(Svg.c(x)).append(' ').append(Svg.c(y));
    }
}
