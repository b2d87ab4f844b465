package dev.longview.ingest;

import dev.longview.columns.Batch;
import dev.longview.log.Table;

/** Takes the rows of an import, a few thousand at a time. */
@FunctionalInterface
public interface BatchSink {
    /** @param rows all columns of the table and of its declared features */
    void accept(Table table, Batch rows);
}
