package dev.longview.report;

/** A drawing in progress: shapes by class, so that the page's style sheet decides on colours. */
final class Svg {
    static final double TEXT = 13;
    static final double SMALL = 11.5;

    private final Markup shapes = new Markup();
    private final double width;

    Svg(double width) {
        this.width = width;
    }

    double width() {
        return width;
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        shapes.empty("line", "class", style, "x1", c(x1), "y1", c(y1), "x2", c(x2), "y2", c(y2))
                .line();
        return this;
    }

    Svg rectangle(String style, double x, double y, double w, double h) {
        shapes.empty("rect", "class", style, "x", c(x), "y", c(y), "width", c(Math.max(0, w)), "height", c(h))
                .line();
        return this;
    }

    Svg circle(String style, double x, double y, double radius) {
        shapes.empty("circle", "class", style, "cx", c(x), "cy", c(y), "r", c(radius))
                .line();
        return this;
    }

    Svg path(String style, String d) {
        shapes.empty("path", "class", style, "d", d).line();
        return this;
    }

    /** A text whose style holds its anchor: start, middle or end. */
    Svg text(String style, double x, double y, String text) {
        shapes.element("text", text, "class", style, "x", c(x), "y", c(y)).line();
        return this;
    }

    void finish(Markup out, String id, double height, String title, String description) {
        out.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + c(width) + " " + c(height),
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc");
        out.element("title", title, "id", id + "-title");
        out.element("desc", description, "id", id + "-desc").line();
        out.append(shapes).close();
    }

    static String c(double value) {
        return Numbers.coordinate(value);
    }
}
