package dev.longview.serve.journal;

/** Rows were not taken, and none of them is in the journal: try again. The message says why. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why rows are not taken. */
    public enum Why {
        /** More rows wait than the queue holds. */
        FULL_QUEUE,
        /** The disk does not take them, or the journal has grown to its limit. */
        DISK,
        /** The journal is being closed. */
        CLOSED
    }

    private final Why why;

    public Refused(Why why, String message) {
        super(message);
        this.why = why;
    }

    Refused(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
