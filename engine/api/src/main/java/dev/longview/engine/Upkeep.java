package dev.longview.engine;

import dev.longview.log.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What is done to a log as a whole, while others read and write it. A crash at any moment leaves the old state or the new one. */
public interface Upkeep {

    /**
     * Puts the small files of each table and day together. The rows stay what they are, and so does what publishing a segment again does.
     *
     * @param before days of {@code received} before this one only
     * @param targetBytes about how large a file shall become; files of half of it and more are left alone
     * @return what was done, by table; tables in which nothing was to do are left out
     */
    List<Compacted> compact(LocalDate before, long targetBytes);

    /**
     * What compaction did to a table.
     *
     * @param filesBefore how many files went
     * @param filesAfter how many came in their place
     * @param rows in them
     * @param bytesBefore of the files that went
     * @param bytesAfter of those that came
     */
    record Compacted(Table table, long filesBefore, long filesAfter, long rows, long bytesBefore, long bytesAfter) {}

    /**
     * Deletes the days of {@code received} before one, of all tables given at once.
     *
     * @param tables not items and not candidate sets: what was received long ago can be valid still
     * @param dryRun whether only to tell what would go
     * @return what went, by table; tables of which nothing went are left out
     */
    List<Expired> expire(Set<Table> tables, LocalDate before, boolean dryRun);

    /** What of a table went. */
    record Expired(Table table, long files, long rows, long bytes, LocalDate firstDay, LocalDate lastDay) {}

    /** Decisions received before this day have once been expired from the log; empty when none ever were. */
    Optional<LocalDate> decisionsExpiredBefore();

    /**
     * Copies all tables as they are at one moment, with what the log knows of who was forgotten.
     *
     * @param folder the folder that becomes a log; made where there is none
     * @return the number of files
     */
    long copyTo(Path folder);

    /**
     * Removes members, and leaves salted hashes of their ids, by which every later publication leaves them out. First {@code decisions}
     * is called, then the hashes are written, and when these cover all that is there, the rows go: whoever is interrupted does it again,
     * with the same ids.
     *
     * @param decisions is told of all decisions of theirs before they go; again, of more, when others have published some meanwhile
     * @return what went
     */
    Forgotten forget(Set<String> members, Consumer<List<ForgottenDecision>> decisions);

    /** A decision made for somebody who is being forgotten. */
    record ForgottenDecision(long time, long received, String policy) {}

    /**
     * What was removed.
     *
     * @param accounts how many had no other member, so that what happened to their memberships went too
     * @param rows removed, by table
     */
    record Forgotten(long accounts, List<Removed> rows) {
        public Forgotten {
            rows = List.copyOf(rows);
        }
    }

    /** How many rows of a table were removed. */
    record Removed(Table table, long rows) {}

    /** Removes from a Parquet file outside the log, a label set, the rows of those members and decisions that were forgotten. */
    ForgottenIn forgetIn(Path file);

    /**
     * What was removed from a file outside the log.
     *
     * @param rows removed; when 0 the file is left as it is
     * @param byMember whether its rows say whose they are: else only decisions are found that the log had when it forgot
     */
    record ForgottenIn(long rows, boolean byMember) {}
}
