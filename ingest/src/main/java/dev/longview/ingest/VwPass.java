package dev.longview.ingest;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One pass over a log of Vowpal Wabbit: each decision is read, and kept or skipped. */
final class VwPass {
    /** Lines of DSJSON carry all actions, and are long. */
    static final int LINE_LIMIT = 1 << 24;

    private final Records records;
    private final VwFormat format;
    private final RowProblems problems = new RowProblems();
    private final Findings findings = new Findings();
    private final RecordCheck check;
    private final Tables tables;
    private final VwRows rows;
    private final VwSingle single;
    private final VwBlock block;
    private final DsJsonDecisions json;
    private long n = -1;

    VwPass(InputStream content, VwFormat format, VwOptions options, BatchSink sink) {
        this.records = new Records(content, false, LINE_LIMIT);
        this.format = format;
        this.check = new RecordCheck(records, problems, LINE_LIMIT);
        this.tables = new Tables(options.features(), problems, sink);
        this.rows = new VwRows(tables, options.features(), options.memberBy(), options.policy());
        this.single = new VwSingle(options, problems, format == VwFormat.CB_EVAL);
        this.block = new VwBlock(options, problems);
        this.json = new DsJsonDecisions(options, problems);
    }

    ImportSummary run() {
        if (format == VwFormat.CB_ADF) {
            blocks();
        } else {
            lines();
        }
        records.failure()
                .ifPresent(failure -> findings.error(
                        "the file could be read only to line " + records.line() + ": " + failure.getMessage()
                                + "; what came before was imported; get the file again, and import it again"));
        rows.notes().forEach(findings::note);
        single.note().ifPresent(findings::note);
        json.note().ifPresent(findings::note);
        return findings.summary(tables.flush());
    }

    private void lines() {
        while (records.next()) {
            begin();
            Optional<VwRow> row = Optional.empty();
            if (check.whole()) {
                row = format == VwFormat.DSJSON
                        ? json.read(records.line(), n, records.bytes(), records.start(), records.end())
                        : single.read(records.line(), n, text()).map(VwRow.Decided::new);
            }
            end(records.line(), row);
        }
    }

    /** A decision's lines end where the next is not the next of the file: an empty one stands between. */
    private void blocks() {
        long from = 0;
        long last = 0;
        while (records.next()) {
            if (from == 0 || records.line() > last + 1) {
                endBlock(from);
                begin();
                block.begin();
                from = records.line();
            }
            if (check.whole()) {
                block.add(records.line(), text());
            }
            last = records.line();
        }
        endBlock(from);
    }

    private void endBlock(long from) {
        if (from > 0) {
            end(from, block.end(from, n).map(VwRow.Decided::new));
        }
    }

    private void begin() {
        findings.read();
        problems.clear();
        n++;
    }

    private void end(long line, Optional<VwRow> row) {
        row.ifPresent(this::read);
        if (row.isPresent() && problems.isEmpty()) {
            keep(row.get());
            findings.accepted();
        } else {
            findings.skip(line, problems);
        }
    }

    private void read(VwRow row) {
        switch (row) {
            case VwRow.Decided(VwDecision decision) -> rows.read(decision);
            case VwRow.Late(String decision, String event, double reward, long time) ->
                rows.lateReward(decision, event, reward, time);
        }
    }

    private void keep(VwRow row) {
        switch (row) {
            case VwRow.Decided(VwDecision decision) -> rows.keep(decision);
            case VwRow.Late late -> rows.keepLateReward();
        }
    }

    private String text() {
        return new String(records.bytes(), records.start(), records.end() - records.start(), StandardCharsets.UTF_8);
    }
}
