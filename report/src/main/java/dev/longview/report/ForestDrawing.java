package dev.longview.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** Draws a {@link ForestPlot} at a width: labels left, whiskers in the middle, numbers right; where it is narrow, labels above. */
final class ForestDrawing {
    private static final double GAP = 14;
    private static final double LINE = 17;
    private static final double HEAD = 24;
    private static final double AXIS = 30;
    private static final double BETWEEN = 22;

    private final ForestPlot plot;
    private final Svg svg;
    private final boolean narrow;
    private final double left;
    private final double right;

    ForestDrawing(ForestPlot plot, double width) {
        this.plot = plot;
        this.svg = new Svg(width);
        this.narrow = width < Page.WIDE;
        double labels = plot.panels().stream()
                .flatMap(panel -> panel.rows().stream())
                .mapToDouble(row -> Lettering.width(row.label(), Svg.TEXT))
                .max()
                .orElse(0);
        double numbers = plot.panels().stream()
                .flatMap(panel -> panel.rows().stream().map(row -> numbers(panel, row)))
                .mapToDouble(text -> Lettering.width(text, Svg.TEXT))
                .max()
                .orElse(0);
        this.left = narrow ? GAP : Math.min(labels, 0.34 * width) + GAP;
        this.right = width - (narrow ? GAP : numbers + GAP);
    }

    void draw(Markup out, String id) {
        double y = 0;
        for (int i = 0; i < plot.panels().size(); i++) {
            y = panel(plot.panels().get(i), y + (i == 0 ? 0 : BETWEEN));
        }
        svg.finish(out, id, y, plot.title(), plot.description());
    }

    private double panel(ForestPlot.Panel panel, double top) {
        boolean differences = panel.kind() == ForestPlot.Kind.DIFFERENCES;
        DoubleStream zero = differences ? DoubleStream.of(0) : DoubleStream.empty();
        // An arrow must not end in the point that it starts from.
        boolean unbounded = panel.rows().stream()
                .map(ForestPlot.Row::interval)
                .anyMatch(i -> Double.isInfinite(i.low()) || Double.isInfinite(i.high()));
        double[] range = Axis.range(
                DoubleStream.concat(
                        zero,
                        panel.rows().stream()
                                .map(ForestPlot.Row::interval)
                                .flatMapToDouble(i -> DoubleStream.of(i.value(), i.low(), i.high()))),
                unbounded ? 0.15 : 0.04);
        Axis axis = new Axis(range[0], range[1], left, right, panel.measure());
        double y = top + HEAD;
        for (String line : Lettering.wrap(panel.title(), Svg.TEXT, svg.width(), 2)) {
            svg.text("start head", 0, y - 8, line);
            y += LINE;
        }
        y -= LINE;
        double bottom =
                y + panel.rows().stream().mapToDouble(row -> height(panel, row)).sum();
        List<Axis.Tick> ticks = axis.ticksThatFit(Svg.SMALL, svg.width());
        for (Axis.Tick tick : ticks) {
            svg.line("grid", tick.at(), y, tick.at(), bottom);
        }
        if (differences) {
            svg.line("zero", axis.at(0), y, axis.at(0), bottom);
        }
        for (ForestPlot.Row row : panel.rows()) {
            row(panel, row, axis, y);
            y += height(panel, row);
        }
        svg.line("axis", left, bottom, right, bottom);
        for (Axis.Tick tick : ticks) {
            svg.line("axis", tick.at(), bottom, tick.at(), bottom + 4);
            svg.text("middle small", tick.labelAt(), bottom + 17, tick.label());
        }
        return bottom + AXIS;
    }

    private void row(ForestPlot.Panel panel, ForestPlot.Row row, Axis axis, double top) {
        List<String> label = label(row);
        String numbers = numbers(panel, row);
        double height = height(panel, row);
        double y = narrow ? top + 16 : top + height / 2 + 4.5 - (label.size() - 1) * LINE / 2;
        for (String line : label) {
            svg.text("start over", 0, y, line);
            y += LINE;
        }
        if (narrow) {
            // Beside the label where both fit, else on a line of its own.
            boolean beside = fitsBeside(label, numbers);
            svg.text("end number over", svg.width(), beside ? top + 16 : y, numbers);
        } else {
            svg.text("end number over", svg.width(), top + height / 2 + 4.5, numbers);
        }
        whisker(panel, row.interval(), axis, narrow ? top + height - 12 : top + height / 2);
    }

    private void whisker(ForestPlot.Panel panel, Interval interval, Axis axis, double y) {
        boolean differences = panel.kind() == ForestPlot.Kind.DIFFERENCES;
        boolean clear = !differences || interval.low() > 0 || interval.high() < 0;
        String style = clear ? "clear" : "unclear";
        if (interval.told()) {
            svg.line("whisker " + style, axis.at(interval.low()), y, axis.at(interval.high()), y);
            end(style, axis.at(interval.low()), y, Double.isInfinite(interval.low()) ? -1 : 0);
            end(style, axis.at(interval.high()), y, Double.isInfinite(interval.high()) ? 1 : 0);
        }
        if (Double.isFinite(interval.value())) {
            svg.circle("point " + style, axis.at(interval.value()), y, 4.5);
        }
    }

    /** A stroke, or an arrow where the interval goes on. */
    private void end(String style, double x, double y, int arrow) {
        if (arrow == 0) {
            svg.line("whisker " + style, x, y - 4, x, y + 4);
        } else {
            String back = Svg.c(x - 6 * arrow);
            svg.path(
                    "arrow " + style,
                    "M" + back + " " + Svg.c(y - 5) + "L" + Svg.c(x) + " " + Svg.c(y) + "L" + back + " "
                            + Svg.c(y + 5));
        }
    }

    private double height(ForestPlot.Panel panel, ForestPlot.Row row) {
        List<String> label = label(row);
        if (!narrow) {
            return Math.max(28, label.size() * LINE + 10);
        }
        return (label.size() + (fitsBeside(label, numbers(panel, row)) ? 0 : 1)) * LINE + 26;
    }

    private boolean fitsBeside(List<String> label, String numbers) {
        return label.size() == 1 && Lettering.width(label.getFirst() + numbers, Svg.TEXT) + GAP <= svg.width();
    }

    private List<String> label(ForestPlot.Row row) {
        return Lettering.wrap(row.label(), Svg.TEXT, narrow ? svg.width() : left - GAP, 2);
    }

    private static String numbers(ForestPlot.Panel panel, ForestPlot.Row row) {
        // All rows of a panel with the decimals of its narrowest interval.
        double narrowest = panel.rows().stream()
                .map(ForestPlot.Row::interval)
                .mapToDouble(i -> panel.measure().shown(i.high() - i.low()))
                .filter(width -> width > 0 && Double.isFinite(width))
                .min()
                .orElse(Double.NaN);
        return Numbers.interval(
                row.interval(),
                panel.measure(),
                Numbers.decimals(narrowest),
                panel.kind() == ForestPlot.Kind.DIFFERENCES);
    }
}
