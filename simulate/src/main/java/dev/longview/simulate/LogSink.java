package dev.longview.simulate;

import dev.longview.columns.Batch;
import dev.longview.log.Table;

/** Takes the log, day by day, always in the same order, from the thread that runs the simulation. */
@FunctionalInterface
public interface LogSink {
    void rows(Table table, Batch batch);

    /** Whether rows are worth making. */
    default boolean listens() {
        return true;
    }

    /** For runs whose log nobody reads: no row is made for it. */
    static LogSink nobody() {
        return new LogSink() {
            @Override
            public void rows(Table table, Batch batch) {}

            @Override
            public boolean listens() {
                return false;
            }
        };
    }
}
