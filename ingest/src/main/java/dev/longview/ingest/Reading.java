package dev.longview.ingest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** One pass over a file: each record is read, and kept or skipped. */
final class Reading {
    private static final HexFormat HEX = HexFormat.of();

    private final Records records;
    private final Rows rows;
    private final RowProblems problems;
    private final Findings findings;
    private final int lineLimit;

    Reading(Records records, Rows rows, RowProblems problems, Findings findings, int lineLimit) {
        this.records = records;
        this.rows = rows;
        this.problems = problems;
        this.findings = findings;
        this.lineLimit = lineLimit;
    }

    void run() {
        boolean first = true;
        while (records.next()) {
            if (first && refused()) {
                return;
            }
            if (!first || !rows.hasHeader()) {
                row();
            }
            first = false;
        }
        records.failure()
                .ifPresent(failure -> findings.error(
                        "the file could be read only to line " + records.line() + ": " + failure.getMessage()
                                + "; the rows before it were imported; get the file again, and import it again"));
        if (first && rows.hasHeader() && records.failure().isEmpty()) {
            findings.error("the file is empty; its first line must name the columns");
        }
    }

    /** Whether the file is of another kind altogether, or its header unusable. */
    private boolean refused() {
        String foreign = foreign();
        if (!foreign.isEmpty()) {
            findings.error("the file is " + foreign + "; allowed: JSON Lines or CSV in UTF-8, gzip or not");
            return true;
        }
        if (!rows.hasHeader()) {
            return false;
        }
        problems.clear();
        if (!whole()) {
            problems.found()
                    .forEach(found -> findings.error("line " + records.line() + ", the header: " + found.message()));
            return true;
        }
        List<String> wrong = rows.header(records.bytes(), records.start(), records.end());
        wrong.forEach(message -> findings.error("line " + records.line() + ": " + message));
        return !wrong.isEmpty();
    }

    private void row() {
        findings.read();
        problems.clear();
        if (whole()) {
            rows.read(records.bytes(), records.start(), records.end());
            for (String column : rows.unknown()) {
                findings.unknown(rows.table(), column, records.line(), rows::advice);
            }
        }
        if (problems.isEmpty()) {
            rows.keep();
            findings.accepted();
        } else {
            findings.skip(records.line(), problems);
        }
    }

    /** Whether there is a whole record of UTF-8 to be read. */
    private boolean whole() {
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
    private String foreign() {
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
