package dev.longview.ingest;

import dev.longview.log.Table;
import java.util.List;

/** Reads a format's records into cells, one at a time. */
sealed interface Rows permits JsonRows, CsvRows, VisitJsonRows {
    /** Whether the first record names the columns. */
    boolean hasHeader();

    /** Takes the header; what is wrong with it, so that no row could be read by it. */
    List<String> header(byte[] bytes, int start, int end);

    /** Reads a row; it is good when there are no problems afterwards. */
    void read(byte[] bytes, int start, int end);

    /** Keeps the good row that was read. */
    void keep();

    /** The table of the row that was read. */
    Table table();

    /** The columns of the row that its table does not have. */
    List<String> unknown();

    /** What to do about one of them. */
    String advice(String unknownColumn);
}
