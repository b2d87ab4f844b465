package dev.longview.engine;

import dev.longview.columns.Batch;

/** Rows on their way into the log. Nothing is seen by a reader before {@link #publish}; a crash before leaves the old state. */
public interface SegmentWriter extends AutoCloseable {

    /** Adds rows that have the columns of the table; features that a batch does not have are missing. */
    void append(Batch rows);

    /**
     * Makes the rows durable and visible.
     *
     * @return the number of rows
     */
    long publish();

    /** Throws away what was not published. */
    @Override
    void close();
}
