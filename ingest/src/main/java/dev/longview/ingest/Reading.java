package dev.longview.ingest;

import java.util.List;

/** One pass over a file: each record is read, and kept or skipped. */
final class Reading {
    private final Records records;
    private final Rows rows;
    private final RowProblems problems;
    private final Findings findings;
    private final RecordCheck check;

    Reading(Records records, Rows rows, RowProblems problems, Findings findings, int lineLimit) {
        this.records = records;
        this.rows = rows;
        this.problems = problems;
        this.findings = findings;
        this.check = new RecordCheck(records, problems, lineLimit);
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
        String foreign = check.foreign();
        if (!foreign.isEmpty()) {
            findings.error("the file is " + foreign + "; allowed: JSON Lines or CSV in UTF-8, gzip or not");
            return true;
        }
        if (!rows.hasHeader()) {
            return false;
        }
        problems.clear();
        if (!check.whole()) {
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
        if (check.whole()) {
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
}
