package dev.longview.engine;

import java.util.List;
import java.util.Optional;

/**
 * Which rows of a table are wanted.
 *
 * @param from received at or after this moment, in microseconds
 * @param by received by this moment
 * @param equal a column and the text that it has; any when empty
 * @param columns that are wanted; all when empty
 */
public record Selection(long from, long by, Optional<Equal> equal, List<String> columns) {
    public Selection {
        columns = List.copyOf(columns);
    }

    /** @param column a column of texts that the table has */
    public record Equal(String column, String text) {}

    /** All rows received in {@code [from, by]}. */
    public static Selection received(long from, long by) {
        return new Selection(from, by, Optional.empty(), List.of());
    }

    /** Only those of which a column is this text. */
    public Selection where(String column, String text) {
        return new Selection(from, by, Optional.of(new Equal(column, text)), columns);
    }

    /** Only these columns of them: others are not read. */
    public Selection only(String... wanted) {
        return new Selection(from, by, equal, List.of(wanted));
    }
}
