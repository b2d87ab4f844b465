package dev.longview.report;

import java.util.List;

/**
 * Horizontal bars of equal length, each split into its parts' shares.
 *
 * @param title of the figure
 * @param description what it shows, for those who cannot see it
 * @param parts names, at most six; each bar has a value for each
 */
public record ShareBars(String title, String description, List<String> parts, List<Bar> bars) implements Block {
    /** @param values not negative; only their shares of the bar's sum are drawn */
    public record Bar(String label, List<Double> values) {
        public Bar {
            values = List.copyOf(values);
            if (values.stream().anyMatch(value -> !(value >= 0 && value < Double.POSITIVE_INFINITY))) {
                throw new IllegalArgumentException(
                        "bar %s: a part must be a number of at least 0: %s".formatted(label, values));
            }
        }
    }

    public ShareBars {
        parts = List.copyOf(parts);
        bars = List.copyOf(bars);
        if (parts.size() > 6) {
            throw new IllegalArgumentException("bars tell apart 6 parts, not " + parts.size());
        }
        for (Bar bar : bars) {
            if (bar.values().size() != parts.size()) {
                throw new IllegalArgumentException("bar %s has %d values for %d parts"
                        .formatted(bar.label(), bar.values().size(), parts.size()));
            }
        }
    }
}
