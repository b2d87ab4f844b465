package dev.longview.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file's rows as slices of one buffer that is used again: lines, or records of CSV, whose quoted fields may hold newlines.
 *
 * <p>A quote that is never closed would swallow the rest of a file. So a record that cannot be one, because its quote stays open to the
 * limit or the end of the file, or because something other than a comma follows its closing quote, is given up at the end of its first
 * line, and the next line is read as a new record. Each later line then either closes what it opens or is given up itself.
 *
 * <pre>{@code
 * while (records.next()) {
 *     use(records.bytes(), records.start(), records.end());
 * }
 * records.failure().ifPresent(..);   // the end of what could be read, not of the file
 * }</pre>
 */
final class Records {
    enum Kind {
        WHOLE,
        TOO_LONG,
        OPEN_QUOTE,
        TEXT_AFTER_QUOTE,
        CUT_OFF,
        NONE
    }

    private static final int HEAD = 80;

    private final InputStream in;
    private final boolean quotes;
    private final int limit;
    private byte[] buffer;
    private int start;
    private int end;
    private int at;
    private int to;
    private long line;
    private long nextLine = 1;
    private Kind kind = Kind.NONE;
    private byte[] head = new byte[0];
    private boolean begun;
    private boolean ended;
    private Optional<IOException> failure = Optional.empty();

    /** @param limit the most bytes that a record may have */
    Records(InputStream in, boolean quotes, int limit) {
        this.in = in;
        this.quotes = quotes;
        this.limit = limit;
        this.buffer = new byte[Math.min(Source.BUFFER, limit + 2)];
    }

    /** Moves to the next record that is not blank. */
    boolean next() {
        if (!begun) {
            begun = true;
            skipByteOrderMark();
        }
        do {
            start = at;
            line = nextLine;
            kind = quotes ? quoted() : plain();
            if (kind == Kind.OPEN_QUOTE || kind == Kind.TEXT_AFTER_QUOTE) {
                at = start;
                nextLine = line;
                Kind firstLine = plain();
                kind = firstLine == Kind.WHOLE ? kind : firstLine;
            }
        } while (kind == Kind.WHOLE && blank());
        return kind != Kind.NONE;
    }

    Kind kind() {
        return kind;
    }

    /** Where the record is; of one that is too long, only its head. */
    byte[] bytes() {
        return kind == Kind.TOO_LONG ? head : buffer;
    }

    int start() {
        return kind == Kind.TOO_LONG ? 0 : start;
    }

    int end() {
        return kind == Kind.TOO_LONG ? head.length : end;
    }

    /** The line on which the record begins; 1 is the first. */
    long line() {
        return line;
    }

    /** Why reading ended before the file did. */
    Optional<IOException> failure() {
        return failure;
    }

    private Kind plain() {
        for (; ; ) {
            int stop = stop();
            while (at < stop && buffer[at] != '\n') {
                at++;
            }
            if (at < stop) {
                return whole(0);
            }
            if (at - start > limit) {
                return tooLong();
            }
            if (!fill()) {
                return atEnd();
            }
        }
    }

    private Kind quoted() {
        boolean open = false;
        boolean closed = false;
        boolean fieldStart = true;
        int newlines = 0;
        for (; ; ) {
            if (at == stop()) {
                if (at - start > limit) {
                    return open ? Kind.OPEN_QUOTE : tooLong();
                }
                if (!fill()) {
                    return open ? Kind.OPEN_QUOTE : atEnd();
                }
            }
            byte b = buffer[at];
            if (open) {
                if (b == '"') {
                    open = false;
                    closed = true;
                } else if (b == '\n') {
                    newlines++;
                }
            } else if (b == '\n') {
                return whole(newlines);
            } else if (closed) {
                if (b == '"' && buffer[at - 1] == '"') {
                    open = true;
                } else if (b != ',' && b != '\r') {
                    return Kind.TEXT_AFTER_QUOTE;
                }
                closed = b == '\r';
                fieldStart = b == ',';
            } else {
                open = b == '"' && fieldStart;
                fieldStart = b == ',';
            }
            at++;
        }
    }

    private int stop() {
        return (int) Math.min(to, (long) start + limit + 1);
    }

    private Kind whole(int newlines) {
        end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
        at++;
        nextLine = line + newlines + 1;
        return Kind.WHOLE;
    }

    private Kind atEnd() {
        end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
        return at == start ? Kind.NONE : failure.isPresent() ? Kind.CUT_OFF : Kind.WHOLE;
    }

    /** Keeps the head, and drops the rest of the line as it is read. */
    private Kind tooLong() {
        head = Arrays.copyOfRange(buffer, start, Math.min(at, start + HEAD));
        at = start;
        do {
            while (at < to && buffer[at] != '\n') {
                at++;
            }
            start = at;
        } while (at == to && fill());
        at = Math.min(to, at + 1);
        nextLine = line + 1;
        return Kind.TOO_LONG;
    }

    /** Reads more behind what is there, keeping what begins at {@code start}. */
    private boolean fill() {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, to - start);
            at -= start;
            to -= start;
            start = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, limit + 2L));
        }
        try {
            int count = in.read(buffer, to, buffer.length - to);
            ended = count < 0;
            to += Math.max(0, count);
        } catch (IOException e) {
            failure = Optional.of(e);
            ended = true;
        }
        return !ended;
    }

    private boolean blank() {
        for (int i = start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void skipByteOrderMark() {
        while (to < 3 && fill()) {
            // A stream may give one byte at a time.
        }
        if (to >= 3 && buffer[0] == (byte) 0xef && buffer[1] == (byte) 0xbb && buffer[2] == (byte) 0xbf) {
            at = 3;
        }
    }
}
