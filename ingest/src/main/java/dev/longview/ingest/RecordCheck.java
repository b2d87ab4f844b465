package dev.longview.ingest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Whether a record is what a row can be read from, before anyone asks what it says. */
final class RecordCheck {
    private static final HexFormat HEX = HexFormat.of();

    private final Records records;
    private final RowProblems problems;
    private final int lineLimit;

    RecordCheck(Records records, RowProblems problems, int lineLimit) {
        this.records = records;
        this.problems = problems;
        this.lineLimit = lineLimit;
    }

    /** Whether there is a whole record of UTF-8 to be read. */
    boolean whole() {
        switch (records.kind()) {
            case WHOLE -> {
                int malformed = Utf8.firstMalformed(records.bytes(), records.start(), records.end());
                if (malformed >= 0) {
                    notUtf8(malformed);
                }
            }
            case TOO_LONG ->
                problems.add(
                        Reason.TOO_LONG,
                        "",
                        shown() + " goes on for more than " + lineLimit
                                + " bytes; is there a line end after each row?");
            case OPEN_QUOTE ->
                problems.add(
                        Reason.MALFORMED,
                        "",
                        shown() + " opens a quote that is not closed; a quote within quotes is written twice");
            case TEXT_AFTER_QUOTE ->
                problems.add(
                        Reason.MALFORMED,
                        "",
                        shown() + " has text after a closing quote; a quote within quotes is written twice");
            case CUT_OFF -> problems.add(Reason.CUT_OFF, "", shown() + " is where the file could not be read further");
            case NONE -> throw new IllegalStateException("no record");
        }
        return problems.isEmpty();
    }

    private void notUtf8(int at) {
        String before = new String(records.bytes(), records.start(), at - records.start(), StandardCharsets.UTF_8);
        problems.add(
                Reason.NOT_UTF8,
                "",
                "byte %d of the row, 0x%s, is not UTF-8, after %s; save the file as UTF-8 (iconv -f latin1 -t utf-8)"
                        .formatted(
                                at - records.start() + 1,
                                HEX.toHexDigits(records.bytes()[at]),
                                RowProblems.quoted(before.substring(Math.max(0, before.length() - 30)))));
    }

    private String shown() {
        return RowProblems.quoted(new String(
                records.bytes(),
                records.start(),
                Math.min(80, records.end() - records.start()),
                StandardCharsets.UTF_8));
    }

    /** What a file is that begins like no text; empty when it may be text. */
    String foreign() {
        byte[] bytes = records.bytes();
        int start = records.start();
        int length = Math.min(4, records.end() - start);
        String magic = HEX.formatHex(bytes, start, start + length);
        if (magic.startsWith("fffe") || magic.startsWith("feff")) {
            return "UTF-16 text";
        }
        return switch (magic) {
            case "504b0304" -> "a zip archive";
            case "50415231" -> "Parquet";
            case "28b52ffd" -> "compressed by zstd";
            default -> "";
        };
    }
}
