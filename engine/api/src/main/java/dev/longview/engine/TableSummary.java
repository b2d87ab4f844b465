package dev.longview.engine;

import dev.longview.log.Table;

/**
 * What a table of the log holds.
 *
 * @param segments files
 * @param bytes of all files
 * @param firstReceived smallest {@code received}, in microseconds; 0 when there is no row
 * @param lastReceived largest {@code received}; 0 when there is no row
 */
public record TableSummary(Table table, int segments, long rows, long bytes, long firstReceived, long lastReceived) {}
