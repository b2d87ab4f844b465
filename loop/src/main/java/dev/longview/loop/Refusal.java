package dev.longview.loop;

/** It cannot be done as asked. The message is all that the user sees: what is wrong, where, what is allowed, what to do next. */
public sealed class Refusal extends RuntimeException permits UnansweredVisit {
    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
