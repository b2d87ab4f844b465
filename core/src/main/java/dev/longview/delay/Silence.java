package dev.longview.delay;

/**
 * That an outcome which used to arrive has stopped arriving: whatever sends it, or writes it to the log, is likely broken.
 *
 * @param since midnight, UTC, of the day in which or before which the last was received, in microseconds
 * @param expected changes since then, by the rates of all rows at the same ages
 * @param arrived changes since then that were received
 */
public record Silence(long since, double expected, long arrived) {}
