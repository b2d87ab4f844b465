package dev.longview.engine;

import java.nio.file.Path;

/** A file of the log that cannot be read: truncated, not Parquet, of another schema. The message is for its user. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public LogException(Path file, String message) {
        super(message);
        this.file = file;
    }

    public LogException(Path file, String message, Throwable cause) {
        super(message, cause);
        this.file = file;
    }

    /** The file, or the folder where no one file is to blame. */
    public Path file() {
        return file;
    }
}
