package dev.longview.loop;

/** A visit to which no slate can be drawn, whatever becomes of others. */
public final class UnansweredVisit extends Refusal {
    public UnansweredVisit(String message) {
        super(message);
    }

    public UnansweredVisit(String message, Throwable cause) {
        super(message, cause);
    }
}
