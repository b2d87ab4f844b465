package dev.longview.ingest;

/** How a file of events is written; either may be compressed by gzip, which is told from its content. */
public enum Format {
    /** JSON Lines: a JSON object on each line. */
    JSON_LINES,
    /** Comma-separated values with a header, after RFC 4180. */
    CSV
}
