package dev.longview.serve.journal;

import java.time.Duration;

/**
 * The bounds of a journal.
 *
 * @param queue requests that wait for the disk at most; a further one is refused
 * @param groupRows rows that are committed at once at most; a request is never divided
 * @param mostBytes of lines that are not sealed yet; more are refused until some are
 * @param keys that are remembered, so that what repeats one is not written again
 * @param longestWait for the disk; who has waited for longer is told, and not kept
 */
public record JournalOptions(int queue, int groupRows, long mostBytes, int keys, Duration longestWait) {
    public JournalOptions {
        positive("queue", queue);
        positive("groupRows", groupRows);
        positive("mostBytes", mostBytes);
        positive("keys", keys);
        positive("longestWait", longestWait.toMillis());
    }

    /** 4,096 requests wait, 4,096 rows a commit, 4 GiB, 4 million keys, a minute. */
    public static JournalOptions withDefaults() {
        return new JournalOptions(4096, 4096, 4L << 30, 4_000_000, Duration.ofMinutes(1));
    }

    public JournalOptions withQueue(int requests) {
        return new JournalOptions(requests, groupRows, mostBytes, keys, longestWait);
    }

    public JournalOptions withMostBytes(long bytes) {
        return new JournalOptions(queue, groupRows, bytes, keys, longestWait);
    }

    public JournalOptions withKeys(int remembered) {
        return new JournalOptions(queue, groupRows, mostBytes, remembered, longestWait);
    }

    public JournalOptions withLongestWait(Duration longest) {
        return new JournalOptions(queue, groupRows, mostBytes, keys, longest);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }
}
