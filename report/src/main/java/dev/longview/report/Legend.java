package dev.longview.report;

import java.util.List;

/** Names beside their colours, in lines that wrap. */
final class Legend {
    /** What stands before a name. */
    enum Key {
        LINE,
        AREA
    }

    private static final double KEY = 22;
    private static final double LINE = 20;

    private Legend() {}

    /** Draws from the top, and returns the y below it. */
    static double draw(Svg svg, List<String> names, Key key) {
        double x = 0;
        double y = 14;
        for (int i = 0; i < names.size(); i++) {
            String name = Lettering.wrap(names.get(i), Svg.TEXT, svg.width() - KEY - 8, 1)
                    .getFirst();
            double length = KEY + 8 + Lettering.width(name, Svg.TEXT);
            if (x > 0 && x + length > svg.width()) {
                x = 0;
                y += LINE;
            }
            switch (key) {
                case LINE -> svg.line("series s" + i, x, y - 4.5, x + KEY, y - 4.5);
                case AREA -> svg.rectangle("area a" + i, x + 6, y - 11, 14, 13);
            }
            svg.text("start", x + KEY + 6, y, name);
            x += length + 16;
        }
        return y + 10;
    }
}
