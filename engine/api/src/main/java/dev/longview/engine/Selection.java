package dev.longview.engine;

import java.util.Optional;

/**
 * Which rows of a table are wanted.
 *
 * @param from received at or after this moment, in microseconds
 * @param by received by this moment
 * @param equal a column and the text that it has; any when empty
 */
public record Selection(long from, long by, Optional<Equal> equal) {
    /** @param column a column of texts that the table has */
    public record Equal(String column, String text) {}

    /** All rows received in {@code [from, by]}. */
    public static Selection received(long from, long by) {
        return new Selection(from, by, Optional.empty());
    }

    /** Only those of which a column is this text. */
    public Selection where(String column, String text) {
        return new Selection(from, by, Optional.of(new Equal(column, text)));
    }
}
