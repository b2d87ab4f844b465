package dev.longview.ingest;

import dev.longview.log.Table;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What an import did. Always {@code accepted + skipped == read}.
 *
 * @param read rows of the file, blank lines not counted
 * @param accepted rows of the file that became rows of the log
 * @param skipped rows of the file that did not; each counts once here and once for each of its problems
 * @param rows rows of the log by table: a nested decision brings several
 * @param problems why rows were skipped, in the order of their first lines
 * @param notes what the user may want to know although the rows were kept: columns that were not imported, times in 1970
 * @param errors what befell the file as a whole: cut off, a header without a required column; empty when it was read to its end
 */
public record ImportSummary(
        long read,
        long accepted,
        long skipped,
        Map<Table, Long> rows,
        List<Problem> problems,
        List<String> notes,
        List<String> errors) {
    public ImportSummary {
        EnumMap<Table, Long> copy = new EnumMap<>(Table.class);
        copy.putAll(rows);
        rows = Collections.unmodifiableMap(copy);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
        errors = List.copyOf(errors);
    }

    /**
     * A kind of problem.
     *
     * @param column table and column, {@code feedback.time}; empty where no one column is to blame
     * @param rows how many rows have it
     * @param first the first ten of them
     */
    public record Problem(Reason reason, String column, long rows, List<Example> first) {
        public Problem {
            first = List.copyOf(first);
        }
    }

    /**
     * A row that was skipped.
     *
     * @param line where it begins; 1 is the first
     * @param message what was wrong, the value, what is allowed, what to do
     */
    public record Example(long line, String message) {}

    /** Rows of one table of the log. */
    public long rows(Table table) {
        return rows.getOrDefault(table, 0L);
    }

    /** All of it, for a person. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("%,d rows read, %,d accepted, %,d skipped%n".formatted(read, accepted, skipped));
        rows.forEach((table, count) -> text.append("  %,d rows of %s%n".formatted(count, table.tableName())));
        errors.forEach(error -> text.append("error: ").append(error).append(System.lineSeparator()));
        for (Problem problem : problems) {
            String of = problem.column().isEmpty() ? "" : problem.column() + ": ";
            text.append(
                    "skipped: %s%s, %,d rows%n".formatted(of, problem.reason().meaning(), problem.rows()));
            problem.first()
                    .forEach(example -> text.append("  line %d: %s%n".formatted(example.line(), example.message())));
            if (problem.rows() > problem.first().size()) {
                text.append("  and %,d more%n"
                        .formatted(problem.rows() - problem.first().size()));
            }
        }
        notes.forEach(note -> text.append("note: ").append(note).append(System.lineSeparator()));
        return text.toString();
    }
}
