package dev.longview.serve.journal;

/**
 * A row on its way to disk.
 *
 * @param line the row as the log takes it, a JSON object that names its table, in UTF-8; not to be changed afterwards
 */
public record Entry(Key key, byte[] line) {}
