package dev.longview.simulate;

import dev.longview.columns.Batch;
import dev.longview.log.Table;

/** Takes the log, day by day, always in the same order, from the thread that runs the simulation. */
@FunctionalInterface
public interface LogSink {
    void rows(Table table, Batch batch);
}
