package dev.longview.engine;

import dev.longview.log.Table;
import java.time.LocalDate;
import java.util.List;

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
}
