package dev.longview.report;

import java.util.List;

/** Draws {@link ShareBars} at a width. */
final class ShareDrawing {
    private static final double BAR = 22;
    private static final double GAP = 14;

    private final ShareBars bars;
    private final Svg svg;

    ShareDrawing(ShareBars bars, double width) {
        this.bars = bars;
        this.svg = new Svg(width);
    }

    void draw(Markup out, String id) {
        boolean narrow = svg.width() < Page.WIDE;
        double y = Legend.draw(svg, bars.parts(), Legend.Key.AREA) + 4;
        double labels = bars.bars().stream()
                .mapToDouble(bar -> Lettering.width(bar.label(), Svg.TEXT))
                .max()
                .orElse(0);
        double left = narrow ? 0 : Math.min(labels, 0.34 * svg.width()) + GAP;
        double right = svg.width() - 18;
        for (ShareBars.Bar bar : bars.bars()) {
            List<String> label = Lettering.wrap(bar.label(), Svg.TEXT, narrow ? svg.width() : left - GAP, 2);
            double height = Math.max(BAR, narrow ? BAR : label.size() * 17);
            double text = narrow ? y + 13 : y + height / 2 + 4.5 - (label.size() - 1) * 8.5;
            for (String line : label) {
                svg.text("start", 0, text, line);
                text += 17;
            }
            double top = narrow ? y + 3 + 17 * label.size() : y + (height - BAR) / 2;
            parts(bar, left, right, top);
            y = (narrow ? top + BAR : y + height) + 10;
        }
        Axis axis = new Axis(0, 1, left, right, Measure.PERCENT);
        svg.line("axis", left, y, right, y);
        for (Axis.Tick tick : axis.ticks(5)) {
            svg.line("axis", tick.at(), y, tick.at(), y + 4);
            svg.text((tick.at() == 0 ? "start" : "middle") + " small", tick.at(), y + 17, tick.label());
        }
        svg.finish(out, id, y + 24, bars.title(), bars.description());
    }

    private void parts(ShareBars.Bar bar, double left, double right, double top) {
        double sum = bar.values().stream().mapToDouble(v -> v).sum();
        if (!(sum > 0)) {
            svg.text("start small", left + 4, top + 15, "nothing");
            return;
        }
        double before = 0;
        for (int i = 0; i < bar.values().size(); i++) {
            double share = bar.values().get(i) / sum;
            double x = left + before * (right - left);
            double width = share * (right - left);
            if (share > 0) {
                svg.rectangle("area a" + i, x, top, width, BAR);
                String text = Numbers.fixed(100 * share, 0) + "%";
                if (Lettering.width(text, Svg.SMALL) + 6 < width) {
                    svg.text("middle small on" + i, x + width / 2, top + 15, text);
                }
            }
            before += share;
        }
    }
}
