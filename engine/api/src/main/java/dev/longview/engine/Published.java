package dev.longview.engine;

/**
 * What came into the log.
 *
 * @param rows that are in it now
 * @param forgotten rows that were left out, since they are of members who were forgotten
 */
public record Published(long rows, long forgotten) {}
