package dev.longview.outcome;

/** Whether an outcome can still change. Stored in a batch as {@link #code()}. */
public enum State {
    /** It can still change. */
    PENDING(0),
    /** It cannot: horizon and lateness have passed, or it is decided by a monotone definition. */
    FINAL(1);

    private final long code;

    State(long code) {
        this.code = code;
    }

    public long code() {
        return code;
    }
}
