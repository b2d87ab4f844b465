package dev.longview.report;

import java.util.List;

/**
 * A table. Numbers and intervals stand right, text left.
 *
 * @param rows each as long as the header
 */
public record DataTable(String caption, List<String> header, List<List<Cell>> rows) implements Block {
    /** What stands in a table's cell. */
    public sealed interface Cell {
        record Text(String text) implements Cell {}

        /** @param decimals of the number as it is shown */
        record Figure(double value, Measure measure, int decimals) implements Cell {}

        /** @param signed whether positive numbers carry a plus: they do in differences */
        record Range(Interval interval, Measure measure, int decimals, boolean signed) implements Cell {}

        /** A p-value: two digits, however small. */
        record PValue(double value) implements Cell {}

        static Cell text(String text) {
            return new Text(text);
        }

        static Cell count(long value) {
            return new Figure(value, Measure.PLAIN, 0);
        }

        static Cell number(double value, int decimals) {
            return new Figure(value, Measure.PLAIN, decimals);
        }

        /** With decimals that suit the interval's width. */
        static Cell interval(Interval interval, Measure measure) {
            return new Range(interval, measure, decimals(interval, measure), false);
        }

        /** A difference, with decimals that suit the interval's width. */
        static Cell difference(Interval interval, Measure measure) {
            return new Range(interval, measure, decimals(interval, measure), true);
        }

        private static int decimals(Interval interval, Measure measure) {
            return Numbers.decimals(measure.shown(interval.high() - interval.low()));
        }

        /** As it is printed. */
        default String shown() {
            return switch (this) {
                case Text(String text) -> text;
                case Figure(double value, Measure measure, int decimals) ->
                    Numbers.fixed(measure.shown(value), decimals) + (Double.isFinite(value) ? measure.unit() : "");
                case PValue(double value) -> Numbers.pValue(value);
                case Range(Interval interval, Measure measure, int decimals, boolean signed) ->
                    Numbers.interval(interval, measure, decimals, signed);
            };
        }
    }

    public DataTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("table %s has a row of %d cells under a header of %d: %s"
                        .formatted(caption, row.size(), header.size(), row));
            }
        }
    }

    /** Whether a column holds numbers only, but for cells of text that are empty. */
    boolean numeric(int column) {
        return !rows.isEmpty()
                && rows.stream().noneMatch(row -> row.get(column) instanceof Cell.Text(String text) && !text.isEmpty());
    }
}
