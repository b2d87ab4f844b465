package dev.longview.serve.journal;

/**
 * A journal at a moment.
 *
 * @param waiting requests that wait for the disk
 * @param unsealed bytes of lines that are not sealed
 * @param closedFiles files that wait to be sealed
 * @param commits groups that were committed
 * @param rows that were
 * @param commitNanos time that they took
 * @param slowestNanos the slowest of them
 * @param failures groups that the disk did not take
 * @param keys that are remembered
 * @param healthy whether the last group was taken
 */
public record JournalState(
        int waiting,
        long unsealed,
        int closedFiles,
        long commits,
        long rows,
        long commitNanos,
        long slowestNanos,
        long failures,
        int keys,
        boolean healthy) {}
