package dev.longview.serve.journal;

/**
 * The bounds of a journal.
 *
 * @param queue requests that wait for the disk at most; a further one is refused
 * @param groupRows rows that are committed at once at most; a request is never divided
 * @param mostBytes of lines that are not sealed yet; more are refused until some are
 * @param keys that are remembered, so that what repeats one is not written again
 */
public record JournalOptions(int queue, int groupRows, long mostBytes, int keys) {
    public JournalOptions {
        positive("queue", queue);
        positive("groupRows", groupRows);
        positive("mostBytes", mostBytes);
        positive("keys", keys);
    }

    /** 4,096 requests wait, 4,096 rows a commit, 4 GiB, 4 million keys. */
    public static JournalOptions withDefaults() {
        return new JournalOptions(4096, 4096, 4L << 30, 4_000_000);
    }

    public JournalOptions withQueue(int requests) {
        return new JournalOptions(requests, groupRows, mostBytes, keys);
    }

    public JournalOptions withMostBytes(long bytes) {
        return new JournalOptions(queue, groupRows, bytes, keys);
    }

    public JournalOptions withKeys(int remembered) {
        return new JournalOptions(queue, groupRows, mostBytes, remembered);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }
}
