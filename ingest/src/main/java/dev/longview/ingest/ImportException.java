package dev.longview.ingest;

/** An import that cannot begin: no such file, no such campaign, a table that must be named. The message is for its user. */
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImportException(String message) {
        super(message);
    }

    public ImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
