package dev.longview.report;

import java.util.List;

/**
 * Values as points with their intervals as whiskers, in panels that have a scale each.
 *
 * @param title of the figure
 * @param description what it shows, for those who cannot see it
 */
public record ForestPlot(String title, String description, List<Panel> panels) implements Block {
    /** What a panel's values are. */
    public enum Kind {
        /** Differences: signed, around a line at 0; an interval that leaves out 0 is drawn filled. */
        DIFFERENCES,
        /** Levels: no line. */
        LEVELS
    }

    /** @param title with the metric's unit, where it has one */
    public record Panel(String title, Kind kind, Measure measure, List<Row> rows) {
        public Panel {
            rows = List.copyOf(rows);
        }
    }

    public record Row(String label, Interval interval) {}

    public ForestPlot {
        panels = List.copyOf(panels);
    }
}
