package dev.longview.ingest;

import dev.longview.log.FeatureDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of the log that come one by one, each a JSON object that names its table: what {@link EventsFile} reads from a file, for who has
 * them in memory. The same rules, the same messages. For one thread.
 *
 * <pre>{@code
 * EventLines lines = EventLines.of(configuration.features(), sink);
 * Optional<Refused> refused = lines.add(row);
 * lines.flush();                              // what is left goes to the sink
 * }</pre>
 */
public final class EventLines {
    private final Tables tables;
    private final RowProblems problems = new RowProblems();
    private final JsonRows rows;

    private EventLines(List<FeatureDefinition> features, BatchSink sink) {
        this.tables = new Tables(features, problems, sink);
        this.rows = new JsonRows(EventsFile.json(), tables, Optional.empty(), problems);
    }

    /** @param features those that the workspace declares */
    public static EventLines of(List<FeatureDefinition> features, BatchSink sink) {
        return new EventLines(features, sink);
    }

    /**
     * What is wrong with a row.
     *
     * @param column table and column, {@code feedback.time}; empty where no one column is to blame
     */
    public record Problem(Reason reason, String column, String message) {}

    /** A row that was not kept: all its problems, at least one. */
    public record Refused(List<Problem> problems) {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** Keeps a row, unless something is wrong with it. Columns that its table does not have are passed over. */
    public Optional<Refused> add(byte[] line) {
        read(line);
        if (problems.isEmpty()) {
            rows.keep();
            return Optional.empty();
        }
        return Optional.of(refused(problems, rows));
    }

    /** The same, but that columns that the table does not have are something wrong too. */
    public Optional<Refused> addStrictly(byte[] line) {
        read(line);
        return kept();
    }

    /** The same of a row that is parsed already; its texts are whole characters. */
    public Optional<Refused> addStrictly(JsonRow row) {
        problems.clear();
        rows.read(row);
        return kept();
    }

    private Optional<Refused> kept() {
        if (problems.isEmpty() && rows.unknown().isEmpty()) {
            rows.keep();
            return Optional.empty();
        }
        return Optional.of(refused(problems, rows));
    }

    private void read(byte[] line) {
        problems.clear();
        int malformed = Utf8.firstMalformed(line, 0, line.length);
        if (malformed >= 0) {
            problems.add(Reason.NOT_UTF8, "", "byte " + (malformed + 1) + " of the row is not UTF-8");
        } else {
            rows.read(line, 0, line.length);
        }
    }

    /** All that is wrong with a row; columns that its table does not have count where nothing else is. */
    static Refused refused(RowProblems problems, Rows rows) {
        List<Problem> all = new ArrayList<>();
        problems.found().forEach(found -> all.add(new Problem(found.reason(), found.column(), found.message())));
        if (problems.isEmpty()) {
            for (String column : rows.unknown()) {
                all.add(new Problem(
                        Reason.UNKNOWN,
                        rows.table().tableName() + "." + RowProblems.shortened(column),
                        "unknown field " + RowProblems.quoted(column) + "; " + rows.advice(column)));
            }
        }
        return new Refused(all);
    }

    /** Hands what is left to the sink. */
    public void flush() {
        tables.flush();
    }

    /** The name of a set of candidates: a hash of the items, in order, each once. */
    public static String candidatesId(List<String> sorted) {
        return CandidateSets.id(sorted);
    }
}
