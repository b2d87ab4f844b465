package dev.longview.ingest;

import dev.longview.ingest.ImportSummary.Example;
import dev.longview.ingest.ImportSummary.Problem;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What an import met so far. Its size is bounded by the schema, not by the file. */
final class Findings {
    private static final int FIRST = 10;
    private static final int MOST_UNKNOWN = 100;

    private record Kind(Reason reason, String column) {}

    private static final class Skipped {
        private long rows;
        private final List<Example> first = new ArrayList<>();
    }

    /** A column that is not imported, in how many rows, and the advice. */
    private static final class Unknown {
        private final long line;
        private final String advice;
        private long rows;

        Unknown(long line, String advice) {
            this.line = line;
            this.advice = advice;
        }
    }

    /** Tells what to do about a column that is not imported; asked once for each. */
    interface Advice {
        String about(String column);
    }

    private final SequencedMap<Kind, Skipped> skipped = new LinkedHashMap<>();
    private final SequencedMap<String, Unknown> unknown = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long unknownBeyond;
    private long read;
    private long accepted;
    private long skippedRows;

    void read() {
        read++;
    }

    void accepted() {
        accepted++;
    }

    /** Skips the row that begins at a line. */
    void skip(long line, RowProblems problems) {
        skippedRows++;
        List<Kind> told = new ArrayList<>();
        for (RowProblems.Found found : problems.found()) {
            Kind kind = new Kind(found.reason(), found.column());
            if (!told.contains(kind)) {
                told.add(kind);
                Skipped of = skipped.computeIfAbsent(kind, unseen -> new Skipped());
                of.rows++;
                if (of.first.size() < FIRST) {
                    of.first.add(new Example(line, found.message()));
                }
            }
        }
    }

    void unknown(Table table, String column, long line, Advice advice) {
        String name = table.tableName() + "." + RowProblems.shortened(column);
        Unknown of = unknown.get(name);
        if (of == null) {
            if (unknown.size() == MOST_UNKNOWN) {
                unknownBeyond++;
                return;
            }
            of = new Unknown(line, advice.about(column));
            unknown.put(name, of);
        }
        of.rows++;
    }

    void error(String message) {
        errors.add(message);
    }

    /** What the user may want to know although rows were kept. */
    void note(String message) {
        told.add(message);
    }

    ImportSummary summary(List<TableRows> tables) {
        Map<Table, Long> rows = new EnumMap<>(Table.class);
        tables.stream().filter(table -> table.kept() > 0).forEach(table -> rows.put(table.table(), table.kept()));
        List<Problem> problems = new ArrayList<>();
        skipped.forEach((kind, of) -> problems.add(new Problem(kind.reason(), kind.column(), of.rows, of.first)));
        return new ImportSummary(read, accepted, skippedRows, rows, problems, notes(tables), errors);
    }

    private List<String> notes(List<TableRows> tables) {
        List<String> notes = new ArrayList<>();
        unknown.forEach((name, of) -> notes.add(
                "%s is not imported (%,d rows, first at line %d): %s".formatted(name, of.rows, of.line, of.advice)));
        if (unknownBeyond > 0) {
            notes.add("%,d values of more unknown columns are not imported".formatted(unknownBeyond));
        }
        tables.forEach(table -> table.note().ifPresent(notes::add));
        notes.addAll(told);
        return notes;
    }
}
