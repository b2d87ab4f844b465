package dev.longview.ingest;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Visits that come one by one, each a JSON object: {@link VisitsFile} for who has them in memory. For one thread. */
public final class VisitLines {
    private final RowProblems problems = new RowProblems();
    private final List<Batch> read = new ArrayList<>();
    private final TableRows rows;
    private final VisitJsonRows reader;
    private Predicate<String> known = item -> true;

    private VisitLines(List<FeatureDefinition> features, Set<String> needed) {
        this.rows = new TableRows(
                Table.DECISIONS,
                VisitsFile.columns(features, needed),
                1,
                row -> VisitsFile.checkCandidates(row, known),
                problems,
                (table, visit) -> read.add(visit));
        this.reader = new VisitJsonRows(EventsFile.json(), rows, problems);
    }

    /**
     * @param features that a visit may have
     * @param needed those that it must speak of; it may say that there is no value
     */
    public static VisitLines of(List<FeatureDefinition> features, Collection<String> needed) {
        return new VisitLines(features, Set.copyOf(needed));
    }

    /** What a line is. */
    public sealed interface Read {
        /** @param visit one row with the columns of {@link VisitsFile#read} */
        record Good(Batch visit) implements Read {}

        record Bad(EventLines.Refused refused) implements Read {}
    }

    /**
     * Reads a visit; what it has that no visit has is a problem too.
     *
     * @param items which candidates there are
     */
    public Read read(byte[] line, Predicate<String> items) {
        known = items;
        problems.clear();
        int malformed = Utf8.firstMalformed(line, 0, line.length);
        if (malformed >= 0) {
            problems.add(Reason.NOT_UTF8, "", "byte " + (malformed + 1) + " is not UTF-8");
        } else {
            reader.read(line, 0, line.length);
        }
        return found();
    }

    /** The same of a visit that is parsed already; its texts are whole characters. */
    public Read read(JsonRow row, Predicate<String> items) {
        known = items;
        problems.clear();
        reader.read(row);
        return found();
    }

    private Read found() {
        if (problems.isEmpty() && reader.unknown().isEmpty()) {
            reader.keep();
            return new Read.Good(read.removeLast());
        }
        return new Read.Bad(EventLines.refused(problems, reader));
    }
}
