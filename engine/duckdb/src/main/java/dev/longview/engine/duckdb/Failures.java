package dev.longview.engine.duckdb;

import dev.longview.engine.LogException;
import java.nio.file.Path;
import java.sql.SQLException;

/** What DuckDB says, in words for the user of a log. */
final class Failures {
    private Failures() {}

    static LogException of(Path where, SQLException cause) {
        return of(where, cause, String.valueOf(cause.getMessage()));
    }

    /** @param message the cause's, with files called by their own names */
    static LogException of(Path where, SQLException cause, String message) {
        if (message.contains("Out of Memory")) {
            return new LogException(
                    where,
                    where
                            + " needs more memory than the engine may use, or more room to spill: allow more memory,"
                            + " or name a temporary folder with free space",
                    cause);
        }
        if (message.contains("Out of Range") || message.contains("Overflow")) {
            return new LogException(
                    where,
                    where + " holds a number that is out of range: a time that is not in microseconds since 1970?"
                            + " Validate the log to find the rows",
                    cause);
        }
        String first = message.lines().findFirst().orElse("no reason given");
        return new LogException(where, where + " could not be read or written: " + first, cause);
    }
}
