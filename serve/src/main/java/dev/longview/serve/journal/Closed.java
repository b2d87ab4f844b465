package dev.longview.serve.journal;

import java.util.function.Consumer;

/** A file of the journal to which nothing is added any more: to be sealed, and then dropped. */
public final class Closed {
    private final JournalFile file;
    private final String segment;
    private final Consumer<Closed> dropped;

    Closed(JournalFile file, String segment, Consumer<Closed> dropped) {
        this.file = file;
        this.segment = segment;
        this.dropped = dropped;
    }

    /** What its rows are called in the log: of this file alone, for all time. Publishing under it again changes nothing. */
    public String segment() {
        return segment;
    }

    public int rows() {
        return file.size();
    }

    JournalFile file() {
        return file;
    }

    /** Takes lines, in the order in which they were acknowledged. */
    public interface Lines {
        void line(byte[] line);
    }

    /**
     * Tells a few rows.
     *
     * @param from the first that is wanted, 0 for the first of all
     * @return the first of those that come after them; −1 when none do
     * @throws Refused when the file cannot be read
     */
    public int read(int from, Lines lines) {
        try {
            return file.read(from, (n, key, line) -> lines.line(line));
        } catch (java.sql.SQLException e) {
            throw new Refused(
                    Refused.Why.DISK, "the journal's file " + segment + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Deletes it: its rows are durable in the log. */
    public void drop() {
        dropped.accept(this);
    }
}
