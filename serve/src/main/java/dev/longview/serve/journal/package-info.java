/**
 * The journal: what was acknowledged is on disk.
 *
 * <p>In: rows of the log as lines of JSON, from any number of threads, each with the key that makes it one row however often it is sent.
 * Out: an answer when the rows are durable; and, file after file, the rows to be sealed into the log.
 *
 * <p>{@link dev.longview.serve.journal.Journal} has one writer thread that commits whatever has gathered meanwhile at once. A file of
 * the journal ({@link dev.longview.serve.journal.JournalFile}) is an SQLite database, chosen over a format of our own because its
 * write-ahead log has been torn in every way for twenty years; docs/serving.md says what else was looked at. A file is closed as a
 * whole, becomes segments of the log under a name that is its own, and is deleted: whoever crashes in between does it again, and the
 * same segment replaces itself. Knows nothing of HTTP, of policies, or of the engine.
 */
@NullMarked
package dev.longview.serve.journal;

import org.jspecify.annotations.NullMarked;
