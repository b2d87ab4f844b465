package dev.longview.client;

/** The service refused, or could not be reached however often it was tried. */
public final class LongviewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    LongviewException(int status, String message) {
        super(message);
        this.status = status;
    }

    LongviewException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** Of HTTP; 0 when there was no answer. */
    public int status() {
        return status;
    }
}
